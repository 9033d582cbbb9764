package org.cotangent;

import org.jspecify.annotations.Nullable;

/**
 * The options of {@link Tensor#nll(Tensor, ClassLoss)} and {@link Tensor#crossEntropy(Tensor, ClassLoss)}.
 *
 * <pre>{@code
 * scores.crossEntropy(labels, ClassLoss.DEFAULT.labelSmoothing(0.1).reduction(Reduction.SUM))
 * }</pre>
 *
 * @param weight a factor for each class, [C], or null for ones
 * @param ignoreIndex the label of samples that count for nothing
 * @param labelSmoothing the share of the target that is spread evenly over all classes, 0 to 1
 * @param reduction what becomes of the losses of single samples
 */
public record ClassLoss(@Nullable Tensor weight, int ignoreIndex, double labelSmoothing, Reduction reduction) {
    /** No weights, nothing ignored (but -100), no smoothing, the mean. */
    public static final ClassLoss DEFAULT = new ClassLoss(null, -100, 0, Reduction.MEAN);

    /**
     * The same options with a factor for each class.
     *
     * @param newWeight [C], or null for ones
     * @return the options
     */
    public ClassLoss weight(@Nullable Tensor newWeight) {
        return new ClassLoss(newWeight, ignoreIndex, labelSmoothing, reduction);
    }

    /**
     * The same options with another label for samples that count for nothing.
     *
     * @param label the label
     * @return the options
     */
    public ClassLoss ignoreIndex(int label) {
        return new ClassLoss(weight, label, labelSmoothing, reduction);
    }

    /**
     * The same options with smoothed targets.
     *
     * @param share of the target that is spread evenly over all classes, 0 to 1
     * @return the options
     */
    public ClassLoss labelSmoothing(double share) {
        return new ClassLoss(weight, ignoreIndex, share, reduction);
    }

    /**
     * The same options with another reduction.
     *
     * @param newReduction what becomes of the losses of single samples
     * @return the options
     */
    public ClassLoss reduction(Reduction newReduction) {
        return new ClassLoss(weight, ignoreIndex, labelSmoothing, newReduction);
    }
}
