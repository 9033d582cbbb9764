package org.cotangent.nn.module;

/** Instance normalisation of {@code [N, C, H, W]}, also without N: see {@link InstanceNorm}. */
public final class InstanceNorm2d extends InstanceNorm {
    /**
     * Without weights and running statistics.
     *
     * @param features C, the number of channels
     */
    public InstanceNorm2d(int features) {
        this(features, DEFAULT_EPS, DEFAULT_MOMENTUM, false, false);
    }

    /**
     * With all options.
     *
     * @param features C, the number of channels
     * @param eps added to the variance
     * @param momentum how far the running statistics move at each batch; NaN for not at all
     * @param affine whether there are weight and bias
     * @param trackRunningStats whether there are running statistics, which are then used in evaluation
     */
    public InstanceNorm2d(int features, double eps, double momentum, boolean affine, boolean trackRunningStats) {
        super(features, eps, momentum, affine, trackRunningStats, 2);
    }
}
