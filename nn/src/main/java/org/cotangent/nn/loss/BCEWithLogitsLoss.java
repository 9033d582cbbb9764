package org.cotangent.nn.loss;

import org.cotangent.Reduction;
import org.cotangent.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The binary cross entropy of scores: see {@link Tensor#bceWithLogits}.
 *
 * @param weight a factor for each element, or null
 * @param posWeight a factor for positive targets, or null
 * @param reduction what becomes of the single losses
 */
public record BCEWithLogitsLoss(@Nullable Tensor weight, @Nullable Tensor posWeight, Reduction reduction) implements Loss {
    /** Averaged. */
    public BCEWithLogitsLoss() {
        this(null, null, Reduction.MEAN);
    }

    @Override
    public Tensor forward(Tensor output, Tensor target) {
        return output.bceWithLogits(target, weight, posWeight, reduction);
    }

    @Override
    public String toString() {
        return "BCEWithLogitsLoss()";
    }
}
