package org.cotangent;

import org.cotangent.kernel.DType;
import org.cotangent.random.TorchGenerator;
import org.cotangent.shape.Complaint;
import org.jspecify.annotations.Nullable;

/** Attention, dropout and the options of embeddings of {@link Tensor}, composed of other operations. */
sealed interface Attending permits Tensor {
    private Tensor self() {
        return (Tensor) this;
    }

    /**
     * What attention gives.
     *
     * @param output the weighted means of the values
     * @param weights of the means; they sum to 1 along the last axis
     */
    record Attention(Tensor output, Tensor weights) {}

    /**
     * Attention of queries (this) to keys: {@code softmax(Q K^T / sqrt(d) + mask) V}.
     *
     * <p>Vaswani et al., "Attention is all you need", NIPS 2017.
     *
     * @param keys K, [..., S, d]
     * @param values V, [..., S, v]
     * @param mask broadcasts to [..., L, S]: bool, true where a key may be attended to, or numbers to add; or null
     * @param causal whether query i attends to keys 0 to i alone
     * @return {@code [..., L, d] -> [..., L, v]}, and the weights [..., L, S]
     * @throws IllegalArgumentException when the sizes do not belong together
     */
    default Attention scaledDotProductAttention(
            Tensor keys, Tensor values, @Nullable Tensor mask, boolean causal) {
        Tensor q = self();
        Tensor scores = q.mul(1 / Math.sqrt(q.size(-1))).matmul(keys.transpose(-2, -1));
        if (mask != null) {
            scores = mask.dtype() == DType.BOOL ? only(mask, scores) : scores.add(mask);
        }
        if (causal) {
            Tensor earlier = Tensor.arange(scores.size(-2)).unsqueeze(1).ge(Tensor.arange(scores.size(-1)))
                    .to(scores.device());
            scores = only(earlier, scores);
        }
        Tensor weights = scores.softmax(-1);
        return new Attention(weights.matmul(values), weights);
    }

    private static Tensor only(Tensor allowed, Tensor scores) {
        return allowed.where(scores, scores.like(Double.NEGATIVE_INFINITY));
    }

    /**
     * Sets every element to 0 with probability p and divides the others by {@code 1 - p}, so that the mean stays.
     *
     * <p>Srivastava et al., "Dropout: a simple way to prevent neural networks from overfitting", JMLR 2014. The draws are
     * those of PyTorch on a CPU.
     *
     * @param p the probability that an element is set to 0
     * @param generator drawn from
     * @return a tensor of this shape
     * @throws IllegalArgumentException when p is not from 0 to 1
     */
    default Tensor dropout(double p, TorchGenerator generator) {
        Tensor x = self();
        if (!(p >= 0 && p <= 1)) {
            throw Complaint.about("dropout(" + p + ")")
                    .because("p is a probability")
                    .hint("a number from 0 to 1, such as 0.5")
                    .argument();
        }
        int[] sizes = x.shape().sizes();
        Tensor mask = x.dtype() == DType.FLOAT64
                ? Tensor.of(generator.dropoutMaskDouble(p, x.size()), sizes)
                : Tensor.of(generator.dropoutMask(p, x.size()), sizes);
        return x.mul(mask.to(x.device()));
    }

    /**
     * Rows of a table (this), picked by index, with the options of {@code torch.nn.functional.embedding}.
     *
     * @param index int64 of any shape
     * @param paddingRow a row that gets no gradient, or -1
     * @param scaleGradByFrequency whether a row's gradient is divided by how often the index names it
     * @return the index's shape followed by the size of a row
     */
    default Tensor embedding(Tensor index, int paddingRow, boolean scaleGradByFrequency) {
        Tensor rows = self().embedding(index, paddingRow);
        if (!scaleGradByFrequency) {
            return rows;
        }
        Tensor flat = index.flatten();
        Tensor counts = Tensor.zeros(rows.dtype(), self().size(0))
                .to(rows.device())
                .scatterAdd(0, flat, Tensor.ones(rows.dtype(), flat.size()).to(rows.device()))
                .take(index)
                .unsqueeze(-1);
        Tensor r0 = rows.detach();
        return rows.sub(r0).div(counts).add(r0); // the value is r0 exactly
    }

    /**
     * Shortens, in place, the rows of a table (this) that an index names and whose norm is larger than allowed.
     *
     * @param index int64 of any shape
     * @param maxNorm the norm that a row may have
     * @param p of the norm
     * @return this
     * @throws IllegalArgumentException when the index points outside
     */
    default Tensor embeddingRenorm(Tensor index, double maxNorm, double p) {
        Tensor table = self();
        boolean[] named = new boolean[table.size(0)];
        Indexing.checkedBetween("embeddingRenorm of " + table.shape(), index, 0, named.length);
        for (long row : index.toLongs()) {
            named[(int) row] = true;
        }
        return Autograd.noGrad(() -> {
            Tensor rows = Tensor.of(named, named.length, 1).to(table.device());
            return table.copyFrom(rows.where(table.renorm(p, 0, maxNorm), table));
        });
    }
}
