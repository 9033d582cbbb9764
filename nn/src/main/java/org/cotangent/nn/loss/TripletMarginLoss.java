package org.cotangent.nn.loss;

import org.cotangent.Reduction;
import org.cotangent.Tensor;

/**
 * The loss of an anchor that should be nearer to one vector than to another: see {@link Tensor#tripletMargin}. It takes three tensors, so it is no {@link Loss}.
 *
 * @param options margin, norm, swap
 * @param reduction what becomes of the single losses
 */
public record TripletMarginLoss(Tensor.Triplet options, Reduction reduction) {
    /** Margin 1, Euclidean, averaged. */
    public TripletMarginLoss() {
        this(Tensor.Triplet.DEFAULT, Reduction.MEAN);
    }

    /**
     * Computes the loss.
     *
     * @param anchor [N, D]
     * @param positive what should be near it, [N, D]
     * @param negative what should be far from it, [N, D]
     * @return a scalar, or the losses
     */
    public Tensor forward(Tensor anchor, Tensor positive, Tensor negative) {
        return anchor.tripletMargin(positive, negative, options, reduction);
    }

    @Override
    public String toString() {
        return "TripletMarginLoss()";
    }
}
