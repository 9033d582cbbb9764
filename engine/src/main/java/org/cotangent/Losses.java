package org.cotangent;

import org.cotangent.kernel.DType;
import org.cotangent.shape.Complaint;

/** Losses of {@link Tensor}, composed of other operations. */
sealed interface Losses permits Tensor {
    private Tensor self() {
        return (Tensor) this;
    }

    /**
     * The mean squared error {@code mean (x - target)^2}.
     *
     * @param target of the same shape
     * @return a scalar
     * @throws IllegalArgumentException when the shapes differ: broadcasting here is nearly always a mistake
     */
    default Tensor mse(Tensor target) {
        if (!self().shape().equals(target.shape())) {
            throw Complaint.about("mse of " + self().shape() + " against target " + target.shape())
                    .because("the shapes differ, and broadcasting would compare every output with every target")
                    .hint("reshape the target to " + self().shape())
                    .argument();
        }
        return self().sub(target).square().mean();
    }

    /**
     * The negative log-likelihood of the labels, averaged over the batch: {@code -mean x[i, label_i]}.
     *
     * @param labels int64 [N], each 0 to C - 1, for log-probabilities [N, C]
     * @return a scalar
     * @throws IllegalArgumentException when the shapes do not belong together or a label is out of range
     */
    default Tensor nll(Tensor labels) {
        Tensor x = self();
        boolean fits = x.shape().rank() == 2
                && labels.shape().rank() == 1
                && labels.shape().size(0) == x.shape().size(0)
                && labels.dtype() == DType.INT64;
        if (!fits) {
            throw Complaint.about("loss of " + x.describe() + " with labels " + labels.describe())
                    .because("scores [N, C] belong with int64 labels [N]")
                    .hint("reshape the scores to one row a sample; labels.to(DType.INT64)")
                    .argument();
        }
        return x.gather(1, labels.unsqueeze(1)).mean().neg();
    }

    /**
     * The cross entropy of scores against labels: {@code mean(ln sum_j e^x[i, j] - x[i, label_i])}.
     *
     * @param labels int64 [N], each 0 to C - 1, for scores (logits) [N, C]
     * @return a scalar
     * @throws IllegalArgumentException when the shapes do not belong together or a label is out of range
     */
    default Tensor crossEntropy(Tensor labels) {
        return self().logSoftmax(-1).nll(labels);
    }
}
