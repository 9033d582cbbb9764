// twin: FloatMatrixProduct -> DoubleMatrixProduct
package org.cotangent.kernel;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The two orders of summation of {@link MatrixProduct}, written out for float32. */
final class FloatMatrixProduct {
    private static final int LANES = 16; // twin:16->8

    private FloatMatrixProduct() {}

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
        for (int i = 0; i < m; i++) {
            int row = cOffset + i * cRowStride;
            if (bias == null) {
                Arrays.fill(c, row, row + n, 0f);
            } else {
                System.arraycopy(bias, biasOffset, c, row, n);
            }
            for (int p = 0; p < k; p++) {
                float x = a[aOffset + i * aRowStride + p * aColStride];
                int from = bOffset + p * bRowStride;
                if (bColStride == 1) {
                    for (int j = 0; j < n; j++) {
                        c[row + j] = Math.fma(x, b[from + j], c[row + j]);
                    }
                } else {
                    for (int j = 0; j < n; j++) {
                        c[row + j] = Math.fma(x, b[from + j * bColStride], c[row + j]);
                    }
                }
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
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                Arrays.fill(lanes, 0f);
                int padded = (k + LANES - 1) / LANES * LANES;
                for (int p = 0; p < padded; p++) {
                    float x = p < k ? a[aOffset + i * aRowStride + p * aColStride] : 0f;
                    float y = p < k ? b[bOffset + p * bRowStride + j * bColStride] : 0f;
                    lanes[p % LANES] = Math.fma(x, y, lanes[p % LANES]);
                }
                float sum = fold(lanes);
                c[cOffset + i * cRowStride + j] = bias == null ? sum : sum + bias[biasOffset + j];
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
