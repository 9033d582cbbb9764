package org.cotangent.kernel;

import org.jspecify.annotations.Nullable;

/**
 * Matrix products on plain arrays: what every faster kernel must reproduce bit for bit.
 *
 * <p>{@code C[i, j] = bias[i, j] + sum over p of A[i, p] B[p, j]}, for factors of any strides; the bias mostly is one row
 * that is repeated. The order of the sum:
 *
 * <ul>
 *   <li>In general it is one chain of fused multiply-adds, {@code acc = fma(A[i, p], B[p, j], acc)} for p = 0 to
 *       k - 1, that starts from {@code bias[i, j]}, or 0. Vector units then work on several columns (or rows) at once.
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
     * Writes the product of two float32 matrices.
     *
     * @param a the left factor, m x k; without columns, C becomes the bias, or zeros
     * @param b the right factor, k x n
     * @param bias what the sums start from, m x n, or null for zeros
     * @param c takes the product, m x n; its array must be none of the others
     * @throws IndexOutOfBoundsException when a matrix reaches beyond its array
     */
    public static void multiply(FloatMatrix a, FloatMatrix b, @Nullable FloatMatrix bias, FloatMatrix c) {
        if (runsAlongInner(c.rows(), c.columns(), a.columns(), a.columnStride(), b.rowStride())) {
            FloatMatrixProduct.alongInner(a, b, bias, c);
        } else {
            FloatMatrixProduct.inChains(a, b, bias, c);
        }
    }

    /**
     * Writes the product of two float64 matrices.
     *
     * @param a the left factor, m x k; without columns, C becomes the bias, or zeros
     * @param b the right factor, k x n
     * @param bias what the sums start from, m x n, or null for zeros
     * @param c takes the product, m x n; its array must be none of the others
     * @throws IndexOutOfBoundsException when a matrix reaches beyond its array
     */
    public static void multiply(DoubleMatrix a, DoubleMatrix b, @Nullable DoubleMatrix bias, DoubleMatrix c) {
        if (runsAlongInner(c.rows(), c.columns(), a.columns(), a.columnStride(), b.rowStride())) {
            DoubleMatrixProduct.alongInner(a, b, bias, c);
        } else {
            DoubleMatrixProduct.inChains(a, b, bias, c);
        }
    }
}
