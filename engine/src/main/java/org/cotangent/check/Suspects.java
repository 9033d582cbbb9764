package org.cotangent.check;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.cotangent.shape.Shape;
import org.jspecify.annotations.Nullable;

/** Looks at a wrong Jacobian beside the right one and says what kind of mistake makes the one of the other. */
final class Suspects {
    private static final double CLOSE = 1e-4;

    private final double[][] rule; // [output element][argument element]
    private final double[][] truth;
    private final Shape input;
    private final Shape output;
    private final double[] x;
    private final List<Mismatch> mismatches;

    /** A cause and why it is the likely one. */
    record Finding(Cause cause, String explanation) {}

    Suspects(
            Jacobian analytic, Jacobian numeric, int input, double[] x, List<Mismatch> mismatches) {
        this.rule = analytic.block(input);
        this.truth = numeric.block(input);
        this.input = analytic.inputShape(input);
        this.output = analytic.outputShape();
        this.x = x;
        this.mismatches = mismatches;
    }

    Finding finding() {
        if (mismatches.stream().allMatch(Mismatch::jump)) {
            return new Finding(
                    Cause.NOT_DIFFERENTIABLE, "The function jumps at this point; move the point.");
        }
        if (mismatches.stream().anyMatch(each -> !Double.isFinite(each.analytic()))) {
            // Where the slope is infinite, the rule cannot but say infinity, or 0 times infinity.
            List<Integer> steep = mismatches.stream()
                    .filter(each -> !Double.isFinite(each.numeric()))
                    .map(Mismatch::element)
                    .toList();
            boolean known = mismatches.stream()
                    .anyMatch(each -> !Double.isFinite(each.analytic()) && !steep.contains(each.element()));
            return known
                    ? new Finding(
                            Cause.NOT_FINITE,
                            "The function has a finite derivative there: 0/0, 0 times infinity or the root of 0 in the rule.")
                    : new Finding(
                            Cause.NOT_DIFFERENTIABLE, "Neither side has a finite derivative; move the point.");
        }
        if (mismatches.stream().allMatch(each -> !Double.isFinite(each.numeric()))) {
            return new Finding(
                    Cause.NOT_DIFFERENTIABLE,
                    "The function has no finite slope or no value next to this point; move the point.");
        }
        if (mismatches.stream().allMatch(Mismatch::float32) && withinFloat32()) {
            return new Finding(
                    Cause.FLOAT32_INPUT,
                    "The function computes in float32, and the difference is within what its rounding does to a"
                            + " difference quotient. Let it compute in float64, or check with tolerance(1e-2).");
        }
        if (all((r, t) -> r == 0) && any(truth)) {
            return new Finding(
                    Cause.ZERO_EVERYWHERE,
                    "The rule returns nothing, or the graph was cut: detach, noGrad, item() or a constant copy.");
        }
        Finding factor = factor();
        if (factor != null) {
            return factor;
        }
        Finding moved = moved();
        if (moved != null) {
            return moved;
        }
        Finding some = missingOrTooMany();
        if (some != null) {
            return some;
        }
        if (isIdentity()) {
            return new Finding(Cause.HANDED_ON, "The rule returns g itself, which is right only for the identity.");
        }
        Finding special = special();
        return special != null ? special : new Finding(Cause.WRONG_VALUE, "None of the usual mistakes explains it.");
    }

    @FunctionalInterface
    private interface Pair {
        boolean test(double rule, double truth);
    }

    private boolean all(Pair test) {
        for (int j = 0; j < rule.length; j++) {
            for (int i = 0; i < rule[j].length; i++) {
                if (!test.test(rule[j][i], truth[j][i])) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean any(double[][] matrix) {
        return Arrays.stream(matrix).flatMapToDouble(Arrays::stream).anyMatch(each -> Math.abs(each) > 1e-9);
    }

    private static boolean close(double a, double b) {
        return Math.abs(a - b) <= CLOSE * Math.max(Math.abs(a), Math.abs(b)) + 1e-8;
    }

    private boolean withinFloat32() {
        return mismatches.stream()
                .allMatch(each -> Math.abs(each.analytic() - each.numeric())
                        <= 1e-2 * Math.max(1, Math.max(Math.abs(each.analytic()), Math.abs(each.numeric()))));
    }

    // ---- a factor ---------------------------------------------------------------------------------------------------

    private @Nullable Finding factor() {
        double dot = 0;
        double square = 0;
        for (int j = 0; j < rule.length; j++) {
            for (int i = 0; i < rule[j].length; i++) {
                dot += rule[j][i] * truth[j][i];
                square += truth[j][i] * truth[j][i];
            }
        }
        if (square == 0) {
            return null;
        }
        double c = dot / square;
        double size = Math.sqrt(square / truth.length);
        if (!all((r, t) -> Math.abs(r - c * t) <= CLOSE * Math.max(Math.abs(r), Math.abs(t)) + CLOSE * size * 1e-2)) {
            return null;
        }
        if (close(c, -1)) {
            return new Finding(Cause.WRONG_SIGN, "Every derivative is the negative of the right one.");
        }
        return new Finding(
                Cause.CONSTANT_FACTOR,
                String.format(Locale.ROOT, "Every derivative is %s times the right one%s.", number(c), meaning(c)));
    }

    private static String number(double c) {
        if (close(c, Math.rint(c))) {
            return String.valueOf(Math.round(c));
        }
        return close(1 / c, Math.rint(1 / c))
                ? (c < 0 ? "-" : "") + "1/" + Math.abs(Math.round(1 / c))
                : String.format(Locale.ROOT, "%.6g", c);
    }

    /** What a factor n or 1/n may be: a number of elements. */
    private String meaning(double c) {
        double n = Math.abs(c) >= 1 ? Math.abs(c) : 1 / Math.abs(c);
        if (close(n, input.size()) && input.size() > 1) {
            return ": n = " + input.size() + " is the number of elements of the argument";
        }
        if (close(n, output.size()) && output.size() > 1) {
            return ": n = " + output.size() + " is the number of elements of the result";
        }
        for (int axis = 0; axis < input.rank(); axis++) {
            if (close(n, input.size(axis)) && input.size(axis) > 1) {
                return ": n = " + input.size(axis) + " is the size of axis " + axis + " of the argument";
            }
        }
        for (int axis = 0; axis < output.rank(); axis++) {
            if (close(n, output.size(axis)) && output.size(axis) > 1) {
                return ": n = " + output.size(axis) + " is the size of axis " + axis + " of the result";
            }
        }
        return "";
    }

    // ---- the right numbers elsewhere --------------------------------------------------------------------------------

    private @Nullable Finding moved() {
        int n = truth.length;
        int width = x.length;
        if (n == width && n > 1 && all(transposedTruth())) {
            return new Finding(
                    Cause.TRANSPOSED,
                    "The rule multiplies with the Jacobian where its transpose belongs, or the reverse.");
        }
        if (input.rank() >= 2) {
            int rows = input.size(-2);
            int columns = input.size(-1);
            int[] swapped = IntStream.range(0, width)
                    .map(i -> {
                        int base = i - i % (rows * columns);
                        int within = i % (rows * columns);
                        return base + within % rows * columns + within / rows;
                    })
                    .toArray();
            int[] back = new int[width];
            for (int i = 0; i < width; i++) {
                back[swapped[i]] = i;
            }
            if (rows > 1 && columns > 1 && (reordered(swapped) || reordered(back))) {
                return new Finding(Cause.TRANSPOSED, "The gradient has its last two axes exchanged.");
            }
        }
        boolean rowsOnly = true;
        boolean columnsOnly = true;
        for (int j = 0; j < n && rowsOnly; j++) {
            rowsOnly = sameNumbers(rule[j], truth[j]);
        }
        for (int i = 0; i < width && columnsOnly; i++) {
            columnsOnly = sameNumbers(column(rule, i), column(truth, i));
        }
        boolean varied = width > 1 || n > 1;
        if (varied && (rowsOnly || columnsOnly)) {
            return new Finding(
                    Cause.WRONG_PLACE,
                    "Each derivative occurs, but at another element: an index off by one, a wrong axis, or an order not undone.");
        }
        return null;
    }

    private static double[] column(double[][] matrix, int i) {
        return Arrays.stream(matrix).mapToDouble(row -> row[i]).toArray();
    }

    private static boolean sameNumbers(double[] a, double[] b) {
        double[] first = a.clone();
        double[] second = b.clone();
        Arrays.sort(first);
        Arrays.sort(second);
        for (int i = 0; i < first.length; i++) {
            if (!close(first[i], second[i])) {
                return false;
            }
        }
        return true;
    }

    private double[][] transposedTruth() {
        int n = truth.length;
        double[][] swapped = new double[n][n];
        for (int j = 0; j < n; j++) {
            for (int i = 0; i < n; i++) {
                swapped[j][i] = truth[i][j];
            }
        }
        return swapped;
    }

    private boolean all(double[][] expected) {
        for (int j = 0; j < rule.length; j++) {
            for (int i = 0; i < rule[j].length; i++) {
                if (!close(rule[j][i], expected[j][i])) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean reordered(int[] order) {
        for (int j = 0; j < rule.length; j++) {
            for (int i = 0; i < order.length; i++) {
                if (!close(rule[j][i], truth[j][order[i]])) {
                    return false;
                }
            }
        }
        return true;
    }

    // ---- terms that are missing, or too many ------------------------------------------------------------------------

    private @Nullable Finding missingOrTooMany() {
        if (all((r, t) -> close(r, t) || Math.abs(t) < 1e-8) && rule.length * x.length > 1) {
            return new Finding(
                    Cause.MISSING_MASK,
                    "Right wherever the function depends on the element, but not zero where it does not.");
        }
        if (all((r, t) -> close(r, t) || r == 0)) {
            // Some derivatives are right and others are zero. Does every element get something from somewhere?
            boolean everyElement = IntStream.range(0, x.length)
                    .allMatch(i -> Arrays.stream(column(truth, i)).allMatch(t -> Math.abs(t) < 1e-8)
                            || Arrays.stream(column(rule, i)).anyMatch(r -> r != 0));
            if (isBroadcast() && everyElement) {
                return new Finding(
                        Cause.MISSING_BROADCAST_SUM,
                        "The argument " + input + " was broadcast to " + output
                                + ", and only some of the elements that it went to count.");
            }
            boolean shared = IntStream.range(0, x.length)
                    .anyMatch(i -> Arrays.stream(column(truth, i))
                                    .filter(t -> Math.abs(t) > 1e-8)
                                    .count()
                            > 1);
            if (everyElement && shared) {
                return new Finding(
                        Cause.LOST_CONTRIBUTION,
                        "An element reaches several results, and only some of them count in its gradient.");
            }
        }
        return null;
    }

    private boolean isIdentity() {
        if (truth.length != x.length) {
            return false;
        }
        for (int j = 0; j < rule.length; j++) {
            for (int i = 0; i < rule[j].length; i++) {
                if (rule[j][i] != (i == j ? 1 : 0)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Whether the argument broadcasts to the result's shape and is smaller. */
    private boolean isBroadcast() {
        if (input.size() >= output.size()) {
            return false;
        }
        int missing = output.rank() - input.rank();
        for (int axis = 0; axis < input.rank(); axis++) {
            if (missing < 0 || (input.size(axis) != 1 && input.size(axis) != output.size(axis + missing))) {
                return false;
            }
        }
        return missing >= 0;
    }

    // ---- only for some ----------------------------------------------------------------------------------------------

    private @Nullable Finding special() {
        boolean[] wrong = new boolean[x.length];
        mismatches.forEach(each -> wrong[each.element()] = true);
        int[] bad = IntStream.range(0, x.length).filter(i -> wrong[i]).toArray();
        int[] good = IntStream.range(0, x.length).filter(i -> !wrong[i]).toArray();
        if (good.length == 0) {
            return null;
        }
        String common = null;
        double smallestBad = Arrays.stream(bad).mapToDouble(i -> Math.abs(x[i])).min().orElse(0);
        double largestBad = Arrays.stream(bad).mapToDouble(i -> Math.abs(x[i])).max().orElse(0);
        double largestGood = Arrays.stream(good).mapToDouble(i -> Math.abs(x[i])).max().orElse(0);
        double smallestGood = Arrays.stream(good).mapToDouble(i -> Math.abs(x[i])).min().orElse(0);
        if (Arrays.stream(bad).allMatch(i -> x[i] == 0)) {
            common = "the argument is 0";
        } else if (Arrays.stream(bad).allMatch(i -> x[i] < 0) && Arrays.stream(good).noneMatch(i -> x[i] < 0)) {
            common = "the argument is negative";
        } else if (Arrays.stream(bad).allMatch(i -> x[i] > 0) && Arrays.stream(good).noneMatch(i -> x[i] > 0)) {
            common = "the argument is positive";
        } else if (smallestBad > largestGood) {
            common = String.format(Locale.ROOT, "the argument is large (from %.4g on)", smallestBad);
        } else if (largestBad < smallestGood) {
            common = String.format(Locale.ROOT, "the argument is small (up to %.4g)", largestBad);
        }
        if (common == null) {
            common = bad.length == 1
                    ? "it is element " + Jacobian.place(input, bad[0])
                    : bad.length + " of " + x.length + " elements are concerned";
        }
        return new Finding(Cause.SPECIAL_VALUES, "Right elsewhere, wrong where " + common + ".");
    }
}
