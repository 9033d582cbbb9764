package org.cotangent.check;

/**
 * An entry of the Jacobian that differs, with all that is known of it.
 *
 * @param input which argument
 * @param element which of its elements
 * @param output which element of the result
 * @param analytic the rule's derivative
 * @param numeric the derivative by differences
 * @param left the derivative from the left, NaN when there is none
 * @param right the derivative from the right, NaN when there is none
 * @param jump whether the function jumps there
 * @param float32 whether the function rounds to float32
 */
record Mismatch(
        int input,
        int element,
        int output,
        double analytic,
        double numeric,
        double left,
        double right,
        boolean jump,
        boolean float32) {

    /** Two numbers that should be equal, where no difference was taken. */
    static Mismatch plain(Place place, double found, double expected) {
        return new Mismatch(
                place.input(), place.element(), 0, found, expected, Double.NaN, Double.NaN, false, false);
    }

    double distance() {
        return Math.abs(analytic - numeric);
    }
}
