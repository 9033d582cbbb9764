package org.cotangent.experiments.verify;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * What is known to be wrong in reference numbers, each found by running PyTorch 1.13.1 again. A difference that has one of
 * these signatures is reported as not covered, with the reason; it is never counted as passed.
 */
final class Defect {
    private static final String VANISHING =
            "x / |x| of one element does not depend on x: what is left of its derivatives is rounding noise";

    /** A rounding error of 1e-16, divided by x^3 for x from 1e-3 on. */
    private static final double VANISHED = 1e-7;

    private Defect() {}

    /**
     * Why a difference in a second derivative is the reference's fault.
     *
     * @param op the operator's name
     * @param mine ours
     * @param reference the file's
     * @param firstOrder the file's gradient of the same tensor
     * @return null when it is ours
     */
    static @Nullable String secondOrder(
            String op, double[] mine, double[] reference, double @Nullable [] firstOrder) {
        if (vanishes(op, mine, reference)) {
            return VANISHING;
        }
        if (op.endsWith("binary_cross_entropy") && closeTo(mine, reference)) {
            return "PyTorch adds 1e-12 to x and to 1 - x in this second derivative, and in no other";
        }
        if (firstOrder != null && zeros(mine) && sameUpToSign(reference, firstOrder)) {
            return "the reference holds a gradient in place of the second derivative, which is 0 in PyTorch too"
                    + " (its ZeroTensor has no memory to read)";
        }
        if (zeros(mine) && noise(reference)) {
            return "the reference's second derivative is rounding noise below 1e-10 around 0";
        }
        boolean undefined = false;
        for (int i = 0; i < mine.length; i++) {
            undefined |= Double.isNaN(reference[i]) && Double.isFinite(mine[i]);
        }
        return undefined ? "PyTorch's own second derivative is NaN where there is one" : null;
    }

    /**
     * Why a second derivative of 0 cannot be compared: PyTorch returns a tensor without memory for it, and what was written
     * to the file is whatever lay there. Found with {@code Tensor._is_zerotensor()} in functions that are linear piece by
     * piece and whose rule is the sign of the input alone.
     *
     * @param node the case
     * @param mine ours
     * @return null for another function, or when ours is not 0
     */
    static @Nullable String zeroTensor(JsonNode node, double[] mine) {
        String op = node.get("op").asText().replaceFirst("^(nn\\.functional|F|T|torch)\\.", "");
        boolean linear =
                switch (op) {
                    case "abs", "l1_loss", "norm/inf" -> true;
                    case "norm", "linalg.norm", "linalg.vector_norm" -> linearNorm(node);
                    default -> false;
                };
        return linear && zeros(mine)
                ? "PyTorch's second derivative is a ZeroTensor, without memory, and the file holds what lay there"
                : null;
    }

    /** The norms of order 1, infinity and minus infinity. */
    private static boolean linearNorm(JsonNode node) {
        JsonNode order = node.path("args").path(1);
        for (String name : new String[] {"p", "ord"}) {
            order = node.path("kwargs").has(name) ? node.get("kwargs").get(name) : order;
        }
        return order.has("$f") ? Double.isInfinite(Golden.number(order)) : order.asDouble() == 1;
    }

    /**
     * Why a difference in a float64 gradient is the reference's fault.
     *
     * @param op the operator's name
     * @param mine ours
     * @param reference the file's
     * @return null when it is ours
     */
    static @Nullable String firstOrder(String op, double[] mine, double[] reference) {
        if (vanishes(op, mine, reference)) {
            return VANISHING;
        }
        String constant = op.endsWith("hardsigmoid") ? "1/6" : op.endsWith("binary_cross_entropy") ? "1 / 1e-12" : "";
        double single = constant.equals("1/6") ? (double) (1f / 6) * 6 : 1e-12 / (double) 1e-12f;
        boolean rounded = !constant.isEmpty();
        for (int i = 0; i < mine.length; i++) {
            double scale = Math.max(1, Math.abs(reference[i]));
            rounded &= Math.abs(mine[i] * single - reference[i]) <= 1e-12 * scale || mine[i] == reference[i];
        }
        return rounded ? "PyTorch multiplies by " + constant + " rounded to float32 here, also in float64" : null;
    }

    /** Of a difference such as x - target, the two gradients differ in their sign, and either may be what memory holds. */
    private static boolean sameUpToSign(double[] a, double[] b) {
        double[] negative = java.util.Arrays.stream(b).map(each -> -each).toArray();
        return java.util.Arrays.equals(a, b) || java.util.Arrays.equals(a, negative);
    }

    private static boolean vanishes(String op, double[] mine, double[] reference) {
        return op.endsWith("functional.normalize") && below(VANISHED, mine) && below(VANISHED, reference);
    }

    /** Relative to the value, as 1e-12 / x is for x from 1e-6 on. */
    private static boolean closeTo(double[] mine, double[] reference) {
        for (int i = 0; i < mine.length; i++) {
            if (!(Math.abs(mine[i] - reference[i]) <= 1e-6 * Math.abs(reference[i]))) {
                return false;
            }
        }
        return true;
    }

    private static boolean noise(double[] values) {
        return below(1e-10, values);
    }

    private static boolean below(double limit, double[] values) {
        for (double each : values) {
            if (!(Math.abs(each) < limit)) {
                return false;
            }
        }
        return true;
    }

    private static boolean zeros(double[] values) {
        for (double each : values) {
            if (each != 0) {
                return false;
            }
        }
        return true;
    }
}
