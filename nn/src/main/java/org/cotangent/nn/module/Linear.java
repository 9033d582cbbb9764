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
