package org.cotangent.nn.loss;

import org.cotangent.Reduction;
import org.cotangent.Tensor;

/**
 * The loss of a wrong order: see {@link Tensor#marginRanking}. It takes three tensors, so it is no {@link Loss}.
 *
 * @param margin by how much one should be larger
 * @param reduction what becomes of the single losses
 */
public record MarginRankingLoss(double margin, Reduction reduction) {
    /** Margin 0, averaged. */
    public MarginRankingLoss() {
        this(0, Reduction.MEAN);
    }

    /**
     * Computes the loss.
     *
     * @param first what is compared
     * @param second what it is compared with
     * @param target 1 where the first should be larger, -1 where the second should
     * @return a scalar, or the losses
     */
    public Tensor forward(Tensor first, Tensor second, Tensor target) {
        return first.marginRanking(second, target, margin, reduction);
    }

    @Override
    public String toString() {
        return "MarginRankingLoss()";
    }
}
