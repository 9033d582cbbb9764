package org.cotangent;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What is known of an operation besides how it runs: name, formula, whether it has a derivative, and its rows of checks.
 *
 * <p>All entries together are the list of operations ({@link #all()}), from which the tests, the benchmarks and the docs are
 * derived.
 *
 * @param name in Java's case, such as {@code logSoftmax}
 * @param formula one line, such as {@code y = tanh x}
 * @param derivative whether there is one
 * @param examples at least one row
 */
public record Entry(String name, String formula, Derivative derivative, List<Example> examples) {
    /** Whether an operation has a derivative. */
    public enum Derivative {
        /** The rule is the derivative. */
        EXACT,
        /** The rule is deliberately something else, as in feedback alignment. */
        SURROGATE,
        /** There is none: comparisons, argmax, rounding. */
        ABSENT
    }

    private static final List<Entry> ALL = new CopyOnWriteArrayList<>();

    /** Checks that there is a row. */
    public Entry {
        if (examples.isEmpty()) {
            throw new IllegalArgumentException("operation " + name + " has no example: nothing would check it");
        }
        examples = List.copyOf(examples);
    }

    static Entry of(String name, String formula, Derivative derivative, Example... examples) {
        Entry entry = new Entry(name, formula, derivative, List.of(examples));
        ALL.add(entry);
        return entry;
    }

    static Entry exact(String name, String formula, Example... examples) {
        return of(name, formula, Derivative.EXACT, examples);
    }

    /**
     * Every operation of the engine.
     *
     * @return in the order of the families
     */
    public static List<Entry> all() {
        Tensor.scalar(0); // the families register their entries when Tensor is initialised
        return List.copyOf(ALL);
    }

    @Override
    public String toString() {
        return name;
    }
}
