package org.cotangent.kernel;

import org.jspecify.annotations.Nullable;

/**
 * Matrix products on plain arrays, one number at a time: what every faster kernel must reproduce bit for bit.
 *
 * <p>{@code C[i, j] = bias[j] + sum over p of A[i, p] B[p, j]}, for factors of any strides. The order of the sum:
 *
 * <ul>
 *   <li>In general it is one chain of fused multiply-adds, {@code acc = fma(A[i, p], B[p, j], acc)} for p = 0 to
 *       k - 1, that starts from {@code bias[j]}, or 0. Vector units then work on several columns (or rows) at once.
 *   <li>A skinny product whose long factor lies along k ({@link #runsAlongInner}; a matrix times a vector, say) has too
 *       few columns for that. There p runs through 16 lanes (float32; 8 for float64), {@code acc[p mod 16] =
 *       fma(A[i, p], B[p, j], acc[p mod 16])}, each starting from 0; what is missing from the last 16 counts as
 *       zeros. The lanes are then folded in halves (lane l gets lane l + 8, then l + 4, l + 2, l + 1), and the bias is
 *       added to the sum.
 * </ul>
 *
 * <p>So the order depends on the shape and on which way the long factor lies, and on nothing else.
 */
public final class MatrixProduct {
    private static final int SKINNY = 16;

    private MatrixProduct() {}

    /**
     * Whether the sum runs through lanes along k instead of in one chain: there are at most 16 rows or columns, k is at
     * least 16 times their number, and the long factor lies along k.
     *
     * <p>Why 16 times: a fold of the lanes takes about 8 instructions for each sum. They must be few beside what
     * vectors with only n columns in them would waste.
     *
     * @param m rows of the product
     * @param n columns of the product
     * @param k the inner size
     * @param aColStride distance of two neighbours in a row of A
     * @param bRowStride distance of two neighbours in a column of B
     * @return whether lanes are used
     */
    public static boolean runsAlongInner(int m, int n, int k, int aColStride, int bRowStride) {
        int narrow = Math.min(m, n);
        return narrow <= SKINNY && k >= SKINNY * narrow && (n <= m ? aColStride : bRowStride) == 1;
    }

    /**
     * Writes the product of two float32 matrices over {@code c}.
     *
     * @param m rows of A and C
     * @param n columns of B and C
     * @param k columns of A, rows of B; 0 gives the bias, or zeros
     * @param a holds A
     * @param aOffset where A[0, 0] is
     * @param aRowStride distance of A[0, 0] and A[1, 0]
     * @param aColStride distance of A[0, 0] and A[0, 1]
     * @param b holds B
     * @param bOffset where B[0, 0] is
     * @param bRowStride distance of B[0, 0] and B[1, 0]
     * @param bColStride distance of B[0, 0] and B[0, 1]
     * @param bias holds one number for each column, or null for zeros
     * @param biasOffset where the first of them is
     * @param c takes the product; must be neither a nor b nor bias
     * @param cOffset where C[0, 0] goes
     * @param cRowStride distance of C[0, 0] and C[1, 0], at least n; columns are contiguous
     * @throws IndexOutOfBoundsException when a matrix reaches beyond its array
     */
    public static void multiply(
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
        if (runsAlongInner(m, n, k, aColStride, bRowStride)) {
            FloatMatrixProduct.alongInner(
                    m, n, k, a, aOffset, aRowStride, aColStride, b, bOffset, bRowStride, bColStride, bias, biasOffset,
                    c, cOffset, cRowStride);
        } else {
            FloatMatrixProduct.inChains(
                    m, n, k, a, aOffset, aRowStride, aColStride, b, bOffset, bRowStride, bColStride, bias, biasOffset,
                    c, cOffset, cRowStride);
        }
    }

    /**
     * Writes the product of two float64 matrices over {@code c}.
     *
     * @param m rows of A and C
     * @param n columns of B and C
     * @param k columns of A, rows of B; 0 gives the bias, or zeros
     * @param a holds A
     * @param aOffset where A[0, 0] is
     * @param aRowStride distance of A[0, 0] and A[1, 0]
     * @param aColStride distance of A[0, 0] and A[0, 1]
     * @param b holds B
     * @param bOffset where B[0, 0] is
     * @param bRowStride distance of B[0, 0] and B[1, 0]
     * @param bColStride distance of B[0, 0] and B[0, 1]
     * @param bias holds one number for each column, or null for zeros
     * @param biasOffset where the first of them is
     * @param c takes the product; must be neither a nor b nor bias
     * @param cOffset where C[0, 0] goes
     * @param cRowStride distance of C[0, 0] and C[1, 0], at least n; columns are contiguous
     * @throws IndexOutOfBoundsException when a matrix reaches beyond its array
     */
    public static void multiply(
            int m,
            int n,
            int k,
            double[] a,
            int aOffset,
            int aRowStride,
            int aColStride,
            double[] b,
            int bOffset,
            int bRowStride,
            int bColStride,
            double @Nullable [] bias,
            int biasOffset,
            double[] c,
            int cOffset,
            int cRowStride) {
        if (runsAlongInner(m, n, k, aColStride, bRowStride)) {
            DoubleMatrixProduct.alongInner(
                    m, n, k, a, aOffset, aRowStride, aColStride, b, bOffset, bRowStride, bColStride, bias, biasOffset,
                    c, cOffset, cRowStride);
        } else {
            DoubleMatrixProduct.inChains(
                    m, n, k, a, aOffset, aRowStride, aColStride, b, bOffset, bRowStride, bColStride, bias, biasOffset,
                    c, cOffset, cRowStride);
        }
    }
}
