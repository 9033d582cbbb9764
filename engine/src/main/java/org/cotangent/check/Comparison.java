package org.cotangent.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.cotangent.shape.Shape;
import org.jspecify.annotations.Nullable;

/** The comparison of one gradient with differences, at one order and one point. */
final class Comparison {
    private final Subject subject;
    private final double[][] x;
    private final double tolerance;
    private final int order;
    private final RandomGenerator random;
    private final List<Diagnosis> remarks = new ArrayList<>();
    private long comparisons;

    /** An element of an argument. */
    record Place(int input, int element) {}

    /** An entry of the Jacobian that differs, with all that is known of it. */
    record Mismatch(
            int input,
            int element,
            int output,
            double analytic,
            double numeric,
            double left,
            double right,
            boolean jump,
            boolean float32) {}

    Comparison(Subject subject, double[][] x, double tolerance, int order, RandomGenerator random) {
        this.subject = subject;
        this.x = x;
        this.tolerance = tolerance;
        this.order = order;
        this.random = random;
    }

    /** Every entry of the Jacobian; linearity in the cotangent; the same again; and a point nearby. */
    Verdict full() {
        Subject.Recorded here;
        Jacobian analytic;
        double[] u;
        double[][] pulled;
        try {
            here = subject.record(x);
            u = normals(here.value().length);
            pulled = here.pullBack(u);
            Verdict noFunction = sameAgain(here, u, pulled);
            noFunction = noFunction != null ? noFunction : scales(here, u, pulled);
            if (noFunction != null) {
                return noFunction;
            }
            analytic = Jacobian.of(subject, here);
        } catch (RuntimeException | StackOverflowError failure) {
            return ruleFailed(failure);
        }
        Verdict bent = addsUp(analytic, here, u, pulled);
        if (bent != null) {
            return bent;
        }
        Differences differences = new Differences(subject, x, here.value(), coarse(here));
        Jacobian numeric = new Jacobian(subject.shapes(), here.shape());
        List<Mismatch> mismatches = compare(here, analytic, numeric, differences);
        return new Verdict(
                mismatches.isEmpty() ? List.of() : diagnose(analytic, numeric, mismatches), remarks, comparisons);
    }

    /** Whether to allow for float32's rounding: only when somebody asked for a tolerance that goes with it. */
    private boolean coarse(Subject.Recorded here) {
        return tolerance >= 1e-4 && (here.isFloat32() || Differences.isFloat32(here.value()));
    }

    private double[] normals(int n) {
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = random.nextGaussian();
        }
        return values;
    }

    // ---- the entries ------------------------------------------------------------------------------------------------

    private List<Mismatch> compare(
            Subject.Recorded here, Jacobian analytic, Jacobian numeric, Differences differences) {
        List<Mismatch> mismatches = new ArrayList<>();
        for (int input = 0; input < x.length; input++) {
            for (int element = 0; element < x[input].length; element++) {
                Differences.Estimate[] column = differences.column(input, element);
                boolean suspect = false;
                for (int output = 0; output < column.length; output++) {
                    double a = analytic.at(output, input, element);
                    numeric.set(output, input, element, column[output].value());
                    suspect |= !agree(a, column[output]);
                    comparisons++;
                }
                if (suspect) {
                    closer(here, input, element, analytic, numeric, differences, column, mismatches);
                }
            }
        }
        return mismatches;
    }

    private boolean agree(double analytic, Differences.Estimate numeric) {
        double larger = Math.max(Math.abs(analytic), Math.abs(numeric.value()));
        return Math.abs(analytic - numeric.value()) <= tolerance * larger + numeric.error();
    }

    /** A closer look at a column with an entry that does not agree: more steps, and each side by itself. */
    private void closer(
            Subject.Recorded here,
            int input,
            int element,
            Jacobian analytic,
            Jacobian numeric,
            Differences differences,
            Differences.Estimate[] column,
            List<Mismatch> mismatches) {
        Differences.Estimate[] best = differences.bestColumn(input, element);
        Differences.Estimate[] left = differences.oneSided(input, element, -1);
        Differences.Estimate[] right = differences.oneSided(input, element, +1);
        boolean float32 = here.isFloat32() || differences.isFloat32(input, element);
        for (int output = 0; output < best.length; output++) {
            double a = analytic.at(output, input, element);
            if (agree(a, column[output])) {
                continue;
            }
            double size = differences.magnitude();
            boolean usable = best[output].isUsable(size);
            if (usable) {
                numeric.set(output, input, element, best[output].value());
                if (agree(a, best[output])) {
                    continue;
                }
            }
            boolean jump = differences.jumps(input, element, output);
            double l = left[output].isUsable(size) ? left[output].value() : Double.NaN;
            double r = right[output].isUsable(size) ? right[output].value() : Double.NaN;
            double n = usable ? best[output].value() : column[output].value();
            if (Double.isNaN(n) || Double.isInfinite(n)) {
                n = Double.isNaN(l) ? r : l; // at the border of the domain one side is all there is
                numeric.set(output, input, element, n);
                if (agree(a, new Differences.Estimate(n, Double.isNaN(l) ? right[output].error() : left[output].error()))) {
                    continue;
                }
            }
            Mismatch entry = new Mismatch(input, element, output, a, n, l, r, jump, float32);
            if (jump && order > 1) {
                // Order 1 has compared this gradient with the function: where it jumps, the function has a kink.
                remarks.add(diagnosis(
                        Cause.NOT_DIFFERENTIABLE, entry, "The function has a kink here, so its gradient jumps."));
                numeric.set(output, input, element, a);
            } else if (!jump && !float32 && isSubgradient(entry)) {
                remarks.add(diagnosis(
                        Cause.KINK_INSIDE_STEP,
                        entry,
                        "Left and right derivative differ, and the rule's value lies between them: a subgradient."));
                numeric.set(output, input, element, a);
            } else {
                mismatches.add(entry);
            }
        }
    }

    /** Between a left and a right derivative that differ, every value is as good as another. */
    private boolean isSubgradient(Mismatch entry) {
        double l = entry.left;
        double r = entry.right;
        double margin = 1e-6 * Math.max(Math.abs(l), Math.abs(r));
        return Math.abs(l - r) > 1e-3 * Math.max(Math.abs(l), Math.abs(r))
                && entry.analytic >= Math.min(l, r) - margin
                && entry.analytic <= Math.max(l, r) + margin;
    }

    // ---- what differences cannot see --------------------------------------------------------------------------------

    /** A function and a rule give the same again, whatever was computed in between. */
    private @Nullable Verdict sameAgain(
            Subject.Recorded here, double[] u, double[][] pulled) {
        double[] value = here.value();
        double[] again = subject.value(x);
        for (int j = 0; j < value.length; j++) {
            if (Double.doubleToLongBits(value[j]) != Double.doubleToLongBits(again[j])) {
                return restless(0, 0, j, value[j], again[j], "Two runs of the function at the same point differ.");
            }
        }
        subject.record(nearby()).pullBack(u); // whoever saves something of the last call now has the wrong thing
        Place changed = difference(pulled, here.pullBack(u));
        if (changed == null) {
            changed = difference(pulled, subject.record(x).pullBack(u));
        }
        if (changed == null) {
            return null;
        }
        double[][] other = subject.record(x).pullBack(u);
        return restless(
                changed.input,
                changed.element,
                0,
                pulled[changed.input][changed.element],
                other[changed.input][changed.element],
                "Two gradients at the same point differ: the rule draws random numbers, or uses what another call saved.");
    }

    private static @Nullable Place difference(double[][] a, double[][] b) {
        for (int k = 0; k < a.length; k++) {
            for (int i = 0; i < a[k].length; i++) {
                if (Double.doubleToLongBits(a[k][i]) != Double.doubleToLongBits(b[k][i])) {
                    return new Place(k, i);
                }
            }
        }
        return null;
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

    private Verdict restless(int input, int element, int output, double first, double second, String what) {
        Mismatch entry = new Mismatch(input, element, output, first, second, Double.NaN, Double.NaN, false, false);
        return Verdict.wrong(diagnosis(Cause.DEPENDS_ON_STATE, entry, what));
    }

    /** A pull-back is linear: that of 0 is 0, and that of 1024 u is 1024 times that of u (exactly, in binary). */
    private @Nullable Verdict scales(Subject.Recorded here, double[] u, double[][] pulled) {
        double[][] ofZero = here.pullBack(new double[u.length]);
        double[][] ofMore = here.pullBack(Arrays.stream(u).map(each -> 1024 * each).toArray());
        for (int k = 0; k < x.length; k++) {
            for (int i = 0; i < x[k].length; i++) {
                double expected = 1024 * pulled[k][i];
                comparisons++;
                if (!Double.isFinite(expected)) {
                    continue; // the comparison with differences says where
                }
                if (ofZero[k][i] != 0) {
                    return bent(k, i, ofZero[k][i], 0, "The gradient for u = 0 is not 0: the rule does not use g.");
                }
                if (!(Math.abs(ofMore[k][i] - expected) <= 1e-10 * Math.abs(expected) + Double.MIN_NORMAL)) {
                    return bent(
                            k,
                            i,
                            ofMore[k][i],
                            expected,
                            "The gradient for 1024 u is not 1024 times that for u: the rule clips or bends g.");
                }
            }
        }
        return null;
    }

    /** And that of a random u is the same combination of those of the unit vectors. */
    private @Nullable Verdict addsUp(Jacobian analytic, Subject.Recorded here, double[] u, double[][] pulled) {
        double largest = Arrays.stream(u).map(Math::abs).max().orElse(0);
        double magnitude = Math.max(1, Arrays.stream(here.value()).map(Math::abs).max().orElse(0));
        for (int k = 0; k < x.length; k++) {
            double rounding = 1e-14 * largest * (analytic.largest(k) + magnitude);
            for (int i = 0; i < x[k].length; i++) {
                double expected = 0;
                double size = 0;
                for (int j = 0; j < u.length; j++) {
                    double term = u[j] * analytic.at(j, k, i);
                    expected += term;
                    size += Math.abs(term);
                }
                comparisons++;
                if (Double.isFinite(size)
                        && !(Math.abs(pulled[k][i] - expected) <= Math.max(tolerance, 1e-10) * size + rounding)) {
                    return bent(
                            k,
                            i,
                            pulled[k][i],
                            expected,
                            "A general upstream gradient u does not give u^T J: the rule takes g apart.");
                }
            }
        }
        return null;
    }

    private Verdict bent(int input, int element, double found, double expected, String what) {
        Mismatch entry = new Mismatch(input, element, 0, found, expected, Double.NaN, Double.NaN, false, false);
        return Verdict.wrong(diagnosis(Cause.NOT_LINEAR_IN_COTANGENT, entry, what));
    }

    private Verdict ruleFailed(Throwable failure) {
        Mismatch entry =
                new Mismatch(0, 0, 0, Double.NaN, Double.NaN, Double.NaN, Double.NaN, false, false);
        return Verdict.wrong(diagnosis(Cause.RULE_FAILED, entry, String.valueOf(failure)));
    }

    // ---- what it means ----------------------------------------------------------------------------------------------

    /** One diagnosis for each argument with a wrong gradient: its worst entry, and the cause for all of them. */
    private List<Diagnosis> diagnose(Jacobian analytic, Jacobian numeric, List<Mismatch> mismatches) {
        List<Diagnosis> found = new ArrayList<>();
        for (int input = 0; input < x.length; input++) {
            int k = input;
            List<Mismatch> here =
                    mismatches.stream().filter(each -> each.input == k).toList();
            if (here.isEmpty()) {
                continue;
            }
            Mismatch worst = here.getFirst();
            for (Mismatch each : here) {
                if (Math.abs(each.analytic - each.numeric) > Math.abs(worst.analytic - worst.numeric)) {
                    worst = each;
                }
            }
            Suspects.Finding finding = new Suspects(analytic, numeric, input, x[input], here).finding();
            found.add(diagnosis(finding.cause(), worst, finding.explanation()));
        }
        return found;
    }

    private Diagnosis diagnosis(Cause cause, Mismatch entry, String explanation) {
        Shape[] shapes = subject.shapes();
        Shape shape = entry.input < shapes.length ? shapes[entry.input] : Shape.SCALAR;
        Shape output;
        try {
            output = subject.record(x).shape();
        } catch (RuntimeException | StackOverflowError failure) {
            output = Shape.SCALAR;
        }
        return new Diagnosis(
                cause,
                order,
                shapes.length == 0 ? 0 : subject.position(entry.input),
                Jacobian.place(shape, entry.element),
                Jacobian.place(output, entry.output),
                entry.analytic,
                entry.numeric,
                entry.left,
                entry.right,
                explanation,
                subject.replay());
    }

    // ---- fast -------------------------------------------------------------------------------------------------------

    /**
     * Random projections {@code u^T J v}, one for each argument and one for all together, and a sample of elements by
     * themselves.
     *
     * @return whether everything agreed
     */
    boolean projectionsAgree(int sample) {
        Subject.Recorded here = subject.record(x);
        double[] u = normals(here.value().length);
        double[][] pulled = here.pullBack(u);
        if (sameAgain(here, u, pulled) != null || scales(here, u, pulled) != null) {
            return false;
        }
        Subject weighted = new Weighted(subject, u, here.shape());
        Differences differences = new Differences(weighted, x, weighted.value(x), coarse(here));
        for (int k = -1; k < x.length; k++) {
            double[][] direction = new double[x.length][];
            double expected = 0;
            for (int i = 0; i < x.length; i++) {
                direction[i] = k < 0 || k == i ? normals(x[i].length) : new double[x[i].length];
                for (int e = 0; e < direction[i].length; e++) {
                    expected += pulled[i][e] * direction[i][e];
                }
            }
            comparisons++;
            if (!agree(expected, differences.along(direction)) && !agree(expected, differences.bestAlong(direction))) {
                return false;
            }
        }
        for (Place place : sampled(sample)) {
            comparisons++;
            if (!agree(pulled[place.input][place.element], differences.column(place.input, place.element)[0])) {
                return false;
            }
        }
        return true;
    }

    /** Of each argument the smallest, the largest and the one nearest to zero, and others at random. */
    private Set<Place> sampled(int sample) {
        Set<Place> places = new HashSet<>();
        for (int k = 0; k < x.length; k++) {
            double[] values = x[k];
            if (values.length == 0) {
                continue;
            }
            int low = 0;
            int high = 0;
            int zero = 0;
            for (int i = 1; i < values.length; i++) {
                low = values[i] < values[low] ? i : low;
                high = values[i] > values[high] ? i : high;
                zero = Math.abs(values[i]) < Math.abs(values[zero]) ? i : zero;
            }
            for (int i : new int[] {low, high, zero}) {
                places.add(new Place(k, i));
            }
            for (int n = 0; n < Math.min(sample, values.length); n++) {
                places.add(new Place(k, random.nextInt(values.length)));
            }
        }
        return places;
    }

    long comparisons() {
        return comparisons;
    }
}
