package org.cotangent.nn.module;

import org.cotangent.Tensor;
import org.cotangent.shape.Complaint;

/**
 * Instance normalisation: as batch normalisation, but every sample by its own statistics.
 *
 * <p>Ulyanov et al., "Instance normalization: the missing ingredient for fast stylization", 2016.
 */
public abstract sealed class InstanceNorm extends FeatureNorm permits InstanceNorm1d, InstanceNorm2d {
    private final double momentum;
    private final int axes;

    InstanceNorm(int features, double eps, double momentum, boolean affine, boolean trackRunningStats, int axes) {
        super(features, eps, momentum, affine, trackRunningStats);
        this.momentum = momentum;
        this.axes = axes;
    }

    @Override
    public final Tensor forward(Tensor x) {
        if (x.rank() != axes + 1 && x.rank() != axes + 2) {
            throw Complaint.about(kind() + " of " + x.shape())
                    .because("it is for channels and " + axes + " more axes, with or without a batch")
                    .hint("unsqueeze for a missing axis")
                    .argument();
        }
        Tensor batch = x.rank() == axes + 1 ? x.unsqueeze(0) : x;
        Tensor y = batch.instanceNorm(
                statistic("running_mean"),
                statistic("running_var"),
                value(weight()),
                value(bias()),
                isTraining() || !isTracking(),
                Double.isNaN(momentum) ? 0 : momentum, // Python's None: the running statistics stay as they are
                eps());
        return x.rank() == axes + 1 ? y.squeeze(0) : y;
    }
}
