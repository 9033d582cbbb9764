package org.cotangent.check.zoo;

import static org.cotangent.check.zoo.Points.some;
import static org.cotangent.check.zoo.Points.vector;

import java.util.List;
import org.cotangent.Tensor;
import org.cotangent.check.Cause;
import org.cotangent.kernel.DType;

/** Gradients that arrive where nothing should: forgotten masks. */
final class Masks {
    private Masks() {}

    static List<Specimen> specimens() {
        Tensor kept = Tensor.of(new boolean[] {true, false, true, true, false, true}, 6);
        return List.of(
                Specimen.of("relu without its mask", Cause.MISSING_MASK)
                        .at(vector(-1, 0.5, 2, -0.3))
                        .unary(x -> x.relu(), (g, x, y) -> g),
                Specimen.of("clamp that lets everything through", Cause.MISSING_MASK)
                        .at(vector(-3, 0.5, 0.2, 4))
                        .unary(Masks::clamp, (g, x, y) -> g),
                Specimen.of("where that gives both branches all of it", Cause.MISSING_MASK)
                        .at(some(1, 6), some(2, 6))
                        .binary((a, b) -> kept.where(a, b), (g, a, b) -> g, (g, a, b) -> g),
                Specimen.of("dropout that scales and forgets what it dropped", Cause.MISSING_MASK)
                        .at(some(3, 6))
                        .unary(x -> kept.where(x.mul(1.5), x.mul(0)), (g, x, y) -> g.mul(1.5)),
                Specimen.of("maximum that rewards everybody", Cause.MISSING_MASK)
                        .at(some(4, 5))
                        .unary(x -> x.amax(), (g, x, y) -> g.expand(x.shape().sizes())),
                Specimen.of("upper triangle with a gradient below", Cause.MISSING_MASK)
                        .at(some(5, 3, 3))
                        .unary(x -> x.mul(triangle(x)), (g, x, y) -> g),
                Specimen.of("masked loss that counts the padding", Cause.MISSING_MASK)
                        .at(some(6, 6))
                        .unary(
                                x -> kept.where(x.square(), x.mul(0)).sum(),
                                (g, x, y) -> g.mul(x).mul(2)));
    }

    static Tensor clamp(Tensor x) {
        Tensor low = Tensor.scalar(-1, DType.FLOAT64);
        Tensor high = Tensor.scalar(1, DType.FLOAT64);
        return x.maximum(low).minimum(high);
    }

    private static Tensor triangle(Tensor x) {
        int n = x.size(0);
        double[] values = new double[n * n];
        for (int i = 0; i < n; i++) {
            for (int j = i; j < n; j++) {
                values[i * n + j] = 1;
            }
        }
        return Tensor.of(values, n, n);
    }
}
