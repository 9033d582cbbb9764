package org.cotangent.check;

import java.util.random.RandomGenerator;
import org.cotangent.shape.Shape;

/**
 * One gradient at one order and one point: what is checked, how closely, and how a finding is written down.
 *
 * @param subject the function and its gradient
 * @param x the point
 * @param tolerance the largest relative error
 * @param order 1, or how often it is a gradient itself
 * @param random draws cotangents and directions
 */
record Case(Subject subject, double[][] x, double tolerance, int order, RandomGenerator random) {
    /** The same gradient at another point. */
    Case at(double[][] point) {
        return new Case(subject, point, tolerance, order, random);
    }

    /** A point that differs a little in every element, on the same side of every kink that is not very near. */
    double[][] nearby() {
        double[][] moved = new double[x.length][];
        for (int k = 0; k < x.length; k++) {
            moved[k] = x[k].clone();
            for (int i = 0; i < moved[k].length; i++) {
                moved[k][i] *= 1 + random.nextDouble(0x1p-9, 0x1p-7);
            }
        }
        return moved;
    }

    double[] normals(int n) {
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = random.nextGaussian();
        }
        return values;
    }

    boolean agree(double analytic, Differences.Estimate numeric) {
        double larger = Math.max(Math.abs(analytic), Math.abs(numeric.value()));
        return Math.abs(analytic - numeric.value()) <= tolerance * larger + numeric.error();
    }

    /** Whether to allow for float32's rounding: only when somebody asked for a tolerance that goes with it. */
    boolean allowsForFloat32(Subject.Recorded here) {
        return tolerance >= 1e-4 && (here.isFloat32() || Differences.isFloat32(here.value()));
    }

    Diagnosis diagnosis(Cause cause, Mismatch entry, Shape output, String explanation) {
        return new Diagnosis(
                cause,
                order,
                subject.position(entry.input()),
                Jacobian.place(subject.shapes()[entry.input()], entry.element()),
                Jacobian.place(output, entry.output()),
                entry.analytic(),
                entry.numeric(),
                entry.left(),
                entry.right(),
                explanation,
                subject.replay());
    }
}
