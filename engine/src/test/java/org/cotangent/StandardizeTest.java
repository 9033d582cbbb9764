package org.cotangent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;
import org.cotangent.kernel.Backends;
import org.cotangent.kernel.DType;
import org.cotangent.kernel.NdArray;
import org.cotangent.random.TorchGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The fused normalisation is its decomposition, value and gradients, and its bits are those of every backend. */
class StandardizeTest {
    private static final double EPS = 1e-3;

    private final String before = Backends.current().name();

    @AfterEach
    void useWhatWasUsed() {
        Backends.use(before);
    }

    private static Tensor composed(Tensor x) {
        Tensor centred = x.sub(x.mean(true, -1));
        return centred.div(centred.square().mean(true, -1).add(EPS).sqrt());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 64, 100, 1000, 20_000})
    void itIsItsDecomposition(int n) {
        TorchGenerator random = new TorchGenerator(n);
        Tensor x = Tensor.randn(random, 3, n).to(DType.FLOAT64).add(3).detach().requiresGrad(true);
        Tensor g = Tensor.randn(random, 3, n).to(DType.FLOAT64).requiresGrad(true);
        Tensor u = Tensor.randn(random, 3, n).to(DType.FLOAT64);
        Tensor fused = x.layerNorm(new int[] {n}, null, null, EPS);
        Tensor plain = composed(x);
        assertNear(plain, fused);
        Tensor[] first = new Tensor[2];
        for (int i = 0; i < 2; i++) {
            Tensor y = i == 0 ? plain : fused;
            first[i] = Autograd.grad(y.mul(g).sum(), List.of(x), true).getFirst();
        }
        assertNear(first[0], first[1]);
        for (Tensor of : List.of(x, g)) {
            Tensor expected =
                    Autograd.grad(first[0].mul(u).sum(), List.of(of), true).getFirst();
            assertNear(
                    expected,
                    Autograd.grad(first[1].mul(u).sum(), List.of(of), true).getFirst());
        }
    }

    private static void assertNear(Tensor expected, Tensor found) {
        assertArrayEquals(expected.toDoubles(), found.toDoubles(), 1e-8);
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void theBitsAreTheSameOnEveryBackend(DType type) {
        for (int n : new int[] {1, 10, 63, 64, 65, 1000, 5000}) {
            NdArray x = Tensor.randn(new TorchGenerator(n), 41, n).to(type).data();
            NdArray g = Tensor.randn(new TorchGenerator(n + 1), 41, n).to(type).data();
            Backends.use("scalar");
            NdArray y = Backends.current().standardize(x, EPS);
            NdArray back = Backends.current().standardizeGrad(x, g, EPS);
            Backends.use("auto");
            assertArrayEquals(
                    Tensor.of(y).toDoubles(), Tensor.of(Backends.current().standardize(x, EPS)).toDoubles(), 0.0);
            assertArrayEquals(
                    Tensor.of(back).toDoubles(),
                    Tensor.of(Backends.current().standardizeGrad(x, g, EPS)).toDoubles(),
                    0.0);
        }
    }
}
