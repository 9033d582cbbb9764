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

    /** Weight and bias are in the same pass: the bits of the forward are those of a product and a sum. */
    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void weightAndBiasAreAProductAndASum(DType type) {
        for (int[] sizes : new int[][] {{3, 5}, {4, 3, 7}, {2, 3, 4, 5}}) {
            TorchGenerator random = new TorchGenerator(sizes.length);
            Tensor x = Tensor.randn(random, sizes).to(type);
            for (boolean channels : new boolean[] {false, true}) {
                int[] per = channels ? new int[] {sizes[1]} : java.util.Arrays.copyOfRange(sizes, 1, sizes.length);
                Tensor w = Tensor.randn(random, per).to(type);
                Tensor b = Tensor.randn(random, per).to(type);
                int[] ofChannels = new int[sizes.length - 1];
                java.util.Arrays.fill(ofChannels, 1);
                ofChannels[0] = sizes[1];
                int[] stretched = channels ? ofChannels : per;
                check(x, w, b, (v, weight, bias) -> norm(v, weight, bias, channels, per), (v, weight, bias) -> norm(
                                v, null, null, channels, per)
                        .mul(weight.reshape(stretched))
                        .add(bias.reshape(stretched)));
            }
        }
    }

    private interface Layer {
        Tensor of(Tensor x, @org.jspecify.annotations.Nullable Tensor weight, @org.jspecify.annotations.Nullable Tensor bias);
    }

    private static Tensor norm(
            Tensor x,
            @org.jspecify.annotations.Nullable Tensor weight,
            @org.jspecify.annotations.Nullable Tensor bias,
            boolean channels,
            int... sizes) {
        return channels ? x.batchNorm(null, null, weight, bias, true, 0, EPS) : x.layerNorm(sizes, weight, bias, EPS);
    }

    private static void check(Tensor x, Tensor w, Tensor b, Layer fused, Layer plain) {
        Tensor g = Tensor.randn(new TorchGenerator(9), x.shape().sizes()).to(x.dtype());
        double near = x.dtype() == DType.FLOAT64 ? 1e-12 : 1e-4;
        double[][][] found = new double[2][4][];
        for (int i = 0; i < 2; i++) {
            List<Tensor> in = List.of(x.clone(), w.clone(), b.clone());
            in.forEach(each -> each.requiresGrad(true));
            Tensor y = (i == 0 ? fused : plain).of(in.get(0), in.get(1), in.get(2));
            y.mul(g).sum().backward();
            found[i][3] = y.toDoubles();
            for (int k = 0; k < 3; k++) {
                found[i][k] = in.get(k).grad().toDoubles();
            }
        }
        assertArrayEquals(found[1][3], found[0][3], 0.0, "value " + x.shape());
        for (int k = 0; k < 3; k++) {
            assertArrayEquals(found[1][k], found[0][k], near, "gradient " + k + " of " + x.shape());
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
            NdArray w = Tensor.randn(new TorchGenerator(n + 2), n).to(type).data();
            NdArray b = Tensor.randn(new TorchGenerator(n + 3), 41, 1).to(type).data();
            NdArray y = Backends.current().standardize(x, EPS, w, b);
            NdArray back = Backends.current().standardizeGrad(x, g, EPS, w);
            Backends.use("auto");
            assertArrayEquals(
                    Tensor.of(y).toDoubles(), Tensor.of(Backends.current().standardize(x, EPS, w, b)).toDoubles(), 0.0);
            assertArrayEquals(
                    Tensor.of(back).toDoubles(),
                    Tensor.of(Backends.current().standardizeGrad(x, g, EPS, w)).toDoubles(),
                    0.0);
        }
    }
}
