package org.cotangent.io;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes a file so that it is either the old one or the whole new one, whatever happens on the way. */
public final class WholeFile {
    private WholeFile() {}

    /** What a file shall hold. */
    @FunctionalInterface
    public interface Content {
        /**
         * Writes all of it.
         *
         * @param out where to; closed by the caller
         * @throws IOException when it cannot be written
         */
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Writes beside the file, and then moves what was written to its place in one step.
     *
     * @param file its path; what a symbolic link leads to is replaced, not the link
     * @param content what it shall hold
     * @throws IOException when it cannot be written; the old file is then as it was, and nothing lies beside it
     */
    public static void write(Path file, Content content) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            // a device or a pipe cannot be replaced, and a folder is refused here
            try (OutputStream out = Files.newOutputStream(file)) {
                content.writeTo(out);
            }
            return;
        }
        Path target = Files.exists(file) ? file.toRealPath() : file;
        // a name of this thread's own: two that save the same file at once do not write into one another's
        String own = ProcessHandle.current().pid() + "-" + Thread.currentThread().threadId();
        Path part = target.resolveSibling(target.getFileName() + "." + own + ".part");
        try {
            try (OutputStream out = Files.newOutputStream(part)) {
                content.writeTo(out);
            }
            move(part, target);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static void move(Path part, Path target) throws IOException {
        try {
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
