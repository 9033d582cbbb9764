package org.cotangent.check.zoo;

import static org.cotangent.check.zoo.Points.some;

import java.util.List;
import org.cotangent.CustomOp;
import org.cotangent.Tensor;
import org.cotangent.check.Cause;

/** Right at order 1 and wrong at order 2. */
final class Seconds {
    private Seconds() {}

    static List<Specimen> specimens() {
        CustomOp halfTanhGrad = CustomOp.binary(
                "tanhGrad",
                (g, y) -> g.mul(y.square().rsub(1)),
                (h, g, y) -> h.mul(y.square().rsub(1)),
                (h, g, y) -> h.mul(g).mul(y).neg()); // -2 g y belongs here
        CustomOp turnedSigmoidGrad = CustomOp.binary(
                "sigmoidGrad",
                (g, y) -> g.mul(y).mul(y.rsub(1)),
                (h, g, y) -> h.mul(y).mul(y.rsub(1)),
                (h, g, y) -> h.mul(g).mul(y.mul(2).sub(1))); // 1 - 2 y belongs here
        return List.of(
                Specimen.of("exponential with a detached output", Cause.ZERO_EVERYWHERE)
                        .at(some(1, 3))
                        .atOrder2()
                        .unary(x -> x.exp(), (g, x, y) -> g.mul(y.detach())),
                Specimen.of("power whose rule computes on plain numbers", Cause.ZERO_EVERYWHERE)
                        .at(some(2, 3))
                        .atOrder2()
                        .unary(x -> x.pow(3), (g, x, y) -> g.mul(Tensor.of(cubed(x.toDoubles()), 3))),
                Specimen.of("matrix product whose gradients forget each other", Cause.ZERO_EVERYWHERE)
                        .at(some(3, 2, 3), some(4, 3, 2))
                        .atOrder2()
                        .binary(
                                Tensor::matmul,
                                (g, a, b) -> g.matmul(b.detach().t()),
                                (g, a, b) -> a.detach().t().matmul(g)),
                Specimen.of("fused tanh gradient with half a rule", Cause.CONSTANT_FACTOR)
                        .at(some(5, 3))
                        .atOrder2()
                        .unary(x -> x.tanh(), (g, x, y) -> halfTanhGrad.apply(g, y)),
                Specimen.of("fused sigmoid gradient with the wrong sign", Cause.WRONG_SIGN)
                        .at(some(6, 3))
                        .atOrder2()
                        .unary(x -> x.sigmoid(), (g, x, y) -> turnedSigmoidGrad.apply(g, y)),
                Specimen.of("product with itself that detaches one side", Cause.CONSTANT_FACTOR)
                        .at(some(7, 3))
                        .atOrder2()
                        .unary(x -> x.pow(3), (g, x, y) -> g.mul(x).mul(x.detach()).mul(3)));
    }

    private static double[] cubed(double[] x) {
        double[] slopes = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            slopes[i] = 3 * x[i] * x[i];
        }
        return slopes;
    }
}
