package org.cotangent.check.zoo;

import static org.cotangent.check.zoo.Points.positive;
import static org.cotangent.check.zoo.Points.some;
import static org.cotangent.check.zoo.Points.vector;

import java.util.List;
import org.cotangent.Tensor;
import org.cotangent.check.Cause;

/** Forgotten factors, forgotten divisors and forgotten signs. */
final class Factors {
    private static final double LN_10 = Math.log(10);

    private Factors() {}

    static List<Specimen> specimens() {
        return List.of(
                Specimen.of("square without its 2", Cause.CONSTANT_FACTOR)
                        .at(some(1, 4))
                        .unary(x -> x.square(), (g, x, y) -> g.mul(x)),
                Specimen.of("square root without its 1/2", Cause.CONSTANT_FACTOR)
                        .at(positive(2, 4))
                        .unary(x -> x.sqrt(), (g, x, y) -> g.div(y)),
                Specimen.of("decimal logarithm with the natural one's rule", Cause.CONSTANT_FACTOR)
                        .at(positive(3, 3))
                        .unary(x -> x.log().div(LN_10), (g, x, y) -> g.div(x)),
                Specimen.of("mean without 1/n", Cause.CONSTANT_FACTOR)
                        .at(some(4, 5))
                        .unary(x -> x.mean(), (g, x, y) -> g.expand(x.shape().sizes())),
                Specimen.of("mean of rows divided by the number of all elements", Cause.CONSTANT_FACTOR)
                        .at(some(5, 3, 4))
                        .unary(x -> x.mean(1), (g, x, y) -> g.unsqueeze(1)
                                .expand(x.shape().sizes())
                                .div(x.size())),
                Specimen.of("cross entropy without the mean over the batch", Cause.CONSTANT_FACTOR)
                        .at(some(6, 4, 3))
                        .unary(Factors::crossEntropy, (g, x, y) -> g.mul(
                                x.softmax(1).sub(oneHot(x)))),
                Specimen.of("variance with n where n - 1 belongs", Cause.CONSTANT_FACTOR)
                        .at(some(7, 5))
                        .unary(
                                x -> x.sub(x.mean()).square().sum().div(x.size() - 1),
                                (g, x, y) -> g.mul(x.sub(x.mean())).mul(2.0 / x.size())),
                Specimen.of("norm without the division by itself", Cause.CONSTANT_FACTOR)
                        .at(some(8, 4))
                        .unary(x -> x.square().sum().sqrt(), (g, x, y) -> g.mul(x)),
                Specimen.of("average pooling that hands on the whole gradient", Cause.CONSTANT_FACTOR)
                        .at(some(9, 6))
                        .unary(
                                x -> x.reshape(3, 2).mean(1),
                                (g, x, y) -> g.unsqueeze(1).expand(3, 2).reshape(6)),
                Specimen.of("product of a tensor with itself, counted twice on both sides", Cause.CONSTANT_FACTOR)
                        .at(some(10, 3))
                        .unary(x -> x.mul(x), (g, x, y) -> g.mul(x).mul(4)),
                Specimen.of("mean that divides by at least 2: wrong only for axes of size 1", Cause.CONSTANT_FACTOR)
                        .at(some(11, 3, 2))
                        .at(some(11, 3, 1))
                        .unary(x -> x.mean(1), (g, x, y) -> g.unsqueeze(1)
                                .expand(x.shape().sizes())
                                .div(Math.max(2, x.size(1)))),
                Specimen.of("cosine without its minus", Cause.WRONG_SIGN)
                        .at(some(12, 4))
                        .unary(x -> x.cos(), (g, x, y) -> g.mul(x.sin())),
                Specimen.of("difference whose right side is added", Cause.WRONG_SIGN)
                        .at(some(13, 2, 3), some(14, 2, 3))
                        .binary(Tensor::sub, (g, a, b) -> g, (g, a, b) -> g),
                Specimen.of("quotient whose denominator pushes the wrong way", Cause.WRONG_SIGN)
                        .at(some(15, 3), positive(16, 3))
                        .binary(Tensor::div, (g, a, b) -> g.div(b), (g, a, b) -> g.mul(a).div(b.square())),
                Specimen.of("distance to a target with target minus output", Cause.WRONG_SIGN)
                        .at(some(17, 4), some(18, 4))
                        .binary(
                                (a, b) -> a.sub(b).square().sum(),
                                (g, a, b) -> g.mul(b.sub(a)).mul(2),
                                (g, a, b) -> g.mul(b.sub(a)).mul(2)),
                Specimen.of("quotient that divides by b where b^2 belongs", Cause.WRONG_VALUE)
                        .at(some(19, 3), vector(0.7, 1.3, 1.9))
                        .binary(Tensor::div, (g, a, b) -> g.div(b), (g, a, b) -> g.mul(a).div(b).neg()),
                Specimen.of("sine that takes the cosine of its output", Cause.WRONG_VALUE)
                        .at(some(20, 3))
                        .unary(x -> x.sin(), (g, x, y) -> g.mul(y.cos())),
                Specimen.of("variance without the mean", Cause.WRONG_VALUE)
                        .at(some(21, 5))
                        .unary(x -> x.sub(x.mean()).square().mean(), (g, x, y) -> g.mul(x).mul(2.0 / x.size())),
                Specimen.of("residual block without its skip path", Cause.WRONG_VALUE)
                        .at(some(22, 3))
                        .unary(
                                x -> x.add(x.tanh()),
                                (g, x, y) -> g.mul(x.tanh().square().rsub(1))));
    }

    private static Tensor crossEntropy(Tensor x) {
        return x.crossEntropy(labels(x));
    }

    private static Tensor labels(Tensor x) {
        long[] labels = new long[x.size(0)];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i % x.size(1);
        }
        return Tensor.of(labels, labels.length);
    }

    private static Tensor oneHot(Tensor x) {
        double[] values = new double[x.size()];
        long[] labels = labels(x).toLongs();
        for (int i = 0; i < labels.length; i++) {
            values[i * x.size(1) + (int) labels[i]] = 1;
        }
        return Tensor.of(values, x.shape().sizes());
    }
}
