package org.cotangent.check.zoo;

import java.util.Random;
import org.cotangent.Tensor;
import org.cotangent.shape.Shape;

/** Fixed arguments for the specimens. */
final class Points {
    private Points() {}

    /** Numbers from -2 to 2 that keep away from 0, always the same for a seed. */
    static Tensor some(long seed, int... sizes) {
        Random random = new Random(seed);
        double[] values = random.doubles(Shape.of(sizes).size(), 0.3, 2).toArray();
        for (int i = 0; i < values.length; i++) {
            values[i] *= random.nextBoolean() ? 1 : -1;
        }
        return Tensor.of(values, sizes).requiresGrad(true);
    }

    /** Numbers from 0.3 to 2. */
    static Tensor positive(long seed, int... sizes) {
        double[] values = new Random(seed).doubles(Shape.of(sizes).size(), 0.3, 2).toArray();
        return Tensor.of(values, sizes).requiresGrad(true);
    }

    static Tensor vector(double... values) {
        return Tensor.of(values, values.length).requiresGrad(true);
    }
}
