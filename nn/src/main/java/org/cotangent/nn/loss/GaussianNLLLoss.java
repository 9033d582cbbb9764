package org.cotangent.nn.loss;

import org.cotangent.Reduction;
import org.cotangent.Tensor;

/**
 * The negative log-likelihood under normal distributions: see {@link Tensor#gaussianNll}. It takes three tensors, so it is no {@link Loss}.
 *
 * @param full whether the constant is added
 * @param eps the smallest variance
 * @param reduction what becomes of the single losses
 */
public record GaussianNLLLoss(boolean full, double eps, Reduction reduction) {
    /** Without the constant, averaged. */
    public GaussianNLLLoss() {
        this(false, 1e-6, Reduction.MEAN);
    }

    /**
     * Computes the loss.
     *
     * @param mean the means
     * @param target what was seen
     * @param variance the variances
     * @return a scalar, or the losses
     */
    public Tensor forward(Tensor mean, Tensor target, Tensor variance) {
        return mean.gaussianNll(target, variance, full, eps, reduction);
    }

    @Override
    public String toString() {
        return "GaussianNLLLoss()";
    }
}
