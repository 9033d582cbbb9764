package org.cotangent.nn.loss;

import org.cotangent.Reduction;
import org.cotangent.Tensor;

/**
 * The squared error {@code (output - target)^2} of two tensors of one shape.
 *
 * @param reduction what becomes of the single losses
 */
public record MSELoss(Reduction reduction) implements Loss {
    /** Averaged. */
    public MSELoss() {
        this(Reduction.MEAN);
    }

    @Override
    public Tensor forward(Tensor output, Tensor target) {
        return output.mse(target, reduction);
    }

    @Override
    public String toString() {
        return "MSELoss()";
    }
}
