package org.cotangent.nn.module;

/** Batch normalisation of {@code [N, C] or [N, C, L]}: see {@link BatchNorm}. */
public final class BatchNorm1d extends BatchNorm {
    /**
     * With weights and running statistics.
     *
     * @param features C, the number of channels
     */
    public BatchNorm1d(int features) {
        this(features, DEFAULT_EPS, DEFAULT_MOMENTUM, true, true);
    }

    /**
     * With all options.
     *
     * @param features C, the number of channels
     * @param eps added to the variance
     * @param momentum how far the running statistics move at each batch; NaN for the mean over all batches
     * @param affine whether there are weight and bias
     * @param trackRunningStats whether there are running statistics
     */
    public BatchNorm1d(int features, double eps, double momentum, boolean affine, boolean trackRunningStats) {
        super(features, eps, momentum, affine, trackRunningStats);
    }

    @Override
    boolean fits(int rank) {
        return rank == 2 || rank == 3;
    }
}
