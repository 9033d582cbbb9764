package org.cotangent.nn.loss;

import org.cotangent.ClassLoss;
import org.cotangent.Tensor;

/**
 * The negative log-likelihood of int64 labels [N] under log-probabilities [N, C]: {@code -x[i, label_i]}.
 *
 * @param options weights of classes, the label that is ignored, reduction
 */
public record NLLLoss(ClassLoss options) implements Loss {
    /** Averaged, without weights. */
    public NLLLoss() {
        this(ClassLoss.DEFAULT);
    }

    @Override
    public Tensor forward(Tensor output, Tensor target) {
        return output.nll(target, options);
    }

    @Override
    public String toString() {
        return "NLLLoss()";
    }
}
