package org.cotangent.experiments.result;

import org.cotangent.shape.Complaint;

/**
 * One row of the table ours / reference.
 *
 * @param name what is compared
 * @param ours our value: a {@link Double}, {@link Long} or {@link String}
 * @param reference the value it should have, of the same type
 * @param source where the reference comes from
 * @param tolerance how far apart they may be
 * @param ok whether they are near enough
 */
public record Reference(
        String name, Object ours, Object reference, String source, Tolerance tolerance, boolean ok) {

    /**
     * Compares two numbers.
     *
     * @param name what is compared
     * @param ours our value
     * @param reference the value it should have
     * @param source where the reference comes from
     * @param tolerance how far apart they may be
     * @return the row
     */
    public static Reference of(String name, double ours, double reference, String source, Tolerance tolerance) {
        return new Reference(name, ours, reference, source, tolerance, tolerance.holds(ours, reference));
    }

    /**
     * Compares two counts; they must be equal.
     *
     * @param name what is compared
     * @param ours our value
     * @param reference the value it should have
     * @param source where the reference comes from
     * @return the row
     */
    public static Reference of(String name, long ours, long reference, String source) {
        return new Reference(name, ours, reference, source, Tolerance.exact(), ours == reference);
    }

    /**
     * Compares two texts; they must be equal.
     *
     * @param name what is compared
     * @param ours our text
     * @param reference the text it should be
     * @param source where the reference comes from
     * @return the row
     */
    public static Reference of(String name, String ours, String reference, String source) {
        return new Reference(name, ours, reference, source, Tolerance.exact(), ours.equals(reference));
    }

    /**
     * Compares two arrays in one row, which shows the element that is farthest from its reference.
     *
     * @param name what is compared; the row adds which element it shows
     * @param ours our values
     * @param reference the values they should have, as many
     * @param source where the reference comes from
     * @param tolerance how far apart each pair may be
     * @return the row; it is ok when every pair is
     */
    public static Reference ofWorst(
            String name, double[] ours, double[] reference, String source, Tolerance tolerance) {
        if (ours.length != reference.length || ours.length == 0) {
            throw Complaint.about("reference row \"" + name + "\"")
                    .because("we have " + ours.length + " values and the reference has " + reference.length)
                    .hint("two arrays of the same length, of one value at least")
                    .argument();
        }
        int worst = 0;
        for (int i = 1; i < ours.length; i++) {
            if (badness(tolerance, ours[i], reference[i]) > badness(tolerance, ours[worst], reference[worst])) {
                worst = i;
            }
        }
        return of(
                name + " (worst of " + ours.length + ": number " + worst + ")",
                ours[worst],
                reference[worst],
                source,
                tolerance);
    }

    private static double badness(Tolerance tolerance, double ours, double reference) {
        if (tolerance.holds(ours, reference)) {
            return Double.isNaN(ours) || ours == reference
                    ? Double.NEGATIVE_INFINITY
                    : tolerance.excess(ours, reference);
        }
        return Math.max(tolerance.excess(ours, reference), Double.MIN_VALUE);
    }

    /**
     * Our value as the tables print it.
     *
     * @return with as many digits as it takes to tell it from the reference
     */
    public String oursText() {
        return alike() ? String.valueOf(ours) : Numbers.text(ours);
    }

    /**
     * The reference as the tables print it.
     *
     * @return with as many digits as it takes to tell it from ours
     */
    public String referenceText() {
        return alike() ? String.valueOf(reference) : Numbers.text(reference);
    }

    /** Two values that differ but would read the same. */
    private boolean alike() {
        return !ours.equals(reference) && Numbers.text(ours).equals(Numbers.text(reference));
    }
}
