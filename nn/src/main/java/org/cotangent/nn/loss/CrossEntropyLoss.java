package org.cotangent.nn.loss;

import org.cotangent.ClassLoss;
import org.cotangent.Tensor;

/**
 * The cross entropy of scores (logits) [N, C] against int64 labels [N] or probabilities [N, C]: {@code ln sum_j e^x[i, j] - x[i, label_i]}.
 *
 * @param options weights of classes, the label that is ignored, label smoothing, reduction
 */
public record CrossEntropyLoss(ClassLoss options) implements Loss {
    /** Averaged, without weights. */
    public CrossEntropyLoss() {
        this(ClassLoss.DEFAULT);
    }

    @Override
    public Tensor forward(Tensor output, Tensor target) {
        return output.crossEntropy(target, options);
    }

    @Override
    public String toString() {
        return "CrossEntropyLoss()";
    }
}
