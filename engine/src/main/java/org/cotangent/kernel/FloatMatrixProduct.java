// twin: FloatMatrixProduct -> DoubleMatrixProduct
package org.cotangent.kernel;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The two orders of summation of {@link MatrixProduct}, written out for float32 in plain loops.
 *
 * <p>The JIT compiler makes vectors of a loop over several arrays only when it reads all of them from their beginning
 * (anywhere else they might overlap, as far as it knows). So the rows of B are copied to arrays of their own first, and
 * a row of C is summed in another: 25 to 40 GFLOP/s instead of 3 to 5, a few milliseconds after the start.
 */
final class FloatMatrixProduct {
    private static final int LANES = 16; // twin:16->8

    /** Columns from which a row of C is long enough for vectors; with fewer, columns of C may be longer. */
    private static final int NARROW = 8;

    /** The columns and the steps along k that are copied at a time: 512 KiB. */
    private static final int WIDTH = 512;

    private static final int DEPTH = 256;

    private static final ThreadLocal<FloatMatrixProduct> OF_THREAD = ThreadLocal.withInitial(FloatMatrixProduct::new);

    private final float[][] rows = new float[DEPTH][0];
    private float[] sums = new float[0];

    private FloatMatrixProduct() {}

    /** Every element is a chain over k. All columns of a row advance together, four steps at a time. */
    static void inChains(FloatMatrix a, FloatMatrix b, @Nullable FloatMatrix bias, FloatMatrix c) {
        int n = c.columns();
        if (n < NARROW && c.rows() > n && (a.rowStride() == 1 || n > 2)) {
            inChains(b.transposed(), a.transposed(), bias == null ? null : bias.transposed(), c.transposed());
            return;
        }
        FloatMatrixProduct buffers = OF_THREAD.get();
        for (int left = 0; left < n; left += WIDTH) {
            int width = Math.min(WIDTH, n - left);
            buffers.start(bias, c, left, width);
            for (int p = 0; p < b.rows(); p += DEPTH) {
                buffers.add(a, b, c, p, Math.min(DEPTH, b.rows() - p), left, width);
            }
        }
    }

    private void start(@Nullable FloatMatrix bias, FloatMatrix c, int left, int width) {
        if (sums.length < width) {
            sums = new float[width];
        }
        for (int i = 0; i < c.rows(); i++) {
            if (bias != null) {
                bias.load(i, left, width, sums);
            } else if (i == 0) {
                Arrays.fill(sums, 0, width, 0f);
            }
            c.store(i, left, width, sums);
        }
    }

    /** Adds {@code steps} steps along k, from step p, to {@code width} columns of C. */
    private void add(FloatMatrix a, FloatMatrix b, FloatMatrix c, int p, int steps, int left, int width) {
        for (int q = 0; q < steps; q++) {
            if (rows[q].length < width) {
                rows[q] = new float[width];
            }
            b.load(p + q, left, width, rows[q]);
        }
        float[] x = a.values();
        int step = a.columnStride();
        for (int i = 0; i < c.rows(); i++) {
            c.load(i, left, width, sums);
            int at = a.at(i, p);
            int q = 0;
            for (; q + 4 <= steps; q += 4, at += 4 * step) {
                addFour(
                        width, x[at], rows[q], x[at + step], rows[q + 1], x[at + 2 * step], rows[q + 2],
                        x[at + 3 * step], rows[q + 3], sums);
            }
            for (; q < steps; q++, at += step) {
                addOne(width, x[at], rows[q], sums);
            }
            c.store(i, left, width, sums);
        }
    }

    private static void addFour(
            int n, float x0, float[] y0, float x1, float[] y1, float x2, float[] y2, float x3, float[] y3, float[] c) {
        for (int j = 0; j < n; j++) {
            c[j] = Math.fma(x3, y3[j], Math.fma(x2, y2[j], Math.fma(x1, y1[j], Math.fma(x0, y0[j], c[j]))));
        }
    }

    private static void addOne(int n, float x, float[] y, float[] c) {
        for (int j = 0; j < n; j++) {
            c[j] = Math.fma(x, y[j], c[j]);
        }
    }

    /** Every element is a sum of lanes. */
    static void alongInner(FloatMatrix a, FloatMatrix b, @Nullable FloatMatrix bias, FloatMatrix c) {
        if (c.columns() > c.rows()) {
            alongInner(b.transposed(), a.transposed(), bias == null ? null : bias.transposed(), c.transposed());
            return;
        }
        int k = a.columns(); // the rows of A are contiguous: that is why we are here
        int whole = k - k % LANES;
        float[] column = new float[k];
        float[] lanes = new float[LANES];
        for (int j = 0; j < c.columns(); j++) {
            b.transposed().load(j, 0, k, column);
            for (int i = 0; i < c.rows(); i++) {
                float[] x = a.values();
                int at = a.at(i, 0);
                for (int lane = 0; lane < LANES; lane += 8) {
                    eightLanes(whole / LANES, x, at + lane, column, lane, lanes);
                }
                for (int p = whole; p < k; p++) {
                    lanes[p - whole] = Math.fma(x[at + p], column[p], lanes[p - whole]);
                }
                for (int lane = k - whole; lane < LANES && whole < k; lane++) {
                    lanes[lane] += 0f; // what is missing counts as zeros: -0 becomes 0
                }
                float sum = fold(lanes);
                c.values()[c.at(i, j)] = bias == null ? sum : sum + bias.values()[bias.at(i, j)];
            }
        }
    }

    /** Eight sums at a time, because one chain would wait for itself. */
    private static void eightLanes(int count, float[] x, int at, float[] y, int lane, float[] lanes) {
        float sum0 = 0;
        float sum1 = 0;
        float sum2 = 0;
        float sum3 = 0;
        float sum4 = 0;
        float sum5 = 0;
        float sum6 = 0;
        float sum7 = 0;
        for (int p = 0; p < count; p++) {
            sum0 = Math.fma(x[at + LANES * p], y[lane + LANES * p], sum0);
            sum1 = Math.fma(x[at + LANES * p + 1], y[lane + LANES * p + 1], sum1);
            sum2 = Math.fma(x[at + LANES * p + 2], y[lane + LANES * p + 2], sum2);
            sum3 = Math.fma(x[at + LANES * p + 3], y[lane + LANES * p + 3], sum3);
            sum4 = Math.fma(x[at + LANES * p + 4], y[lane + LANES * p + 4], sum4);
            sum5 = Math.fma(x[at + LANES * p + 5], y[lane + LANES * p + 5], sum5);
            sum6 = Math.fma(x[at + LANES * p + 6], y[lane + LANES * p + 6], sum6);
            sum7 = Math.fma(x[at + LANES * p + 7], y[lane + LANES * p + 7], sum7);
        }
        lanes[lane] = sum0;
        lanes[lane + 1] = sum1;
        lanes[lane + 2] = sum2;
        lanes[lane + 3] = sum3;
        lanes[lane + 4] = sum4;
        lanes[lane + 5] = sum5;
        lanes[lane + 6] = sum6;
        lanes[lane + 7] = sum7;
    }

    private static float fold(float[] lanes) {
        for (int half = LANES / 2; half > 0; half /= 2) {
            for (int lane = 0; lane < half; lane++) {
                lanes[lane] += lanes[lane + half];
            }
        }
        return lanes[0];
    }
}
