package org.cotangent.nn.module;

import org.cotangent.Tensor;
import org.cotangent.nn.init.Init;
import org.cotangent.random.TorchGenerator;
import org.cotangent.shape.Complaint;
import org.jspecify.annotations.Nullable;

/**
 * Attention with several heads: queries, keys and values are projected, each head attends with its part of them, and what
 * the heads give is projected again.
 *
 * <p>Vaswani et al., "Attention is all you need", NIPS 2017. The parameters are {@code in_proj_weight} [3 E, E] for queries, keys
 * and values one below the other, {@code in_proj_bias}, {@code out_proj.weight} and {@code out_proj.bias}: drawn as PyTorch draws them, bit for bit.
 */
public final class MultiheadAttention extends Module {
    private final int size;
    private final int heads;
    private final boolean batchFirst;
    private final double dropout;
    private final TorchGenerator generator;
    private final Parameter inProjection;
    private final @Nullable Parameter inBias;
    private final Linear outProjection;

    /** A linear layer under the name that PyTorch prints here. */
    static final class NonDynamicallyQuantizableLinear extends Linear {
        NonDynamicallyQuantizableLinear(int in, int out, boolean withBias, TorchGenerator generator) {
            super(in, out, withBias, generator);
        }
    }

    /**
     * Time first, with biases, without dropout.
     *
     * @param size E, of queries, keys and values
     * @param heads how many, a divisor of E
     * @param generator the initial values are drawn from it
     */
    public MultiheadAttention(int size, int heads, TorchGenerator generator) {
        this(size, heads, 0, true, false, generator);
    }

    /**
     * With all options.
     *
     * @param size E, of queries, keys and values
     * @param heads how many, a divisor of E
     * @param dropout the probability with which, in training, a weight of the attention is set to 0
     * @param withBias whether there are biases
     * @param batchFirst whether inputs and outputs are [N, L, E] rather than [L, N, E]
     * @param generator the initial values, and the dropout, are drawn from it
     * @throws IllegalArgumentException when the size cannot be divided among the heads
     */
    public MultiheadAttention(
            int size, int heads, double dropout, boolean withBias, boolean batchFirst, TorchGenerator generator) {
        if (size < 1 || heads < 1 || size % heads != 0) {
            throw Complaint.about("MultiheadAttention(" + size + ", " + heads + ")")
                    .because("the size cannot be divided among so many heads")
                    .hint("a number of heads that divides " + size)
                    .argument();
        }
        this.size = size;
        this.heads = heads;
        this.dropout = dropout;
        this.batchFirst = batchFirst;
        this.generator = generator;
        this.inProjection = registerParameter("in_proj_weight", Tensor.zeros(3 * size, size));
        this.inBias = withBias ? registerParameter("in_proj_bias", Tensor.zeros(3 * size)) : null;
        this.outProjection =
                register("out_proj", new NonDynamicallyQuantizableLinear(size, size, withBias, generator));
        Init.xavierUniform(inProjection.value(), 1, generator);
        Parameter outBias = outProjection.bias();
        if (outBias != null) {
            Init.zeros(outBias.value());
        }
    }

    /**
     * Self-attention: queries, keys and values are the same.
     *
     * @param x [L, N, E] or [N, L, E], also without N
     * @return a tensor of this shape
     */
    @Override
    public Tensor forward(Tensor x) {
        return attend(x, x, x, null, false).output();
    }

    /**
     * Attention of queries to keys.
     *
     * @param query [L, N, E] or [N, L, E], also without N
     * @param key [S, N, E] or [N, S, E], also without N
     * @param value of the key's shape
     * @param mask broadcasts to [N, heads, L, S]: bool, true where a key may be attended to (PyTorch's module means the
     *     opposite), or numbers to add; or null
     * @param causal whether query i attends to keys 0 to i alone
     * @return the output, of the query's shape, and the weights averaged over the heads, [N, L, S], also without N
     */
    public Tensor.Attention attend(
            Tensor query, Tensor key, Tensor value, @Nullable Tensor mask, boolean causal) {
        boolean single = query.rank() == 2;
        Tensor[] parts = {query, key, value};
        for (int i = 0; i < parts.length; i++) {
            Tensor x = single ? parts[i].unsqueeze(0) : batchFirst ? parts[i] : parts[i].transpose(0, 1);
            parts[i] = split(projected(x, i));
        }
        Tensor.Attention found = isTraining() && dropout > 0
                ? withDropout(parts, mask, causal)
                : parts[0].scaledDotProductAttention(parts[1], parts[2], mask, causal);
        Tensor joined = found.output().transpose(1, 2);
        Tensor y = outProjection.forward(joined.reshape(joined.size(0), joined.size(1), size));
        Tensor weights = found.weights().mean(1);
        return single
                ? new Tensor.Attention(y.squeeze(0), weights.squeeze(0))
                : new Tensor.Attention(batchFirst ? y : y.transpose(0, 1), weights);
    }

    private Tensor.Attention withDropout(Tensor[] parts, @Nullable Tensor mask, boolean causal) {
        Tensor weights = parts[0]
                .scaledDotProductAttention(parts[1], parts[2], mask, causal)
                .weights()
                .dropout(dropout, generator);
        return new Tensor.Attention(weights.matmul(parts[2]), weights);
    }

    private Tensor projected(Tensor x, int part) {
        Tensor weight = inProjection.value().narrow(0, part * size, size);
        return inBias == null
                ? x.linear(weight)
                : x.linear(weight, inBias.value().narrow(0, part * size, size));
    }

    /** [N, L, E] as [N, heads, L, E / heads]. */
    private Tensor split(Tensor x) {
        return x.reshape(x.size(0), x.size(1), heads, size / heads).transpose(1, 2);
    }
}
