package org.cotangent.kernel.simd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.cotangent.kernel.Parallel;
import org.cotangent.kernel.FloatMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Products on vector units give the bits of the plain loops, whatever the shape, the layout and the threads. */
class ProductTest {
    private static final int[] SIZES = {0, 1, 2, 3, 4, 5, 7, 8, 15, 16, 17, 31, 33, 64, 100, 127, 129};

    /** Shapes that take each of the ways through the code, some of them large enough for several threads. */
    static List<ProductCase> shapes() {
        int[][] shapes = {
            {200, 130, 250}, {100, 784, 50}, {200, 500, 10}, {500, 200, 10}, {200, 10, 500},
            {10, 200, 500}, {216, 2500, 10}, {216, 10, 2500}, {2500, 216, 10}, {10, 2500, 216}, {32, 1, 512},
            {32, 512, 1}, {1, 32, 512}, {512, 32, 1}, {128, 2, 128}, {128, 128, 2}, {128, 128, 4}, {96, 101, 4},
            {56, 1031, 2}, {4, 128, 128}, {128, 4, 128}, {1, 600, 600}, {600, 600, 1}, {1, 5000, 1}, {3, 900, 3}, {400, 1, 700}, {401, 4, 700},
            {130, 520, 66}, {104, 784, 260}, {1, 30, 600}, {1, 700, 600}, {2, 37, 450}, {5, 601, 2203}, {15, 203, 1500}
        };
        List<ProductCase> cases = new ArrayList<>();
        for (int[] shape : shapes) {
            for (int layout = 0; layout < 4; layout++) {
                cases.add(ProductCase.of(shape[0], shape[1], shape[2], layout % 2, layout / 2));
            }
        }
        return cases;
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void largeAndSkinnyShapesAgree(ProductCase product) {
        product.assertSameBits(false);
        product.assertSameBits(true);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void awkwardSizesAgree(int layouts) {
        for (int m : SIZES) {
            for (int k : SIZES) {
                for (int n : SIZES) {
                    ProductCase.of(m, k, n, layouts % 2, layouts / 2).assertSameBits((m + k + n) % 3 == 0);
                }
            }
        }
    }

    @Property(tries = 400)
    void anyStridesAgree(
            @ForAll @IntRange(max = 80) int m,
            @ForAll @IntRange(max = 300) int k,
            @ForAll @IntRange(max = 80) int n,
            @ForAll @IntRange(max = 4) int layoutA,
            @ForAll @IntRange(max = 4) int layoutB,
            @ForAll @IntRange(max = 9) int gap,
            @ForAll boolean special,
            @ForAll boolean bias,
            @ForAll long seed) {
        new ProductCase(m, k, n, layoutA, layoutB, gap, special, bias, seed).assertSameBits(bias);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void anyNumberOfThreadsAgrees(int threads) {
        int before = Parallel.threads();
        Parallel.setThreads(threads);
        try {
            for (ProductCase product : shapes()) {
                product.assertSameBits(true);
            }
        } finally {
            Parallel.setThreads(before);
        }
    }

    @Test
    void specialNumbersSpreadAsTheyShould() {
        for (int n : new int[] {1, 3, 40, 200}) {
            for (int k : new int[] {1, 2, 9, 40}) {
                for (int layout = 0; layout < 4; layout++) {
                    new ProductCase(37, k, n, layout % 2, layout / 2, 0, true, true, n + k).assertSameBits(true);
                    new ProductCase(37, k, n, layout % 2, layout / 2, 0, true, false, n + k).assertSameBits(false);
                }
            }
        }
    }

    @Test
    void aZeroKeepsItsSignOnlyThroughTheBias() {
        float[] c = new float[64];
        float[] zeros = new float[64];
        float[] minus = new float[64];
        Arrays.fill(minus, -0f);
        FloatMatrix one = FloatMatrix.of(minus, 0, 1, 1);
        FloatMatrix row = FloatMatrix.of(zeros, 0, 1, 64);
        FloatProduct.multiply(one, row, null, FloatMatrix.of(c, 0, 1, 64));
        assertArrayEquals(new float[64], c); // 0 + -0 * 0 = 0
        FloatProduct.multiply(one, row, FloatMatrix.of(minus, 0, 1, 64), FloatMatrix.of(c, 0, 1, 64));
        assertArrayEquals(minus, c); // -0 + -0 * 0 = -0
    }

    @Test
    void nothingIsWrittenBesideTheResult() {
        Random random = new Random(11);
        for (int repeat = 0; repeat < 300; repeat++) {
            int m = random.nextInt(1, 70);
            int k = random.nextInt(1, 70);
            int n = random.nextInt(1, 70);
            float[] c = new float[5 + m * (n + 3)];
            Arrays.fill(c, 42f);
            FloatProduct.multiply(
                    FloatMatrix.of(new float[m * k], 0, m, k),
                    FloatMatrix.of(new float[k * n], 0, k, n),
                    null,
                    new FloatMatrix(c, 5, m, n, n + 3, 1));
            for (int i = 0; i < c.length; i++) {
                boolean inside = i >= 5 && (i - 5) % (n + 3) < n;
                assertEquals(inside ? 0f : 42f, c[i], "at " + i + " of " + m + "x" + k + "x" + n);
            }
        }
    }

    @Test
    void aFactorThatReachesBeyondItsArrayIsRefused() {
        FloatMatrix whole = FloatMatrix.of(new float[64 * 64], 0, 64, 64);
        FloatMatrix cut = FloatMatrix.of(new float[64 * 64 - 1], 0, 64, 64);
        FloatMatrix c = FloatMatrix.of(new float[64 * 64], 0, 64, 64);
        assertThrows(IndexOutOfBoundsException.class, () -> FloatProduct.multiply(cut, whole, null, c));
        assertThrows(IndexOutOfBoundsException.class, () -> FloatProduct.multiply(whole, cut, null, c));
    }

    @Property(tries = 200)
    void aTransposedCopyIsTheTranspose(
            @ForAll @IntRange(max = 40) int rows,
            @ForAll @IntRange(max = 40) int cols,
            @ForAll @IntRange(max = 5) int gap,
            @ForAll @IntRange(max = 5) int offset) {
        float[] x = new float[offset + rows * (cols + gap) + 1];
        double[] wide = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = i + 1;
            wide[i] = i + 1;
        }
        float[] y = new float[offset + cols * (rows + gap) + 1];
        double[] wideY = new double[y.length];
        FloatTranspose.copy(rows, cols, x, offset, cols + gap, y, offset, rows + gap);
        DoubleTranspose.copy(rows, cols, wide, offset, cols + gap, wideY, offset, rows + gap);
        for (int i = 0; i < y.length; i++) {
            int j = (i - offset) / Math.max(1, rows + gap);
            int r = (i - offset) % Math.max(1, rows + gap);
            boolean inside = i >= offset && j < cols && r < rows;
            assertEquals(inside ? x[offset + r * (cols + gap) + j] : 0f, y[i]);
            assertEquals(y[i], wideY[i]);
        }
    }
}
