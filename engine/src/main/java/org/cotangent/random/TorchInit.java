package org.cotangent.random;

import org.jspecify.annotations.Nullable;

/**
 * The initial weights that {@code torch.nn.Linear} and {@code torch.nn.Conv2d} draw by default, bit for bit.
 *
 * <p>The weight is uniform in (-b, b) with b = sqrt(3) gain / sqrt(fanIn) and gain = sqrt(2 / (1 + a^2)), a = sqrt(5)
 * (He et al., "Delving deep into rectifiers", 2015): mathematically b = 1 / sqrt(fanIn). The bias, drawn after it, is
 * uniform in (-1 / sqrt(fanIn), 1 / sqrt(fanIn)), whose bound differs in the last bits.
 */
public final class TorchInit {
    private TorchInit() {}

    /**
     * Draws a linear layer's parameters.
     *
     * @param generator where from
     * @param in input features
     * @param out output features
     * @param weight filled, row-major [out, in]
     * @param bias filled, [out], or null for a layer without
     * @throws IllegalArgumentException when an array has another length
     */
    public static void linear(TorchGenerator generator, int in, int out, float[] weight, float @Nullable [] bias) {
        conv(generator, in, 1, out, weight, bias);
    }

    /**
     * Draws a linear layer's parameters in float64, which are other values than those in float32.
     *
     * @param generator where from
     * @param in input features
     * @param out output features
     * @param weight filled, row-major [out, in]
     * @param bias filled, [out], or null for a layer without
     * @throws IllegalArgumentException when an array has another length
     */
    public static void linear(TorchGenerator generator, int in, int out, double[] weight, double @Nullable [] bias) {
        conv(generator, in, 1, out, weight, bias);
    }

    /**
     * Draws a convolution's parameters: fanIn is the size of one filter.
     *
     * @param generator where from
     * @param in input channels of one group
     * @param kernel the product of the kernel's sizes
     * @param out output channels
     * @param weight filled, row-major [out, in, kernel sizes]
     * @param bias filled, [out], or null for a layer without
     * @throws IllegalArgumentException when an array has another length
     */
    public static void conv(
            TorchGenerator generator, int in, int kernel, int out, float[] weight, float @Nullable [] bias) {
        int fanIn = in * kernel;
        check(fanIn, out, weight.length, bias == null ? out : bias.length);
        double bound = weightBound(fanIn);
        generator.fillUniform(weight, -bound, bound);
        if (bias != null) {
            double biasBound = biasBound(fanIn);
            generator.fillUniform(bias, -biasBound, biasBound);
        }
    }

    /**
     * Draws a convolution's parameters in float64, which are other values than those in float32.
     *
     * @param generator where from
     * @param in input channels of one group
     * @param kernel the product of the kernel's sizes
     * @param out output channels
     * @param weight filled, row-major [out, in, kernel sizes]
     * @param bias filled, [out], or null for a layer without
     * @throws IllegalArgumentException when an array has another length
     */
    public static void conv(
            TorchGenerator generator, int in, int kernel, int out, double[] weight, double @Nullable [] bias) {
        int fanIn = in * kernel;
        check(fanIn, out, weight.length, bias == null ? out : bias.length);
        double bound = weightBound(fanIn);
        generator.fillUniform(weight, -bound, bound);
        if (bias != null) {
            double biasBound = biasBound(fanIn);
            generator.fillUniform(bias, -biasBound, biasBound);
        }
    }

    /** torch's Kaiming bound with a = sqrt(5), in the order in which Python evaluates it: sqrt(5)^2 is not 5. */
    private static double weightBound(int fanIn) {
        double a = Math.sqrt(5);
        double gain = Math.sqrt(2 / (1 + a * a));
        return fanIn == 0 ? 0 : Math.sqrt(3) * (gain / Math.sqrt(fanIn));
    }

    private static double biasBound(int fanIn) {
        return fanIn == 0 ? 0 : 1 / Math.sqrt(fanIn);
    }

    private static void check(int fanIn, int out, int weights, int biases) {
        if (weights != fanIn * out || biases != out) {
            throw Refusal.of(
                    "initial parameters of a layer with " + out + " outputs of " + fanIn + " inputs each",
                    "the arrays have room for " + weights + " weights and " + biases + " biases",
                    fanIn * out + " and " + out);
        }
    }
}
