package org.cotangent.check;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The answer of a check.
 *
 * @param faults what speaks against the gradient; empty when it is right
 * @param remarks what a reader should know although nothing is wrong, such as a kink at which the rule gives a subgradient
 * @param comparisons how many derivatives were compared
 */
public record Verdict(List<Diagnosis> faults, List<Diagnosis> remarks, long comparisons) {
    /** Copies the lists. */
    public Verdict {
        faults = List.copyOf(faults);
        remarks = List.copyOf(remarks);
    }

    /**
     * A verdict without anything to say.
     *
     * @param comparisons how many derivatives were compared
     * @return correct
     */
    public static Verdict correct(long comparisons) {
        return new Verdict(List.of(), List.of(), comparisons);
    }

    /**
     * A verdict with one fault.
     *
     * @param fault what is wrong
     * @return not correct
     */
    public static Verdict wrong(Diagnosis fault) {
        return new Verdict(List.of(fault), List.of(), 1);
    }

    /**
     * Whether nothing was found against the gradient, and something was compared.
     *
     * @return true when there is no fault
     */
    public boolean isCorrect() {
        return faults.isEmpty() && comparisons > 0;
    }

    /**
     * Ends a test that expects the gradient to be right.
     *
     * @return this
     * @throws AssertionError with the diagnosis, when it is not
     */
    public Verdict orThrow() {
        if (!isCorrect()) {
            throw new AssertionError(toString());
        }
        return this;
    }

    /** Both verdicts as one. */
    Verdict and(Verdict other) {
        return new Verdict(joined(faults, other.faults), joined(remarks, other.remarks), comparisons + other.comparisons);
    }

    private static List<Diagnosis> joined(List<Diagnosis> first, List<Diagnosis> second) {
        List<Diagnosis> all = new java.util.ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    @Override
    public String toString() {
        if (comparisons == 0 && faults.isEmpty()) {
            return "nothing was compared: no argument is a floating-point tensor with an element";
        }
        String head = faults.isEmpty()
                ? "correct: " + comparisons + " derivatives agree"
                : "the gradient is not what the function's differences say";
        return head
                + faults.stream().map(each -> "\n" + each).collect(Collectors.joining())
                + remarks.stream().map(each -> "\nremark: " + each).collect(Collectors.joining());
    }
}
