package org.cotangent.check.zoo;

import static org.cotangent.check.zoo.Points.some;
import static org.cotangent.check.zoo.Points.vector;

import java.util.List;
import org.cotangent.Tensor;
import org.cotangent.check.Cause;

/** Wrong only for some values; zero, cut or handed on; and bent instead of linear. */
final class Corners {
    private Corners() {}

    static List<Specimen> specimens() {
        return List.of(
                Specimen.of("square as 2 y / x: wrong only at zero", Cause.NOT_FINITE)
                        .at(vector(1.5, 0, -0.5))
                        .unary(x -> x.square(), (g, x, y) -> g.mul(y).mul(2).div(x)),
                Specimen.of("first power whose 0^0 is 0: wrong only at zero", Cause.SPECIAL_VALUES)
                        .at(vector(1.5, 0, -0.5))
                        .unary(x -> x.mul(3), (g, x, y) -> x.eq(0).where(g.mul(0), g.mul(3))),
                Specimen.of("softplus by e^x / (1 + e^x): wrong only for large inputs", Cause.NOT_FINITE)
                        .at(vector(-2, 1, 800))
                        .unary(Corners::softplus, (g, x, y) -> g.mul(x.exp()).div(x.exp().add(1))),
                Specimen.of("tanh that is taken for flat from 2 on: wrong only for large inputs", Cause.SPECIAL_VALUES)
                        .at(vector(-0.5, 1, 2.5))
                        .unary(x -> x.tanh(), (g, x, y) -> x.abs().gt(2)
                                .where(g.mul(0), g.mul(y.square().rsub(1)))),
                Specimen.of("leaky relu without its leak", Cause.SPECIAL_VALUES)
                        .at(vector(1, -1, 2, -0.4))
                        .unary(x -> x.leakyRelu(0.1), (g, x, y) -> x.gt(0).where(g, g.mul(0))),
                Specimen.of("elu with y where y + 1 belongs", Cause.SPECIAL_VALUES)
                        .at(vector(1, -1, 2, -0.4))
                        .unary(Corners::elu, (g, x, y) -> x.gt(0).where(g, g.mul(y))),
                Specimen.of("huber loss that pulls upwards from both sides", Cause.SPECIAL_VALUES)
                        .at(vector(0.5, -3, -0.2, 2))
                        .unary(Corners::huber, (g, x, y) -> x.abs().le(1).where(g.mul(x), g)),
                Specimen.of("constant copy of the input in the graph", Cause.ZERO_EVERYWHERE)
                        .at(some(1, 3), some(2, 3))
                        .functions(in -> in.get(0).exp().mul(in.get(1)), in -> in.get(0)
                                .detach()
                                .exp()
                                .mul(in.get(1))),
                Specimen.of("value that left the graph as a plain number", Cause.ZERO_EVERYWHERE)
                        .at(some(3, 3))
                        .functions(
                                in -> in.get(0).square().sum(),
                                in -> Tensor.of(new double[] {in.get(0).square().sum().item()})),
                Specimen.of("quotient whose denominator has no rule", Cause.ZERO_EVERYWHERE)
                        .at(some(4, 3), some(5, 3))
                        .binary(Tensor::div, (g, a, b) -> g.div(b), (g, a, b) -> null),
                Specimen.of("activation that hands the gradient on", Cause.HANDED_ON)
                        .at(some(6, 3))
                        .unary(x -> x.tanh(), (g, x, y) -> g),
                Specimen.of("loss that ignores what comes after it", Cause.NOT_LINEAR_IN_COTANGENT)
                        .at(some(7, 3))
                        .unary(x -> x.square().sum(), (g, x, y) -> x.mul(2)),
                Specimen.of("rule that clips the gradient to 5", Cause.NOT_LINEAR_IN_COTANGENT)
                        .at(some(8, 3))
                        .unary(x -> x.sin(), (g, x, y) -> clip(g).mul(x.cos())),
                Specimen.of("rule that squares the gradient", Cause.NOT_LINEAR_IN_COTANGENT)
                        .at(some(9, 3))
                        .unary(x -> x.exp(), (g, x, y) -> g.square().mul(y)),
                Specimen.of("rule that divides by zero elements", Cause.RULE_FAILED)
                        .at(some(10, 3))
                        .unary(x -> x.sum(), (g, x, y) -> {
                            throw new ArithmeticException("/ by zero");
                        }));
    }

    private static Tensor softplus(Tensor x) {
        // max(x, 0) + ln(1 + e^-|x|)
        return x.relu().add(x.abs().neg().exp().add(1).log());
    }

    private static Tensor elu(Tensor x) {
        Tensor below = x.lt(0).where(x, x.mul(0));
        return x.relu().add(below.exp().sub(1));
    }

    private static Tensor huber(Tensor x) {
        return x.abs().le(1).where(x.square().mul(0.5), x.abs().sub(0.5));
    }

    private static Tensor clip(Tensor g) {
        Tensor bound = g.mul(0).add(5);
        return g.minimum(bound).maximum(bound.neg());
    }
}
