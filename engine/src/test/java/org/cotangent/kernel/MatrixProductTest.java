package org.cotangent.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The plain product sums in the order that its description promises. */
class MatrixProductTest {
    @Test
    void aSmallProductByHand() {
        FloatMatrix a = FloatMatrix.of(new float[] {1, 2, 3, 4, 5, 6}, 0, 2, 3);
        FloatMatrix b = FloatMatrix.of(new float[] {1, 0, 2, 1, 0, 3}, 0, 3, 2);
        FloatMatrix c = FloatMatrix.of(new float[4], 0, 2, 2);
        MatrixProduct.multiply(a, b, null, c);
        assertArrayEquals(new float[] {5, 11, 14, 23}, c.values());
        MatrixProduct.multiply(a, b, new FloatMatrix(new float[] {9, 10, 20}, 1, 2, 2, 0, 1), c);
        assertArrayEquals(new float[] {15, 31, 24, 43}, c.values());
    }

    @Test
    void transposedFactorsAndAWiderResult() {
        // The same 2 x 3 and 3 x 2, column by column, the second after one number.
        DoubleMatrix a = DoubleMatrix.of(new double[] {1, 4, 2, 5, 3, 6}, 0, 3, 2).transposed();
        DoubleMatrix b = DoubleMatrix.of(new double[] {9, 1, 2, 0, 0, 1, 3}, 1, 2, 3).transposed();
        double[] c = {-1, -1, -1, -1, -1, -1, -1};
        MatrixProduct.multiply(a, b, null, new DoubleMatrix(c, 1, 2, 2, 3, 1));
        assertArrayEquals(new double[] {-1, 5, 11, -1, 14, 23, -1}, c);
    }

    @Test
    void anEmptySumIsTheBiasOrZero() {
        FloatMatrix a = FloatMatrix.of(new float[0], 0, 2, 0);
        FloatMatrix b = FloatMatrix.of(new float[0], 0, 0, 2);
        FloatMatrix c = FloatMatrix.of(new float[] {7, 7, 7, 7}, 0, 2, 2);
        MatrixProduct.multiply(a, b, null, c);
        assertArrayEquals(new float[4], c.values());
        MatrixProduct.multiply(a, b, new FloatMatrix(new float[] {1, 2}, 0, 2, 2, 0, 1), c);
        assertArrayEquals(new float[] {1, 2, 1, 2}, c.values());
    }

    @Test
    void aChainRoundsOnceForEachStep() {
        // 2^24 + 1 is not a float: the exact product survives only because it is not rounded before it is added.
        float[] a = {4097, 1};
        float[] b = {4097, -16785408};
        FloatMatrix c = FloatMatrix.of(new float[1], 0, 1, 1);
        MatrixProduct.multiply(FloatMatrix.of(a, 0, 1, 2), FloatMatrix.of(b, 0, 2, 1), null, c);
        assertEquals(Math.fma(1f, -16785408f, Math.fma(4097f, 4097f, 0f)), c.values()[0]);
        FloatMatrix bias = FloatMatrix.of(new float[] {-16785408}, 0, 1, 1);
        MatrixProduct.multiply(FloatMatrix.of(a, 0, 1, 1), FloatMatrix.of(b, 0, 1, 1), bias, c);
        assertEquals(1f, c.values()[0], "4097 * 4097 = 16785409, less the bias, with one rounding");
    }

    @Test
    void lanesAreFoldedInHalves() {
        // The 16 lanes hold 2^24, 1, 1, ...: one after the other the ones would be lost, in halves they are not.
        float[] a = new float[16];
        float[] b = new float[16];
        Arrays.fill(a, 1f);
        Arrays.fill(b, 1f);
        a[0] = 1 << 24;
        FloatMatrix c = FloatMatrix.of(new float[1], 0, 1, 1);
        assertTrue(MatrixProduct.runsAlongInner(1, 1, 16, 1, 1));
        MatrixProduct.multiply(FloatMatrix.of(a, 0, 1, 16), FloatMatrix.of(b, 0, 16, 1), null, c);
        // Lane 0 takes 8, then 4, then 2, then 1: each time it adds the sum of that many ones.
        float expected = (1 << 24) + 1f;
        expected += 2;
        expected += 4;
        expected += 8;
        assertEquals(expected, c.values()[0]);
    }

    /** The sum of one element as the description of {@link MatrixProduct} has it. */
    private static float element(FloatMatrix a, FloatMatrix b, @Nullable FloatMatrix bias, int i, int j, boolean inLanes) {
        float start = bias == null ? 0 : bias.values()[bias.at(i, j)];
        float[] lanes = new float[inLanes ? 16 : 1];
        lanes[0] = inLanes ? 0 : start;
        int k = a.columns();
        for (int p = 0; p < (inLanes ? Math.ceilDiv(k, 16) * 16 : k); p++) {
            float x = p < k ? a.values()[a.at(i, p)] : 0;
            float y = p < k ? b.values()[b.at(p, j)] : 0;
            lanes[p % lanes.length] = Math.fma(x, y, lanes[p % lanes.length]);
        }
        for (int half = lanes.length / 2; half > 0; half /= 2) {
            for (int lane = 0; lane < half; lane++) {
                lanes[lane] += lanes[lane + half];
            }
        }
        return !inLanes || bias == null ? lanes[0] : lanes[0] + start;
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, 1", "3, 5, 7", "9, 2, 33", "9, 3, 30", "2, 9, 33", "5, 600, 3", "3, 7, 300", "40, 2, 70", "40, 4, 131",
        "3, 40, 131", "1, 30, 500", "30, 1, 17", "20, 16, 257", "17, 18, 515", "600, 5, 3", "4, 4, 0"
    })
    void everyElementIsSummedAsPromised(int m, int n, int k) {
        Random random = new Random(7);
        for (int layout = 0; layout < 4; layout++) {
            for (boolean biased : new boolean[] {false, true}) {
                FloatMatrix a = matrix(random, m, k, layout % 2 == 1);
                FloatMatrix b = matrix(random, k, n, layout / 2 == 1);
                FloatMatrix bias = biased ? new FloatMatrix(numbers(random, n), 0, m, n, 0, 1) : null;
                FloatMatrix c = FloatMatrix.of(new float[m * n], 0, m, n);
                MatrixProduct.multiply(a, b, bias, c);
                boolean inLanes = MatrixProduct.runsAlongInner(m, n, k, a.columnStride(), b.rowStride());
                for (int i = 0; i < m; i++) {
                    for (int j = 0; j < n; j++) {
                        String where = "layout " + layout + ", element " + i + ", " + j;
                        assertEquals(element(a, b, bias, i, j, inLanes), c.values()[c.at(i, j)], where);
                    }
                }
            }
        }
    }

    private static FloatMatrix matrix(Random random, int rows, int columns, boolean transposed) {
        float[] numbers = numbers(random, rows * columns);
        return transposed
                ? FloatMatrix.of(numbers, 0, columns, rows).transposed()
                : FloatMatrix.of(numbers, 0, rows, columns);
    }

    private static float[] numbers(Random random, int count) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = random.nextInt(20) == 0 ? -0f : (float) random.nextGaussian();
        }
        return numbers;
    }

    @Test
    void whichWayTheSumRuns() {
        assertTrue(MatrixProduct.runsAlongInner(32, 1, 512, 1, 1), "a matrix times a vector");
        assertTrue(MatrixProduct.runsAlongInner(1, 512, 512, 7, 1), "a vector times a transposed matrix");
        assertFalse(MatrixProduct.runsAlongInner(1, 512, 512, 1, 512), "a vector times a matrix: columns side by side");
        assertFalse(MatrixProduct.runsAlongInner(32, 1, 512, 32, 1), "a transposed matrix: rows side by side");
        assertTrue(MatrixProduct.runsAlongInner(200, 10, 160, 1, 10));
        assertFalse(MatrixProduct.runsAlongInner(200, 10, 159, 1, 10), "too short for ten columns");
        assertFalse(MatrixProduct.runsAlongInner(200, 17, 5000, 1, 17), "wide enough for vectors");
    }

    @Test
    void aFactorThatReachesBeyondItsArrayIsRefused() {
        FloatMatrix a = FloatMatrix.of(new float[5], 0, 2, 3);
        FloatMatrix b = FloatMatrix.of(new float[6], 0, 3, 2);
        FloatMatrix c = FloatMatrix.of(new float[4], 0, 2, 2);
        assertThrows(IndexOutOfBoundsException.class, () -> MatrixProduct.multiply(a, b, null, c));
    }
}
