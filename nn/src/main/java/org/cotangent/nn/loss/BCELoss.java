package org.cotangent.nn.loss;

import org.cotangent.Reduction;
import org.cotangent.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The binary cross entropy of probabilities: see {@link Tensor#bce}. {@link BCEWithLogitsLoss} is more accurate.
 *
 * @param weight a factor for each element, or null
 * @param reduction what becomes of the single losses
 */
public record BCELoss(@Nullable Tensor weight, Reduction reduction) implements Loss {
    /** Averaged. */
    public BCELoss() {
        this(null, Reduction.MEAN);
    }

    @Override
    public Tensor forward(Tensor output, Tensor target) {
        return output.bce(target, weight, reduction);
    }

    @Override
    public String toString() {
        return "BCELoss()";
    }
}
