package org.cotangent.nn.loss;

import org.cotangent.Reduction;
import org.cotangent.Tensor;

/**
 * The hinge loss of distances: see {@link Tensor#hingeEmbedding}.
 *
 * @param margin how far apart others should be
 * @param reduction what becomes of the single losses
 */
public record HingeEmbeddingLoss(double margin, Reduction reduction) implements Loss {
    /** Margin 1, averaged. */
    public HingeEmbeddingLoss() {
        this(1, Reduction.MEAN);
    }

    @Override
    public Tensor forward(Tensor output, Tensor target) {
        return output.hingeEmbedding(target, margin, reduction);
    }

    @Override
    public String toString() {
        return "HingeEmbeddingLoss()";
    }
}
