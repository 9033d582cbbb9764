package org.cotangent.nn.module;

import org.cotangent.Tensor;
import org.cotangent.shape.Complaint;
import org.jspecify.annotations.Nullable;

/**
 * Group normalisation: every sample by the statistics of each group of its channels.
 *
 * <p>Wu and He, "Group normalization", ECCV 2018.
 */
public final class GroupNorm extends Module {
    private static final double DEFAULT_EPS = 1e-5;

    private final int groups;
    private final int channels;
    private final double eps;
    private final @Nullable Parameter weight;
    private final @Nullable Parameter bias;

    /**
     * With weights.
     *
     * @param groups in how many the channels fall
     * @param channels C
     */
    public GroupNorm(int groups, int channels) {
        this(groups, channels, DEFAULT_EPS, true);
    }

    /**
     * With all options.
     *
     * @param groups in how many the channels fall
     * @param channels C
     * @param eps added to the variance
     * @param affine whether there are weight and bias
     * @throws IllegalArgumentException when the channels do not fall into so many groups
     */
    public GroupNorm(int groups, int channels, double eps, boolean affine) {
        if (groups < 1 || channels < 1 || channels % groups != 0) {
            throw Complaint.about("GroupNorm(" + groups + ", " + channels + ")")
                    .because("the channels do not fall into so many groups of one size")
                    .hint("a number of groups that divides the number of channels")
                    .argument();
        }
        this.groups = groups;
        this.channels = channels;
        this.eps = eps;
        this.weight = affine ? registerParameter("weight", Tensor.ones(channels)) : null;
        this.bias = affine ? registerParameter("bias", Tensor.zeros(channels)) : null;
    }

    @Override
    public Tensor forward(Tensor x) {
        return x.groupNorm(groups, FeatureNorm.value(weight), FeatureNorm.value(bias), eps);
    }

    @Override
    protected String options() {
        return groups + ", " + channels + ", eps=" + PythonNumber.of(eps) + ", affine="
                + PythonNumber.flag(weight != null);
    }
}
