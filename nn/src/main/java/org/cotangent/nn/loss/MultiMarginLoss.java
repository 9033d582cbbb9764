package org.cotangent.nn.loss;

import org.cotangent.Reduction;
import org.cotangent.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The hinge loss of scores against labels: see {@link Tensor#multiMargin}.
 *
 * @param p 1 or 2
 * @param margin by how much the label's score should exceed the others
 * @param weight a factor for each class, or null
 * @param reduction what becomes of the single losses
 */
public record MultiMarginLoss(int p, double margin, @Nullable Tensor weight, Reduction reduction) implements Loss {
    /** Margin 1, averaged. */
    public MultiMarginLoss() {
        this(1, 1, null, Reduction.MEAN);
    }

    @Override
    public Tensor forward(Tensor output, Tensor target) {
        return output.multiMargin(target, p, margin, weight, reduction);
    }

    @Override
    public String toString() {
        return "MultiMarginLoss()";
    }
}
