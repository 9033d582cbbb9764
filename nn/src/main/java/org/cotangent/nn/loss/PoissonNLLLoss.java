package org.cotangent.nn.loss;

import org.cotangent.Reduction;
import org.cotangent.Tensor;

/**
 * The negative log-likelihood of counts: see {@link Tensor#poissonNll}.
 *
 * @param logInput whether the output is the logarithm of the mean
 * @param full whether Stirling's term is added
 * @param eps keeps the logarithm finite
 * @param reduction what becomes of the single losses
 */
public record PoissonNLLLoss(boolean logInput, boolean full, double eps, Reduction reduction) implements Loss {
    /** Of logarithms, without Stirling's term, averaged. */
    public PoissonNLLLoss() {
        this(true, false, 1e-8, Reduction.MEAN);
    }

    @Override
    public Tensor forward(Tensor output, Tensor target) {
        return output.poissonNll(target, logInput, full, eps, reduction);
    }

    @Override
    public String toString() {
        return "PoissonNLLLoss()";
    }
}
