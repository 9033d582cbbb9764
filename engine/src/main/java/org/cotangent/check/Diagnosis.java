package org.cotangent.check;

import java.util.List;
import java.util.Locale;

/**
 * One thing that a check found: where, how much, and why.
 *
 * @param cause the likely cause
 * @param order 1 for the gradient, 2 for the gradient of the gradient
 * @param input which argument
 * @param index which of its elements, one number for each axis
 * @param outputIndex which element of the result, one number for each axis
 * @param analytic the derivative that the rule gives
 * @param numeric the derivative that differences give
 * @param left the derivative from the left
 * @param right the derivative from the right
 * @param explanation one sentence on the cause
 * @param replay a line of Java that repeats the check
 */
public record Diagnosis(
        Cause cause,
        int order,
        int input,
        List<Integer> index,
        List<Integer> outputIndex,
        double analytic,
        double numeric,
        double left,
        double right,
        String explanation,
        String replay) {

    /** Copies the indices. */
    public Diagnosis {
        index = List.copyOf(index);
        outputIndex = List.copyOf(outputIndex);
    }

    /**
     * How far apart the two derivatives are.
     *
     * @return the difference divided by the larger of the two
     */
    public double relativeError() {
        double larger = Math.max(Math.abs(analytic), Math.abs(numeric));
        return larger == 0 ? 0 : Math.abs(analytic - numeric) / larger;
    }

    /** The same finding, explained in another way. */
    Diagnosis because(Cause other, String reason) {
        return new Diagnosis(
                other, order, input, index, outputIndex, analytic, numeric, left, right, reason, replay);
    }

    @Override
    public String toString() {
        String where = order == 1 ? "" : order == 2 ? ", in the gradient of the gradient" : ", at order " + order;
        return String.format(
                Locale.ROOT,
                """
                input %d%s, output %s%s: the rule says %.9g, differences say %.9g (relative error %.2g; left %.9g, right %.9g)
                  likely cause: %s. %s
                  again: %s""",
                input,
                index,
                outputIndex,
                where,
                analytic,
                numeric,
                relativeError(),
                left,
                right,
                cause,
                explanation,
                replay);
    }
}
