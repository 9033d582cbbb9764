package org.cotangent.experiments.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;

/** A file on its way into the cache: under another name until it is whole and checked, so that no one reads half of it. */
final class Download {
    private Download() {}

    static void save(InputStream content, MnistFile file, Path folder) throws IOException {
        Path part = Files.createTempFile(folder, file.fileName() + "-", ".part");
        try {
            MessageDigest digest = MnistFile.sha256();
            try (OutputStream out = new DigestOutputStream(Files.newOutputStream(part), digest)) {
                content.transferTo(out);
            }
            if (!file.isGenuine(digest)) {
                throw new IOException("the checksum of the " + file.fileName() + " that was fetched is wrong");
            }
            Files.move(
                    part,
                    folder.resolve(file.fileName()),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
