package org.cotangent.check.zoo;

import static org.cotangent.check.zoo.Points.some;

import java.util.List;
import java.util.Random;
import org.cotangent.Tensor;
import org.cotangent.check.Cause;

/** Rules that remember, and rules that roll dice. */
final class States {
    private States() {}

    static List<Specimen> specimens() {
        Tensor[] first = new Tensor[1];
        Tensor[] latest = new Tensor[1];
        Random dice = new Random(5);
        int[] calls = new int[1];
        return List.of(
                Specimen.of("square that saved the x of its first call", Cause.DEPENDS_ON_STATE)
                        .at(some(1, 3))
                        .unary(
                                x -> {
                                    if (first[0] == null) {
                                        first[0] = x.detach().clone();
                                    }
                                    return x.square();
                                },
                                (g, x, y) -> g.mul(first[0]).mul(2)),
                Specimen.of("product that saved its factors in a field", Cause.DEPENDS_ON_STATE)
                        .at(some(2, 3))
                        .unary(
                                x -> {
                                    latest[0] = x.detach().clone();
                                    return x.sin();
                                },
                                (g, x, y) -> g.mul(latest[0].cos())),
                Specimen.of("dropout that draws a new mask on the way back: right in expectation only", Cause.DEPENDS_ON_STATE)
                        .at(some(3, 8))
                        .unary(x -> x.square(), (g, x, y) -> g.mul(x).mul(coins(dice, 8)).mul(4)),
                Specimen.of("gradient with noise of mean 0: right in expectation only", Cause.DEPENDS_ON_STATE)
                        .at(some(4, 3))
                        .unary(
                                x -> x.exp(),
                                (g, x, y) -> g.mul(y).mul(1 + 0.1 * dice.nextGaussian())),
                Specimen.of("schedule that counts backward calls", Cause.DEPENDS_ON_STATE)
                        .at(some(5, 3))
                        .unary(x -> x.tanh(), (g, x, y) -> g.mul(y.square().rsub(1)).mul(Math.pow(0.9, calls[0]++))));
    }

    private static Tensor coins(Random dice, int n) {
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = dice.nextInt(2);
        }
        return Tensor.of(values, n);
    }
}
