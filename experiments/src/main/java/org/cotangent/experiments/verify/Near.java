package org.cotangent.experiments.verify;

import org.cotangent.Tensor;
import org.cotangent.kernel.DType;
import org.jspecify.annotations.Nullable;

/**
 * How near a value must be to its reference.
 *
 * <p>In float64 it may be off by 1e-9 of the largest value of its tensor, or by 1e-12; in float32 by a number of units of
 * {@code eps x max(1, largest value)}. NaN and infinity must stand in the same places.
 */
final class Near {
    /** Units that float32 is allowed where nothing else is known. */
    static final double FLOAT32_UNITS = 8;

    private Near() {}

    /** How far a value may be off. */
    static double allowed(double[] reference, DType type, double units) {
        double largest = 0;
        for (double each : reference) {
            largest = Double.isFinite(each) ? Math.max(largest, Math.abs(each)) : largest;
        }
        return type == DType.FLOAT64
                ? Math.max(1e-9 * largest, 1e-12)
                : units * DType.FLOAT32.eps() * Math.max(1, largest);
    }

    static boolean near(double a, double b, double allowed) {
        return (Double.isFinite(a) && Double.isFinite(b))
                ? Math.abs(a - b) <= allowed
                : Double.compare(a, b) == 0;
    }

    /** Null when all values are near, else which is not. */
    static @Nullable String difference(String what, double[] mine, double[] reference, double allowed) {
        if (mine.length != reference.length) {
            return what + " has " + mine.length + " elements, expected " + reference.length;
        }
        for (int i = 0; i < mine.length; i++) {
            if (!near(mine[i], reference[i], allowed)) {
                return what + " [" + i + "] is " + mine[i] + ", expected " + reference[i] + " within " + allowed;
            }
        }
        return null;
    }

    /** Null when a tensor has the reference's shape and its values are near, else what is not so. */
    static @Nullable String difference(String what, Tensor mine, Tensor reference, double units) {
        if (!mine.shape().equals(reference.shape())) {
            return what + " has shape " + mine.shape() + ", expected " + reference.shape();
        }
        double[] expected = reference.toDoubles();
        return difference(what, mine.toDoubles(), expected, allowed(expected, reference.dtype(), units));
    }

    /** Null when two texts are equal, else where they part. */
    static @Nullable String difference(String what, String mine, String reference) {
        if (mine.equals(reference)) {
            return null;
        }
        String[] ours = mine.split("\n", -1);
        String[] expected = reference.split("\n", -1);
        int line = 0;
        while (line < Math.min(ours.length, expected.length) && ours[line].equals(expected[line])) {
            line++;
        }
        return what + " is, in line " + (line + 1) + ", \"" + (line < ours.length ? ours[line] : "(nothing)")
                + "\", expected \"" + (line < expected.length ? expected[line] : "(nothing)") + "\"";
    }
}
