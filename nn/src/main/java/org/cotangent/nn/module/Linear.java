package org.cotangent.nn.module;

import org.cotangent.Tensor;
import org.cotangent.random.TorchGenerator;
import org.cotangent.random.TorchInit;
import org.cotangent.shape.Complaint;
import org.jspecify.annotations.Nullable;

/**
 * An affine map of the last axis, {@code y = x W' + b}: {@code [..., in] -> [..., out]}.
 *
 * <p>W is [out, in] and b is [out], both drawn uniformly from {@code -1/sqrt(in)} to {@code 1/sqrt(in)}, W first, row by
 * row. The draws are bit for bit those of PyTorch's {@code nn.Linear} after {@code torch.manual_seed}; they are float32,
 * and {@link Module#to} converts them.
 */
public class Linear extends Module {
    private final int in;
    private final int out;
    private final Parameter weight;
    private final @Nullable Parameter bias;

    /**
     * A map with a bias.
     *
     * @param in the size of the input's last axis
     * @param out the size of the output's last axis
     * @param generator the initial values are drawn from it
     */
    public Linear(int in, int out, TorchGenerator generator) {
        this(in, out, true, generator);
    }

    /**
     * A map with or without a bias.
     *
     * @param in the size of the input's last axis
     * @param out the size of the output's last axis
     * @param withBias whether there is a b
     * @param generator the initial values are drawn from it
     * @throws IllegalArgumentException when a size is not positive
     */
    public Linear(int in, int out, boolean withBias, TorchGenerator generator) {
        if (in <= 0 || out <= 0) {
            throw Complaint.about("Linear(" + in + ", " + out + ")")
                    .because("both sizes must be positive")
                    .hint("the number of inputs, then the number of outputs")
                    .argument();
        }
        this.in = in;
        this.out = out;
        float[] weights = new float[Math.multiplyExact(out, in)];
        float[] biases = withBias ? new float[out] : null;
        TorchInit.linear(generator, in, out, weights, biases);
        this.weight = registerParameter("weight", Tensor.of(weights, out, in));
        this.bias = biases == null ? null : registerParameter("bias", Tensor.of(biases, out));
    }

    /**
     * A map whose W is another module's, such as the table of an {@link Embedding}: the two learn as one.
     *
     * <p>A W of its own is drawn and dropped before b is drawn, as in PyTorch's {@code linear.weight = embedding.weight}: so b,
     * and what is drawn after it, are PyTorch's.
     *
     * @param weight [out, in]
     * @param withBias whether there is a b
     * @param generator the initial values are drawn from it
     * @throws IllegalArgumentException when the weight is no matrix
     */
    public Linear(Parameter weight, boolean withBias, TorchGenerator generator) {
        if (weight.shape().rank() != 2) {
            throw Complaint.about("Linear with a weight " + weight.shape())
                    .because("W is a matrix")
                    .hint("a weight [out, in]")
                    .argument();
        }
        this.in = weight.shape().size(1);
        this.out = weight.shape().size(0);
        float[] biases = withBias ? new float[out] : null;
        TorchInit.linear(generator, in, out, new float[Math.multiplyExact(out, in)], biases);
        this.weight = registerParameter("weight", weight);
        this.bias = biases == null
                ? null
                : registerParameter("bias", Tensor.of(biases, out).to(weight.dtype()).to(weight.device()));
    }

    /**
     * The matrix W.
     *
     * @return [out, in]
     */
    public final Parameter weight() {
        return weight;
    }

    /**
     * The summand b.
     *
     * @return [out], or null when there is none
     */
    public final @Nullable Parameter bias() {
        return bias;
    }

    /**
     * The size of the input's last axis.
     *
     * @return as given
     */
    public final int inFeatures() {
        return in;
    }

    /**
     * The size of the output's last axis.
     *
     * @return as given
     */
    public final int outFeatures() {
        return out;
    }

    @Override
    public final Tensor forward(Tensor x) {
        return bias == null ? x.linear(weight.value()) : x.linear(weight.value(), bias.value());
    }

    @Override
    protected final String options() {
        return "in_features=" + in + ", out_features=" + out + ", bias=" + (bias == null ? "False" : "True");
    }
}
