package org.cotangent.nn.loss;

import org.cotangent.Tensor;

/**
 * The cross entropy of scores (logits) [N, C] against int64 labels [N], averaged over the batch: {@code mean(ln sum_j
 * e^x[i, j] - x[i, label_i])}.
 */
public final class CrossEntropyLoss implements Loss {
    @Override
    public Tensor forward(Tensor output, Tensor target) {
        return output.crossEntropy(target);
    }

    @Override
    public String toString() {
        return "CrossEntropyLoss()";
    }
}
