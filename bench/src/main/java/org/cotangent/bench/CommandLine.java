package org.cotangent.bench;

import java.util.function.Supplier;

/** What the programs here do with a command line that they cannot follow: one sentence, and exit code 2. */
public final class CommandLine {
    private CommandLine() {}

    /**
     * Reads a command line, or ends the program.
     *
     * @param program who asks, for the sentence
     * @param reading throws {@link IllegalArgumentException} for what it does not understand, and {@link
     *     IndexOutOfBoundsException} where the value after an option is missing
     * @return what was read
     * @param <T> of it
     */
    public static <T> T read(String program, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (IndexOutOfBoundsException missing) {
            throw refuse(program, "the last option lacks its value");
        } catch (IllegalArgumentException wrong) {
            throw refuse(program, String.valueOf(wrong.getMessage()));
        }
    }

    /** Says it and ends the program; the result only tells the compiler so. */
    static IllegalStateException refuse(String program, String why) {
        System.err.println(program + ": " + why);
        System.exit(2);
        return new IllegalStateException(why);
    }
}
