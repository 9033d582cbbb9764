package org.cotangent.bench;

import java.util.function.Supplier;

/**
 * The command line of a program here, word by word.
 *
 * <p>What cannot be followed is an {@link IllegalArgumentException} with one sentence, which {@link #read} prints before it ends
 * the program with exit code 2. The script that starts the program gives its own name in the system property {@code program}.
 */
public final class CommandLine {
    private final String[] words;
    private int next;
    private String word = "";

    /**
     * Begins at the first word.
     *
     * @param words as the program got them
     */
    public CommandLine(String... words) {
        this.words = words.clone();
    }

    /**
     * Whether there are words left.
     *
     * @return false at the end
     */
    public boolean hasNext() {
        return next < words.length;
    }

    /**
     * The next word: an option, or something to do.
     *
     * @return as it was written
     */
    public String next() {
        word = words[next++];
        return word;
    }

    /**
     * The value of the option that was read last.
     *
     * @return the word after it
     */
    public String value() {
        if (!hasNext()) {
            throw new IllegalArgumentException(word + " lacks its value");
        }
        return words[next++];
    }

    /**
     * The value of the option that was read last, a whole number.
     *
     * @return 1 or more
     */
    public int number() {
        return number(value());
    }

    /**
     * The values of the option that was read last, whole numbers with commas between them.
     *
     * @return each 1 or more
     */
    public int[] numbers() {
        String[] each = value().split(",", -1);
        int[] numbers = new int[each.length];
        for (int i = 0; i < each.length; i++) {
            numbers[i] = number(each[i]);
        }
        return numbers;
    }

    private int number(String text) {
        int number = 0;
        try {
            number = Integer.parseInt(text);
        } catch (NumberFormatException notOne) {
            // refused below, as 0 is
        }
        if (number < 1) {
            throw new IllegalArgumentException(word + " takes whole numbers from 1 on, and '" + text + "' is none");
        }
        return number;
    }

    /**
     * The value of the option that was read last, a time.
     *
     * @return seconds, 0 or more
     */
    public double seconds() {
        String text = value();
        double seconds = Double.NaN;
        try {
            seconds = Double.parseDouble(text);
        } catch (NumberFormatException notOne) {
            // refused below, as NaN is
        }
        if (!(seconds >= 0)) {
            throw new IllegalArgumentException(word + " takes seconds, and '" + text + "' is no number of them");
        }
        return seconds;
    }

    /**
     * Reads a command line, or ends the program.
     *
     * @param reading throws {@link IllegalArgumentException} for what it does not understand
     * @return what was read
     * @param <T> of it
     */
    public static <T> T read(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (IllegalArgumentException wrong) {
            throw refuse(String.valueOf(wrong.getMessage()));
        }
    }

    /** Says it and ends the program; the result only tells the compiler so. */
    static IllegalStateException refuse(String why) {
        System.err.println(System.getProperty("program", "bench") + ": " + why);
        System.exit(2);
        return new IllegalStateException(why);
    }
}
