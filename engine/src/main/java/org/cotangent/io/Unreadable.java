package org.cotangent.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The error messages of this package: what was read, why it cannot be, where, what to try. */
final class Unreadable {
    private Unreadable() {}

    /**
     * A file that is not as it should be.
     *
     * @param what the file, or the array in it
     * @param why what is wrong
     * @param where in which part of it; may be empty
     * @param advice what to try
     */
    static IOException of(String what, String why, String where, String advice) {
        String origin = where.isEmpty() ? "" : "; " + where;
        return new IOException("read " + what + ": " + why + origin + ". Try: " + advice);
    }

    /** A file that could not even be opened. */
    static IOException unopened(Path file, IOException cause) {
        String why = Files.isDirectory(file)
                ? "it is a folder"
                : Files.notExists(file) ? "there is no such file" : "the system says " + cause.getMessage();
        IOException refusal = of(file.toString(), why, "", "another path, or the permissions of this one");
        refusal.initCause(cause);
        return refusal;
    }
}
