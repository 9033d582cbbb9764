package org.cotangent.nn.loss;

import org.cotangent.Reduction;
import org.cotangent.Tensor;

/**
 * The absolute error {@code |output - target|} of two tensors of one shape.
 *
 * @param reduction what becomes of the single losses
 */
public record L1Loss(Reduction reduction) implements Loss {
    /** Averaged. */
    public L1Loss() {
        this(Reduction.MEAN);
    }

    @Override
    public Tensor forward(Tensor output, Tensor target) {
        return output.l1(target, reduction);
    }

    @Override
    public String toString() {
        return "L1Loss()";
    }
}
