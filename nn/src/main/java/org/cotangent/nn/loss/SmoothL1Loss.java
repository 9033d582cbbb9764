package org.cotangent.nn.loss;

import org.cotangent.Reduction;
import org.cotangent.Tensor;

/**
 * The absolute error with a rounded tip: see {@link Tensor#smoothL1}.
 *
 * @param beta how far the round part reaches
 * @param reduction what becomes of the single losses
 */
public record SmoothL1Loss(double beta, Reduction reduction) implements Loss {
    /** Beta 1, averaged. */
    public SmoothL1Loss() {
        this(1, Reduction.MEAN);
    }

    @Override
    public Tensor forward(Tensor output, Tensor target) {
        return output.smoothL1(target, beta, reduction);
    }

    @Override
    public String toString() {
        return "SmoothL1Loss()";
    }
}
