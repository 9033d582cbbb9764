package org.cotangent.nn.loss;

import org.cotangent.Reduction;
import org.cotangent.Tensor;

/**
 * {@code ln(1 + e^(-target output))} for targets 1 and -1.
 *
 * @param reduction what becomes of the single losses
 */
public record SoftMarginLoss(Reduction reduction) implements Loss {
    /** Averaged. */
    public SoftMarginLoss() {
        this(Reduction.MEAN);
    }

    @Override
    public Tensor forward(Tensor output, Tensor target) {
        return output.softMargin(target, reduction);
    }

    @Override
    public String toString() {
        return "SoftMarginLoss()";
    }
}
