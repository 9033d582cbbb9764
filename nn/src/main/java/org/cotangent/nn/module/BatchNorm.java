package org.cotangent.nn.module;

import org.cotangent.Tensor;
import org.cotangent.shape.Complaint;

/**
 * Batch normalisation: {@code (x - mean) / sqrt(variance + eps) weight + bias} for each channel, in training with the
 * statistics of the batch, in evaluation with the running ones.
 *
 * <p>Ioffe and Szegedy, "Batch normalization", ICML 2015. The buffers {@code running_mean}, {@code running_var} and {@code
 * num_batches_tracked} are part of {@link Module#stateDict()}.
 */
public abstract sealed class BatchNorm extends FeatureNorm permits BatchNorm1d, BatchNorm2d {
    BatchNorm(int features, double eps, double momentum, boolean affine, boolean trackRunningStats) {
        super(features, eps, momentum, affine, trackRunningStats);
    }

    /** Whether it is made for inputs with so many axes. */
    abstract boolean fits(int rank);

    @Override
    public final Tensor forward(Tensor x) {
        if (!fits(x.rank())) {
            throw Complaint.about(kind() + " of " + x.shape())
                    .because("it is not made for " + x.rank() + " axes")
                    .hint("BatchNorm1d for [N, C] and [N, C, L], BatchNorm2d for [N, C, H, W]")
                    .argument();
        }
        boolean training = isTraining() || !isTracking();
        double factor = isTraining() && isTracking() ? countBatch() : 0;
        return x.batchNorm(
                statistic("running_mean"),
                statistic("running_var"),
                value(weight()),
                value(bias()),
                training,
                factor,
                eps());
    }
}
