package org.cotangent.nn.loss;

import org.cotangent.Reduction;
import org.cotangent.Tensor;

/**
 * The hinge loss of scores against several labels: see {@link Tensor#multilabelMargin}.
 *
 * @param reduction what becomes of the single losses
 */
public record MultiLabelMarginLoss(Reduction reduction) implements Loss {
    /** Averaged. */
    public MultiLabelMarginLoss() {
        this(Reduction.MEAN);
    }

    @Override
    public Tensor forward(Tensor output, Tensor target) {
        return output.multilabelMargin(target, reduction);
    }

    @Override
    public String toString() {
        return "MultiLabelMarginLoss()";
    }
}
