package org.cotangent.check.zoo;

import static org.cotangent.check.zoo.Points.some;

import java.util.List;
import org.cotangent.Tensor;
import org.cotangent.check.Cause;

/** Contributions that are lost: sums over broadcast axes, and {@code =} where {@code +=} belongs. */
final class Sums {
    private Sums() {}

    static List<Specimen> specimens() {
        Tensor repeated = Tensor.of(new long[] {0, 2, 0, 1, 0}, 5);
        return List.of(
                Specimen.of("bias that learns from the first sample only", Cause.MISSING_BROADCAST_SUM)
                        .at(some(1, 3, 2), some(2, 2))
                        .binary(Tensor::add, (g, a, b) -> g, (g, a, b) -> g.select(0, 0)),
                Specimen.of("scale that learns from the first element only", Cause.MISSING_BROADCAST_SUM)
                        .at(some(3, 4), some(4))
                        .binary(
                                Tensor::mul,
                                (g, a, b) -> g.mul(b),
                                (g, a, b) -> g.mul(a).select(0, 0)),
                Specimen.of("column that learns from the last column only", Cause.MISSING_BROADCAST_SUM)
                        .at(some(5, 2, 3), some(6, 2, 1))
                        .binary(
                                Tensor::mul,
                                (g, a, b) -> g.mul(b),
                                (g, a, b) -> g.mul(a).slice(1, 2, 3)),
                Specimen.of("expand that takes one of the copies", Cause.MISSING_BROADCAST_SUM)
                        .at(some(7, 3))
                        .unary(x -> x.expand(2, 3), (g, x, y) -> g.select(0, 1)),
                Specimen.of("bias with the mean over the batch", Cause.CONSTANT_FACTOR)
                        .at(some(8, 4, 2), some(9, 2))
                        .binary(Tensor::add, (g, a, b) -> g, (g, a, b) -> g.mean(0)),
                Specimen.of("square broadcast summed over the wrong axis", Cause.WRONG_PLACE)
                        .at(some(10, 3, 3), some(11, 3))
                        .binary(Tensor::add, (g, a, b) -> g, (g, a, b) -> g.sum(1)),
                Specimen.of("embedding that overwrites a row picked twice", Cause.LOST_CONTRIBUTION)
                        .at(some(12, 3, 2))
                        .unary(x -> x.index(repeated), (g, x, y) -> overwriting(g, repeated, 3)),
                Specimen.of("tensor joined with itself, second copy only", Cause.LOST_CONTRIBUTION)
                        .at(some(13, 3))
                        .unary(x -> Tensor.cat(0, x, x), (g, x, y) -> g.slice(0, 3, 6)),
                Specimen.of("overlapping windows, last one wins", Cause.LOST_CONTRIBUTION)
                        .at(some(14, 4))
                        .unary(
                                x -> Tensor.stack(0, x.slice(0, 0, 2), x.slice(0, 1, 3), x.slice(0, 2, 4)),
                                (g, x, y) -> Tensor.cat(
                                        0,
                                        g.get(0).slice(0, 0, 1),
                                        g.get(1).slice(0, 0, 1),
                                        g.get(2))),
                Specimen.of("softmax as if each output had its own input", Cause.LOST_CONTRIBUTION)
                        .at(some(15, 4))
                        .unary(x -> x.softmax(0), (g, x, y) -> g.mul(y).mul(y.rsub(1))),
                Specimen.of("log-softmax without the sum of the upstream gradient", Cause.LOST_CONTRIBUTION)
                        .at(some(16, 2, 3))
                        .unary(x -> x.logSoftmax(1), (g, x, y) -> g.sub(g.mul(y.exp()))),
                Specimen.of("running sum of which only the last term counts", Cause.LOST_CONTRIBUTION)
                        .at(some(17, 4))
                        .unary(Orders::cumsum, (g, x, y) -> g));
    }

    private static Tensor overwriting(Tensor g, Tensor index, int rows) {
        int width = g.size(1);
        double[] values = g.toDoubles();
        double[] gradient = new double[rows * width];
        long[] places = index.toLongs();
        for (int i = 0; i < places.length; i++) {
            System.arraycopy(values, i * width, gradient, (int) places[i] * width, width);
        }
        return Tensor.of(gradient, rows, width);
    }
}
