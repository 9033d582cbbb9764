package org.cotangent.check;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What differences cannot see: whether the pull-back {@code u -> u^T J} is a function at all, and a linear one. Every test
 * returns null when there is nothing to say.
 */
final class PullBack {
    private final Case question;
    private final Subject.Recorded here;
    private final double[] u;
    private final double[][] pulled;

    /** Records the function at the point and pulls a random cotangent back. */
    PullBack(Case question, Subject.Recorded here) {
        this.question = question;
        this.here = here;
        this.u = question.normals(here.value().length);
        this.pulled = here.pullBack(u);
    }

    double[] cotangent() {
        return u;
    }

    double[][] gradients() {
        return pulled;
    }

    /** The same again, whatever is computed in between; 0 for 0; and in proportion. */
    @Nullable Diagnosis strange() {
        Diagnosis restless = restless();
        return restless != null ? restless : bent();
    }

    private @Nullable Diagnosis restless() {
        Subject subject = question.subject();
        double[] value = here.value();
        double[] again = subject.value(question.x());
        for (int j = 0; j < value.length; j++) {
            if (Double.doubleToLongBits(value[j]) != Double.doubleToLongBits(again[j])) {
                return question.diagnosis(
                        Cause.DEPENDS_ON_STATE,
                        new Mismatch(0, 0, j, value[j], again[j], Double.NaN, Double.NaN, false, false),
                        here.shape(),
                        "Two runs of the function at the same point differ.");
            }
        }
        subject.record(question.nearby()).pullBack(u); // what was saved of the last call is now another's
        Diagnosis changed = changed(here.pullBack(u));
        return changed != null ? changed : changed(subject.record(question.x()).pullBack(u));
    }

    private @Nullable Diagnosis changed(double[][] again) {
        for (int k = 0; k < pulled.length; k++) {
            for (int i = 0; i < pulled[k].length; i++) {
                if (Double.doubleToLongBits(pulled[k][i]) != Double.doubleToLongBits(again[k][i])) {
                    return question.diagnosis(
                            Cause.DEPENDS_ON_STATE,
                            Mismatch.plain(new Place(k, i), pulled[k][i], again[k][i]),
                            here.shape(),
                            "Two gradients at the same point differ: the rule draws random numbers, or uses what"
                                    + " another call saved.");
                }
            }
        }
        return null;
    }

    /** A factor of 1024 is exact in binary. */
    private @Nullable Diagnosis bent() {
        double[][] ofZero = here.pullBack(new double[u.length]);
        double[][] ofMore = here.pullBack(Arrays.stream(u).map(each -> 1024 * each).toArray());
        for (int k = 0; k < pulled.length; k++) {
            for (int i = 0; i < pulled[k].length; i++) {
                double expected = 1024 * pulled[k][i];
                if (!Double.isFinite(expected)) {
                    continue; // the comparison with differences says where
                }
                Place place = new Place(k, i);
                if (ofZero[k][i] != 0) {
                    return notLinear(
                            Mismatch.plain(place, ofZero[k][i], 0),
                            "The gradient for u = 0 is not 0: the rule does not use g.");
                }
                if (!(Math.abs(ofMore[k][i] - expected) <= 1e-10 * Math.abs(expected) + Double.MIN_NORMAL)) {
                    return notLinear(
                            Mismatch.plain(place, ofMore[k][i], expected),
                            "The gradient for 1024 u is not 1024 times that for u: the rule clips or bends g.");
                }
            }
        }
        return null;
    }

    /** The pull-back of a random u is the same combination of those of the unit vectors. */
    @Nullable Diagnosis notTheSumOf(Jacobian jacobian) {
        double largest = Arrays.stream(u).map(Math::abs).max().orElse(0);
        double magnitude = Math.max(1, Arrays.stream(here.value()).map(Math::abs).max().orElse(0));
        for (int k = 0; k < pulled.length; k++) {
            double rounding = 1e-14 * largest * (jacobian.largest(k) + magnitude);
            for (int i = 0; i < pulled[k].length; i++) {
                double expected = 0;
                double size = 0;
                for (int j = 0; j < u.length; j++) {
                    double term = u[j] * jacobian.at(j, k, i);
                    expected += term;
                    size += Math.abs(term);
                }
                double margin = Math.max(question.tolerance(), 1e-10) * size + rounding;
                if (Double.isFinite(size) && !(Math.abs(pulled[k][i] - expected) <= margin)) {
                    return notLinear(
                            Mismatch.plain(new Place(k, i), pulled[k][i], expected),
                            "A general upstream gradient u does not give u^T J: the rule takes g apart.");
                }
            }
        }
        return null;
    }

    private Diagnosis notLinear(Mismatch entry, String explanation) {
        return question.diagnosis(Cause.NOT_LINEAR_IN_COTANGENT, entry, here.shape(), explanation);
    }
}
