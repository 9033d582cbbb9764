package org.cotangent.nn.module;

import java.util.function.BiFunction;
import org.cotangent.Recurrence;
import org.cotangent.Tensor;
import org.cotangent.random.TorchGenerator;
import org.jspecify.annotations.Nullable;

/** The parameters of one recurrent cell. */
record CellParameters(
        Parameter input, Parameter recurrent, @Nullable Parameter inputBias, @Nullable Parameter recurrentBias) {
    /** How many gates, inputs and hidden cells there are, and whether there are biases. */
    record Sizes(int gates, int in, int hidden, boolean bias) {}

    /** Draws the four of them, in PyTorch's order, from -1/sqrt(hidden) to 1/sqrt(hidden). */
    static CellParameters draw(
            BiFunction<String, Tensor, Parameter> register, Sizes sizes, TorchGenerator generator) {
        int rows = sizes.gates * sizes.hidden;
        double bound = 1 / Math.sqrt(sizes.hidden);
        Parameter input = register.apply("weight_ih", drawn(generator, bound, rows, sizes.in));
        Parameter recurrent = register.apply("weight_hh", drawn(generator, bound, rows, sizes.hidden));
        return sizes.bias
                ? new CellParameters(
                        input,
                        recurrent,
                        register.apply("bias_ih", drawn(generator, bound, rows)),
                        register.apply("bias_hh", drawn(generator, bound, rows)))
                : new CellParameters(input, recurrent, null, null);
    }

    private static Tensor drawn(TorchGenerator generator, double bound, int... sizes) {
        int count = 1;
        for (int size : sizes) {
            count = Math.multiplyExact(count, size);
        }
        float[] values = new float[count];
        generator.fillUniform(values, -bound, bound);
        return Tensor.of(values, sizes);
    }

    Recurrence.Weights weights() {
        return new Recurrence.Weights(
                input.value(), recurrent.value(), FeatureNorm.value(inputBias), FeatureNorm.value(recurrentBias));
    }
}
