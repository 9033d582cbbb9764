// twin: FloatMatrixProduct -> DoubleMatrixProduct
package org.cotangent.kernel;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The two orders of summation of {@link MatrixProduct}, written out for float32. */
final class FloatMatrixProduct {
    private static final int LANES = 16; // twin:16->8

    private FloatMatrixProduct() {}

    /** Columns from which all columns of a row advance together. */
    private static final int WIDE = 8;

    /** Rows for which it pays to lay the rows of B out contiguously first. */
    private static final int MANY = 8;

    /** Every element is a chain over k. All columns of a row advance together: the JIT compiler makes that vectors. */
    static void inChains(
            int m,
            int n,
            int k,
            float[] a,
            int aOffset,
            int aRowStride,
            int aColStride,
            float[] b,
            int bOffset,
            int bRowStride,
            int bColStride,
            float @Nullable [] bias,
            int biasOffset,
            float[] c,
            int cOffset,
            int cRowStride) {
        if (n < WIDE) {
            fewColumns(
                    m, n, k, a, aOffset, aRowStride, aColStride, b, bOffset, bRowStride, bColStride, bias, biasOffset,
                    c, cOffset, cRowStride);
            return;
        }
        boolean copied = bColStride != 1 && m >= MANY;
        float[] y = copied ? contiguous(k, n, b, bOffset, bRowStride, bColStride) : b;
        int yOffset = copied ? 0 : bOffset;
        int yRow = copied ? n : bRowStride;
        int yCol = copied ? 1 : bColStride;
        for (int i = 0; i < m; i++) {
            int row = cOffset + i * cRowStride;
            if (bias == null) {
                Arrays.fill(c, row, row + n, 0f);
            } else {
                System.arraycopy(bias, biasOffset, c, row, n);
            }
            for (int p = 0; p < k; p++) {
                addScaled(n, a[aOffset + i * aRowStride + p * aColStride], y, yOffset + p * yRow, yCol, c, row);
            }
        }
    }

    private static void addScaled(int n, float x, float[] y, int from, int step, float[] c, int to) {
        if (step == 1) {
            for (int j = 0; j < n; j++) {
                c[to + j] = Math.fma(x, y[from + j], c[to + j]);
            }
        } else {
            for (int j = 0; j < n; j++) {
                c[to + j] = Math.fma(x, y[from + j * step], c[to + j]);
            }
        }
    }

    private static float[] contiguous(int k, int n, float[] b, int offset, int rowStride, int colStride) {
        float[] rows = new float[k * n];
        for (int p = 0; p < k; p++) {
            for (int j = 0; j < n; j++) {
                rows[p * n + j] = b[offset + p * rowStride + j * colStride];
            }
        }
        return rows;
    }

    /** Every element is a chain over k, one column after the other. */
    private static void fewColumns(
            int m,
            int n,
            int k,
            float[] a,
            int aOffset,
            int aRowStride,
            int aColStride,
            float[] b,
            int bOffset,
            int bRowStride,
            int bColStride,
            float @Nullable [] bias,
            int biasOffset,
            float[] c,
            int cOffset,
            int cRowStride) {
        for (int j = 0; j < n; j++) {
            float start = bias == null ? 0f : bias[biasOffset + j];
            int from = bOffset + j * bColStride;
            int to = cOffset + j;
            int i = 0;
            for (; i + 4 <= m; i += 4) { // four at a time, because one chain waits for itself
                int at = aOffset + i * aRowStride;
                float s0 = start;
                float s1 = start;
                float s2 = start;
                float s3 = start;
                for (int p = 0; p < k; p++) {
                    float y = b[from + p * bRowStride];
                    int x = at + p * aColStride;
                    s0 = Math.fma(a[x], y, s0);
                    s1 = Math.fma(a[x + aRowStride], y, s1);
                    s2 = Math.fma(a[x + 2 * aRowStride], y, s2);
                    s3 = Math.fma(a[x + 3 * aRowStride], y, s3);
                }
                c[to + i * cRowStride] = s0;
                c[to + (i + 1) * cRowStride] = s1;
                c[to + (i + 2) * cRowStride] = s2;
                c[to + (i + 3) * cRowStride] = s3;
            }
            for (; i < m; i++) {
                float sum = start;
                for (int p = 0; p < k; p++) {
                    sum = Math.fma(a[aOffset + i * aRowStride + p * aColStride], b[from + p * bRowStride], sum);
                }
                c[to + i * cRowStride] = sum;
            }
        }
    }

    /** Every element is a sum of lanes. */
    static void alongInner(
            int m,
            int n,
            int k,
            float[] a,
            int aOffset,
            int aRowStride,
            int aColStride,
            float[] b,
            int bOffset,
            int bRowStride,
            int bColStride,
            float @Nullable [] bias,
            int biasOffset,
            float[] c,
            int cOffset,
            int cRowStride) {
        float[] lanes = new float[LANES];
        int whole = k - k % LANES;
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                int x = aOffset + i * aRowStride;
                int y = bOffset + j * bColStride;
                Arrays.fill(lanes, 0f);
                for (int p = 0; p < whole; p += LANES) {
                    addLanes(a, x + p * aColStride, aColStride, b, y + p * bRowStride, bRowStride, LANES, lanes);
                }
                addLanes(a, x + whole * aColStride, aColStride, b, y + whole * bRowStride, bRowStride, k - whole, lanes);
                for (int lane = k - whole; lane < LANES && whole < k; lane++) {
                    lanes[lane] += 0f; // what is missing counts as zeros: -0 becomes 0
                }
                float sum = fold(lanes);
                c[cOffset + i * cRowStride + j] = bias == null ? sum : sum + bias[biasOffset + j];
            }
        }
    }

    private static void addLanes(float[] a, int at, int aStep, float[] b, int from, int bStep, int n, float[] lanes) {
        if (aStep == 1 && bStep == 1) {
            for (int lane = 0; lane < n; lane++) {
                lanes[lane] = Math.fma(a[at + lane], b[from + lane], lanes[lane]);
            }
        } else {
            for (int lane = 0; lane < n; lane++) {
                lanes[lane] = Math.fma(a[at + lane * aStep], b[from + lane * bStep], lanes[lane]);
            }
        }
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
