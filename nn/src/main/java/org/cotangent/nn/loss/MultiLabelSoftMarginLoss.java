package org.cotangent.nn.loss;

import org.cotangent.Reduction;
import org.cotangent.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The binary cross entropy of scores against several labels: see {@link Tensor#multilabelSoftMargin}.
 *
 * @param weight a factor for each class, or null
 * @param reduction what becomes of the single losses
 */
public record MultiLabelSoftMarginLoss(@Nullable Tensor weight, Reduction reduction) implements Loss {
    /** Averaged. */
    public MultiLabelSoftMarginLoss() {
        this(null, Reduction.MEAN);
    }

    @Override
    public Tensor forward(Tensor output, Tensor target) {
        return output.multilabelSoftMargin(target, weight, reduction);
    }

    @Override
    public String toString() {
        return "MultiLabelSoftMarginLoss()";
    }
}
