package org.cotangent.nn.loss;

import org.cotangent.Reduction;
import org.cotangent.Tensor;

/**
 * The terms of the Kullback-Leibler divergence of log-probabilities from a target: see {@link Tensor#klDiv}. The divergence of the definition is {@link Reduction#BATCH_MEAN}.
 *
 * @param logTarget whether the target is logarithms
 * @param reduction what becomes of the single losses
 */
public record KLDivLoss(boolean logTarget, Reduction reduction) implements Loss {
    /** A target of probabilities; averaged over all elements, as in PyTorch. */
    public KLDivLoss() {
        this(false, Reduction.MEAN);
    }

    @Override
    public Tensor forward(Tensor output, Tensor target) {
        return output.klDiv(target, logTarget, reduction);
    }

    @Override
    public String toString() {
        return "KLDivLoss()";
    }
}
