package org.cotangent.nn.module;

import org.cotangent.Tensor;
import org.cotangent.random.TorchGenerator;
import org.cotangent.shape.Complaint;
import org.jspecify.annotations.Nullable;

/**
 * A bilinear map of two inputs, {@code y_o = a^T W_o b + c_o}: {@code [..., in1], [..., in2] -> [..., out]}.
 *
 * <p>W is [out, in1, in2] and c is [out], both drawn uniformly from {@code -1/sqrt(in1)} to {@code 1/sqrt(in1)} as PyTorch draws
 * them, bit for bit.
 */
public final class Bilinear extends Module {
    private final int in1;
    private final int in2;
    private final int out;
    private final Parameter weight;
    private final @Nullable Parameter bias;

    /**
     * A map with or without a bias.
     *
     * @param in1 the size of the first input's last axis
     * @param in2 the size of the second input's last axis
     * @param out the size of the output's last axis
     * @param withBias whether there is a c
     * @param generator the initial values are drawn from it
     * @throws IllegalArgumentException when a size is not positive
     */
    public Bilinear(int in1, int in2, int out, boolean withBias, TorchGenerator generator) {
        if (in1 < 1 || in2 < 1 || out < 1) {
            throw Complaint.about("Bilinear(" + in1 + ", " + in2 + ", " + out + ")")
                    .because("all sizes must be positive")
                    .hint("the sizes of the two inputs, then that of the output")
                    .argument();
        }
        this.in1 = in1;
        this.in2 = in2;
        this.out = out;
        double bound = 1 / Math.sqrt(in1);
        float[] weights = new float[Math.multiplyExact(out, Math.multiplyExact(in1, in2))];
        generator.fillUniform(weights, -bound, bound);
        this.weight = registerParameter("weight", Tensor.of(weights, out, in1, in2));
        if (withBias) {
            float[] biases = new float[out];
            generator.fillUniform(biases, -bound, bound);
            this.bias = registerParameter("bias", Tensor.of(biases));
        } else {
            this.bias = null;
        }
    }

    /**
     * Both inputs the same: a quadratic form.
     *
     * @param x [..., in1]
     * @return [..., out]
     */
    @Override
    public Tensor forward(Tensor x) {
        return forward(x, x);
    }

    /**
     * The map.
     *
     * @param a the first input
     * @param b the second
     * @return [..., out]
     */
    public Tensor forward(Tensor a, Tensor b) {
        return a.bilinear(b, weight.value(), FeatureNorm.value(bias));
    }

    @Override
    protected String options() {
        return "in1_features=" + in1 + ", in2_features=" + in2 + ", out_features=" + out + ", bias="
                + PythonNumber.flag(bias != null);
    }
}
