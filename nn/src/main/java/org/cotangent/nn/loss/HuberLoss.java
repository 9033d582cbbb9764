package org.cotangent.nn.loss;

import org.cotangent.Reduction;
import org.cotangent.Tensor;

/**
 * The squared error near the target, the absolute error far from it: see {@link Tensor#huber}.
 *
 * @param delta how far the squared part reaches
 * @param reduction what becomes of the single losses
 */
public record HuberLoss(double delta, Reduction reduction) implements Loss {
    /** Delta 1, averaged. */
    public HuberLoss() {
        this(1, Reduction.MEAN);
    }

    @Override
    public Tensor forward(Tensor output, Tensor target) {
        return output.huber(target, delta, reduction);
    }

    @Override
    public String toString() {
        return "HuberLoss()";
    }
}
