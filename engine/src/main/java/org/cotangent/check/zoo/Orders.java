package org.cotangent.check.zoo;

import static org.cotangent.check.zoo.Points.some;

import java.util.List;
import org.cotangent.Tensor;
import org.cotangent.check.Cause;

/** The right numbers in the wrong order: transposes, axes, and indices that are off by one. */
final class Orders {
    private Orders() {}

    static List<Specimen> specimens() {
        return List.of(
                Specimen.of("matrix product, left: g B for g B^T", Cause.TRANSPOSED)
                        .at(some(1, 2, 2), some(2, 2, 2))
                        .binary(Tensor::matmul, (g, a, b) -> g.matmul(b), (g, a, b) -> a.t()
                                .matmul(g)),
                Specimen.of("matrix product, right: A g for A^T g", Cause.TRANSPOSED)
                        .at(some(3, 2, 2), some(4, 2, 2))
                        .binary(Tensor::matmul, (g, a, b) -> g.matmul(b.t()), (g, a, b) -> a.matmul(g)),
                Specimen.of("linear layer with the weight's gradient transposed", Cause.TRANSPOSED)
                        .at(some(5, 4, 3), some(6, 3, 3))
                        .binary(
                                (x, w) -> x.matmul(w.t()),
                                (g, x, w) -> g.matmul(w),
                                (g, x, w) -> x.t().matmul(g)),
                Specimen.of("permutation undone with the same order instead of its inverse", Cause.TRANSPOSED)
                        .at(some(7, 2, 2, 2))
                        .unary(x -> x.permute(1, 2, 0), (g, x, y) -> g.permute(1, 2, 0)),
                Specimen.of("running sum whose gradient runs the same way", Cause.TRANSPOSED)
                        .at(some(8, 4))
                        .unary(Orders::cumsum, (g, x, y) -> cumsum(g)),
                Specimen.of("roll undone by rolling on", Cause.TRANSPOSED)
                        .at(some(9, 5))
                        .unary(x -> roll(x, 1), (g, x, y) -> roll(g, 1)),
                Specimen.of("rule that trusts storage order: wrong only for views", Cause.TRANSPOSED)
                        .at(some(10, 2, 3))
                        .at(some(10, 2, 3).detach().t().requiresGrad(true))
                        .unary(x -> x.square().sum(), (g, x, y) -> g.mul(2).mul(x.isContiguous() ? x : inStorageOrder(x))),
                Specimen.of("transpose undone by a reshape", Cause.TRANSPOSED)
                        .at(some(11, 2, 3))
                        .unary(x -> x.t(), (g, x, y) -> g.reshape(2, 3)),
                Specimen.of("flip that is not flipped back", Cause.WRONG_PLACE)
                        .at(some(12, 4))
                        .unary(x -> x.flip(0), (g, x, y) -> g),
                Specimen.of("slice put back one row too far", Cause.WRONG_PLACE)
                        .at(some(13, 4, 2))
                        .unary(
                                x -> x.slice(0, 1, 3),
                                (g, x, y) -> Tensor.cat(0, g.detach().mul(0), g)),
                Specimen.of("row lookup with indices counted from 1", Cause.WRONG_PLACE)
                        .at(some(14, 4, 2))
                        .unary(
                                x -> x.index(Tensor.of(new long[] {0, 2}, 2)),
                                (g, x, y) -> Tensor.zeros(x.dtype(), 4, 2)
                                        .scatterAdd(0, Tensor.of(new long[] {1, 1, 3, 3}, 2, 2), g)),
                Specimen.of("joined tensors split at the wrong end", Cause.WRONG_PLACE)
                        .at(some(15, 2), some(16, 2))
                        .binary(
                                (a, b) -> Tensor.cat(0, a, b),
                                (g, a, b) -> g.slice(0, 2, 4),
                                (g, a, b) -> g.slice(0, 0, 2)),
                Specimen.of("convolution whose kernel is not turned round", Cause.WRONG_PLACE)
                        .at(some(17, 5), Tensor.of(new double[] {0.5, 2, -1}, 3).requiresGrad(true))
                        .binary(
                                Orders::correlate,
                                (g, x, k) -> spread(g, k.flip(0)),
                                (g, x, k) -> correlate(x, g)),
                Specimen.of("max pooling that rewards the first of each window", Cause.WRONG_PLACE)
                        .at(Tensor.of(new double[] {1, 2, 4, 3, 5, 6}, 6).requiresGrad(true))
                        .unary(
                                x -> x.reshape(3, 2).amax(1),
                                (g, x, y) -> Tensor.stack(1, g, g.mul(0)).reshape(6)),
                Specimen.of("sum of columns with the gradient of a sum of rows", Cause.TRANSPOSED)
                        .at(some(18, 3, 3))
                        .unary(x -> x.sum(0), (g, x, y) -> g.unsqueeze(1).expand(3, 3)),
                Specimen.of("gradient of the transposed shape", Cause.RULE_FAILED)
                        .at(some(19, 2, 3))
                        .unary(x -> x.t(), (g, x, y) -> g));
    }

    /** x_0, x_0 + x_1, ... */
    static Tensor cumsum(Tensor x) {
        int n = x.size(0);
        Tensor[] sums = new Tensor[n];
        for (int i = 0; i < n; i++) {
            sums[i] = i == 0 ? x.get(0) : sums[i - 1].add(x.get(i));
        }
        return Tensor.stack(0, sums);
    }

    private static Tensor roll(Tensor x, int by) {
        int n = x.size(0);
        return Tensor.cat(0, x.slice(0, n - by, n), x.slice(0, 0, n - by));
    }

    /** y_j = sum_i k_i x_(i + j). */
    private static Tensor correlate(Tensor x, Tensor k) {
        int n = x.size(0) - k.size(0) + 1;
        Tensor[] sums = new Tensor[n];
        for (int j = 0; j < n; j++) {
            sums[j] = x.slice(0, j, j + k.size(0)).dot(k);
        }
        return Tensor.stack(0, sums);
    }

    /** The reverse of {@link #correlate}: each g_j adds g_j k to a window. */
    private static Tensor spread(Tensor g, Tensor k) {
        Tensor zeros = k.mul(0);
        Tensor wide = Tensor.cat(0, zeros.slice(0, 1, zeros.size(0)), g, zeros.slice(0, 1, zeros.size(0)));
        return correlate(wide, k.flip(0));
    }

    private static Tensor inStorageOrder(Tensor x) {
        double[] raw = Tensor.of(x.data().view(org.cotangent.shape.Shape.of(x.size()).contiguous()))
                .toDoubles();
        return Tensor.of(raw, x.shape().sizes());
    }
}
