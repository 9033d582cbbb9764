package org.cotangent.nn.learn;

import org.cotangent.Tensor;
import org.cotangent.kernel.DType;
import org.cotangent.kernel.NdArray;
import org.cotangent.nn.module.Linear;
import org.cotangent.random.NumpyGenerator;
import org.cotangent.shape.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Normal noise for a linear map.
 *
 * @param weight [out, in]
 * @param bias [out], null where the map has none
 */
record LayerNoise(Tensor weight, @Nullable Tensor bias) {

    /** Draws row by row, each row's bias after its weights: the order of one matrix [out, in + 1]. */
    static LayerNoise draw(Linear map, double deviation, NumpyGenerator generator) {
        int in = map.inFeatures();
        int out = map.outFeatures();
        NdArray weights = NdArray.room(DType.FLOAT64, Shape.of(out, in));
        NdArray biases = map.bias() == null ? null : NdArray.room(DType.FLOAT64, Shape.of(out));
        for (int row = 0; row < out; row++) {
            generator.fillNormal(values(weights), row * in, in, 0, deviation);
            if (biases != null) {
                generator.fillNormal(values(biases), row, 1, 0, deviation);
            }
        }
        return new LayerNoise(tensor(map, weights), biases == null ? null : tensor(map, biases));
    }

    private static double[] values(NdArray array) {
        return (double[]) array.storage().array();
    }

    private static Tensor tensor(Linear map, NdArray array) {
        return Tensor.of(array).to(map.weight().device()).to(map.weight().dtype());
    }

    /** What the map computes with the noise added to its parameters; frozen ones get none. */
    Tensor perturbed(Linear map, Tensor x) {
        Tensor w = map.weight().requiresGrad() ? map.weight().value().add(weight) : map.weight().value();
        if (map.bias() == null || bias == null) {
            return x.linear(w);
        }
        return x.linear(w, map.bias().requiresGrad() ? map.bias().value().add(bias) : map.bias().value());
    }
}
