package org.cotangent.experiments.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** The four files of MNIST. Data sets of the same format use the same names. */
enum MnistFile {
    TRAINING_IMAGES("train-images-idx3-ubyte", 3, "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
    TRAINING_LABELS("train-labels-idx1-ubyte", 1, "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
    TEST_IMAGES("t10k-images-idx3-ubyte", 3, "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
    TEST_LABELS("t10k-labels-idx1-ubyte", 1, "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2");

    private final String fileName;
    private final int axes;
    private final String sha256;

    MnistFile(String fileName, int axes, String sha256) {
        this.fileName = fileName;
        this.axes = axes;
        this.sha256 = sha256;
    }

    String fileName() {
        return fileName;
    }

    int axes() {
        return axes;
    }

    /** Where it lies in a folder, plain or packed. */
    Optional<Path> in(Path folder) {
        for (String ending : new String[] {"", ".gz"}) {
            Path file = folder.resolve(fileName + ending);
            if (Files.isRegularFile(file)) {
                return Optional.of(file);
            }
        }
        return Optional.empty();
    }

    /** Whether these unpacked bytes are MNIST's. */
    boolean isGenuine(byte[] bytes) {
        MessageDigest digest = sha256();
        digest.update(bytes);
        return isGenuine(digest);
    }

    boolean isGenuine(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest()).equals(sha256);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    Idx read(Path file, byte[] bytes) throws IOException {
        return Idx.parse(file, bytes, axes);
    }
}
