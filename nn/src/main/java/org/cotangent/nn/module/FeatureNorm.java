package org.cotangent.nn.module;

import org.cotangent.Autograd;
import org.cotangent.Tensor;
import org.cotangent.kernel.DType;
import org.cotangent.shape.Complaint;
import org.jspecify.annotations.Nullable;

/** What batch and instance normalisation share: scale and shift of each channel, and running statistics as buffers. */
abstract class FeatureNorm extends Module {
    /** PyTorch's default of what is added to the variance. */
    static final double DEFAULT_EPS = 1e-5;

    /** PyTorch's default of how far running statistics move. */
    static final double DEFAULT_MOMENTUM = 0.1;

    private final int features;
    private final double eps;
    private final double momentum;
    private final boolean tracking;
    private final @Nullable Parameter weight;
    private final @Nullable Parameter bias;

    FeatureNorm(int features, double eps, double momentum, boolean affine, boolean tracking) {
        if (features < 1) {
            throw Complaint.about(getClass().getSimpleName() + "(" + features + ")")
                    .because("there must be a channel")
                    .hint("the size of the input's second axis")
                    .argument();
        }
        this.features = features;
        this.eps = eps;
        this.momentum = momentum;
        this.tracking = tracking;
        this.weight = affine ? registerParameter("weight", Tensor.ones(features)) : null;
        this.bias = affine ? registerParameter("bias", Tensor.zeros(features)) : null;
        if (tracking) {
            registerBuffer("running_mean", Tensor.zeros(features));
            registerBuffer("running_var", Tensor.ones(features));
            registerBuffer("num_batches_tracked", Tensor.zeros(DType.INT64));
        }
    }

    /**
     * The scale of each channel.
     *
     * @return [C], or null when there is none
     */
    public final @Nullable Parameter weight() {
        return weight;
    }

    /**
     * The shift of each channel.
     *
     * @return [C], or null when there is none
     */
    public final @Nullable Parameter bias() {
        return bias;
    }

    /**
     * The running mean of each channel.
     *
     * @return [C]
     * @throws IllegalArgumentException when no statistics are kept
     */
    public final Tensor runningMean() {
        return buffer("running_mean");
    }

    /**
     * The running variance of each channel.
     *
     * @return [C]
     * @throws IllegalArgumentException when no statistics are kept
     */
    public final Tensor runningVariance() {
        return buffer("running_var");
    }

    final double eps() {
        return eps;
    }

    final boolean isTracking() {
        return tracking;
    }

    /** Counts a batch, and says how far the statistics move: by the batch's share of all, when there is no momentum. */
    final double countBatch() {
        Tensor count = buffer("num_batches_tracked");
        Autograd.noGrad(() -> count.copyFrom(count.add(1)));
        return Double.isNaN(momentum) ? 1 / count.item() : momentum;
    }

    final @Nullable Tensor statistic(String name) {
        return tracking ? buffer(name) : null;
    }

    static @Nullable Tensor value(@Nullable Parameter parameter) {
        return parameter == null ? null : parameter.value();
    }

    @Override
    protected final String options() {
        return features + ", eps=" + PythonNumber.of(eps)
                + ", momentum=" + (Double.isNaN(momentum) ? "None" : PythonNumber.of(momentum))
                + ", affine=" + PythonNumber.flag(weight != null)
                + ", track_running_stats=" + PythonNumber.flag(tracking);
    }
}
