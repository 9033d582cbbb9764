package org.cotangent.nn.loss;

import org.cotangent.Reduction;
import org.cotangent.Tensor;

/**
 * The loss of the angle between pairs of vectors: see {@link Tensor#cosineEmbedding}. It takes three tensors, so it is no {@link Loss}.
 *
 * @param margin the cosine that pairs that do not belong together may have
 * @param reduction what becomes of the single losses
 */
public record CosineEmbeddingLoss(double margin, Reduction reduction) {
    /** Margin 0, averaged. */
    public CosineEmbeddingLoss() {
        this(0, Reduction.MEAN);
    }

    /**
     * Computes the loss.
     *
     * @param first vectors [N, D]
     * @param second vectors [N, D]
     * @param target 1 or -1, [N]
     * @return a scalar, or the losses
     */
    public Tensor forward(Tensor first, Tensor second, Tensor target) {
        return first.cosineEmbedding(second, target, margin, reduction);
    }

    @Override
    public String toString() {
        return "CosineEmbeddingLoss()";
    }
}
