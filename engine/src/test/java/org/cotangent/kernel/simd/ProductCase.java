package org.cotangent.kernel.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.cotangent.kernel.DoubleMatrix;
import org.cotangent.kernel.FloatMatrix;
import org.cotangent.kernel.MatrixProduct;

/**
 * One product to compare: its shape, how its factors lie in memory, and what is in them.
 *
 * @param layoutA 0: row-major, 1: column-major, 2: every other number of a row, 3: every other row, 4: one row for all
 * @param layoutB likewise
 * @param gap unused numbers between the rows, and before the first one
 * @param special whether NaN, infinities, signed zeros, and very large and very small numbers occur
 * @param bias whether there is a bias
 */
record ProductCase(
        int m, int k, int n, int layoutA, int layoutB, int gap, boolean special, boolean bias, long seed) {
    private static final float[] SPECIAL = {
        Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 0f, -0f, Float.MAX_VALUE, Float.MIN_VALUE, -1e-40f
    };

    static ProductCase of(int m, int k, int n, int layoutA, int layoutB) {
        return new ProductCase(m, k, n, layoutA, layoutB, 0, false, false, 31L * (31L * m + k) + n);
    }

    /** Computes the product in float32 and float64, plainly and in vectors, and compares every bit. */
    void assertSameBits(boolean withBias) {
        Random random = new Random(seed);
        float[] left = numbers(random, gap + length(m, k, strides(layoutA, m, k)));
        float[] right = numbers(random, gap + length(k, n, strides(layoutB, k, n)));
        float[] start = withBias ? numbers(random, n + gap) : null;
        int row = n + gap;
        float[] plain = new float[gap + m * row];
        float[] fast = new float[gap + m * row];
        FloatMatrix a = single(left, layoutA, m, k);
        FloatMatrix b = single(right, layoutB, k, n);
        FloatMatrix bias = start == null ? null : new FloatMatrix(start, gap, m, n, 0, 1);
        MatrixProduct.multiply(a, b, bias, new FloatMatrix(plain, gap, m, n, row, 1));
        FloatProduct.multiply(a, b, bias, new FloatMatrix(fast, gap, m, n, row, 1));
        for (int i = 0; i < plain.length; i++) {
            if (Float.floatToIntBits(plain[i]) != Float.floatToIntBits(fast[i])) {
                assertEquals(plain[i], fast[i], "float32 at " + (i - gap) + " of " + this);
            }
        }
        double[] widePlain = new double[plain.length];
        double[] wideFast = new double[fast.length];
        DoubleMatrix wideA = twice(wide(left), layoutA, m, k);
        DoubleMatrix wideB = twice(wide(right), layoutB, k, n);
        DoubleMatrix wideBias = start == null ? null : new DoubleMatrix(wide(start), gap, m, n, 0, 1);
        MatrixProduct.multiply(wideA, wideB, wideBias, new DoubleMatrix(widePlain, gap, m, n, row, 1));
        DoubleProduct.multiply(wideA, wideB, wideBias, new DoubleMatrix(wideFast, gap, m, n, row, 1));
        for (int i = 0; i < widePlain.length; i++) {
            if (Double.doubleToLongBits(widePlain[i]) != Double.doubleToLongBits(wideFast[i])) {
                assertEquals(widePlain[i], wideFast[i], "float64 at " + (i - gap) + " of " + this);
            }
        }
    }

    private FloatMatrix single(float[] values, int layout, int rows, int columns) {
        int[] strides = strides(layout, rows, columns);
        return new FloatMatrix(values, gap, rows, columns, strides[0], strides[1]);
    }

    private DoubleMatrix twice(double[] values, int layout, int rows, int columns) {
        int[] strides = strides(layout, rows, columns);
        return new DoubleMatrix(values, gap, rows, columns, strides[0], strides[1]);
    }

    private int[] strides(int layout, int rows, int cols) {
        return switch (layout) {
            case 0 -> new int[] {cols + gap, 1};
            case 1 -> new int[] {1, rows + gap};
            case 2 -> new int[] {2 * cols + gap, 2};
            case 3 -> new int[] {2 * (cols + gap), 1};
            default -> new int[] {0, 1};
        };
    }

    /** No longer than it must be, so that reading one number too many is noticed. */
    private static int length(int rows, int cols, int[] strides) {
        return rows == 0 || cols == 0 ? 0 : (rows - 1) * strides[0] + (cols - 1) * strides[1] + 1;
    }

    private float[] numbers(Random random, int count) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = special && random.nextInt(40) == 0
                    ? SPECIAL[random.nextInt(SPECIAL.length)]
                    : (float) random.nextGaussian();
        }
        return numbers;
    }

    /** Numbers that are not floats, so that float64 is told from float32. */
    private static double[] wide(float[] numbers) {
        double[] wide = new double[numbers.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = numbers[i] * 1.1;
        }
        return wide;
    }
}
