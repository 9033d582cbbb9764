package org.cotangent.nn.module;

import org.cotangent.Convolution;
import org.cotangent.Tensor;
import org.cotangent.random.TorchGenerator;

/**
 * A transposed convolution over the last three axes: {@code [N, in, D, H, W] -> [N, out, D', H', W']}, also without N.
 *
 * <p>The weight is [in, out / groups, KD, KH, KW], the bias [out]; both are drawn as PyTorch draws them, bit for bit.
 */
public final class ConvTranspose3d extends Conv {
    /**
     * Stride 1, no padding, a bias.
     *
     * @param in the number of input channels
     * @param out the number of output channels
     * @param kernel its size along every axis
     * @param generator the initial values are drawn from it
     */
    public ConvTranspose3d(int in, int out, int kernel, TorchGenerator generator) {
        this(in, out, new int[] {kernel}, Convolution.DEFAULT, true, generator);
    }

    /**
     * With all options.
     *
     * @param in the number of input channels
     * @param out the number of output channels
     * @param kernel its size: one number for every axis, or one for each
     * @param options stride, padding (which is cut off), output padding, dilation, groups
     * @param withBias whether there is a bias
     * @param generator the initial values are drawn from it
     * @throws IllegalArgumentException when the options do not fit the kernel or the channels the groups
     */
    public ConvTranspose3d(
            int in, int out, int[] kernel, Convolution options, boolean withBias, TorchGenerator generator) {
        super(new Conv.Plan(3, true, in, out, kernel, options), withBias, generator);
    }

    @Override
    public Tensor forward(Tensor x) {
        return x.convTranspose3d(weight().value(), FeatureNorm.value(bias()), convolution());
    }
}
