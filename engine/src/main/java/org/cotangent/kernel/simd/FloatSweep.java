// twin: FloatSweep -> DoubleSweep
package org.cotangent.kernel.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * A few rows times a matrix whose rows are contiguous: {@code C[i, j] += sum over p of A[i, p] B[p, j]}, a chain for each
 * element.
 *
 * <p>A number of B is used so few times that all that counts is to read it in long runs: four rows of B at a time, from end to
 * end, for five rows of C, whose factors from A stay in registers.
 */
final class FloatSweep {
    /** The rows of C that go together, on 512-bit vectors: 20 factors, 4 numbers of B and a sum are in registers. */
    static final int ROWS = 5;

    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int L = S.length();

    private FloatSweep() {}

    /** Adds to some columns of {@code m} rows of C. */
    static void add(
            int m, int n, int k, float[] a, int aAt, int aRow, int aCol, float[] b, int bAt, int bRow, float[] c, int cAt,
            int cRow) {
        int whole = n - n % L;
        int p = 0;
        for (; p + 4 <= k; p += 4) {
            int from = aAt + p * aCol;
            int row = bAt + p * bRow;
            int i = 0;
            for (; i + ROWS <= m; i += ROWS) {
                add4x5(whole, a, from + i * aRow, aRow, aCol, b, row, bRow, c, cAt + i * cRow, cRow);
            }
            for (; i < m; i++) {
                add4(whole, a, from + i * aRow, aCol, b, row, bRow, c, cAt + i * cRow);
            }
        }
        for (int i = 0; i < m; i++) {
            for (int q = p; q < k; q++) {
                add1(whole, a[aAt + i * aRow + q * aCol], b, bAt + q * bRow, c, cAt + i * cRow);
            }
            for (int j = whole; j < n; j++) {
                float sum = c[cAt + i * cRow + j];
                for (int q = 0; q < k; q++) {
                    sum = Math.fma(a[aAt + i * aRow + q * aCol], b[bAt + q * bRow + j], sum);
                }
                c[cAt + i * cRow + j] = sum;
            }
        }
    }

    private static void add4(int n, float[] a, int aAt, int aCol, float[] b, int bAt, int bRow, float[] c, int cAt) {
        FloatVector x0 = FloatVector.broadcast(S, a[aAt]);
        FloatVector x1 = FloatVector.broadcast(S, a[aAt + aCol]);
        FloatVector x2 = FloatVector.broadcast(S, a[aAt + 2 * aCol]);
        FloatVector x3 = FloatVector.broadcast(S, a[aAt + 3 * aCol]);
        int b1 = bAt + bRow;
        int b2 = bAt + 2 * bRow;
        int b3 = bAt + 3 * bRow;
        for (int j = 0; j < n; j += L) {
            FloatVector sum = FloatVector.fromArray(S, c, cAt + j);
            sum = x0.fma(FloatVector.fromArray(S, b, bAt + j), sum);
            sum = x1.fma(FloatVector.fromArray(S, b, b1 + j), sum);
            sum = x2.fma(FloatVector.fromArray(S, b, b2 + j), sum);
            sum = x3.fma(FloatVector.fromArray(S, b, b3 + j), sum);
            sum.intoArray(c, cAt + j);
        }
    }

    private static void add4x5(
            int n, float[] a, int aAt, int aRow, int aCol, float[] b, int bAt, int bRow, float[] c, int cAt, int cRow) {
        FloatVector a00 = FloatVector.broadcast(S, a[aAt]);
        FloatVector a01 = FloatVector.broadcast(S, a[aAt + aCol]);
        FloatVector a02 = FloatVector.broadcast(S, a[aAt + 2 * aCol]);
        FloatVector a03 = FloatVector.broadcast(S, a[aAt + 3 * aCol]);
        FloatVector a10 = FloatVector.broadcast(S, a[aAt + aRow]);
        FloatVector a11 = FloatVector.broadcast(S, a[aAt + aRow + aCol]);
        FloatVector a12 = FloatVector.broadcast(S, a[aAt + aRow + 2 * aCol]);
        FloatVector a13 = FloatVector.broadcast(S, a[aAt + aRow + 3 * aCol]);
        FloatVector a20 = FloatVector.broadcast(S, a[aAt + 2 * aRow]);
        FloatVector a21 = FloatVector.broadcast(S, a[aAt + 2 * aRow + aCol]);
        FloatVector a22 = FloatVector.broadcast(S, a[aAt + 2 * aRow + 2 * aCol]);
        FloatVector a23 = FloatVector.broadcast(S, a[aAt + 2 * aRow + 3 * aCol]);
        FloatVector a30 = FloatVector.broadcast(S, a[aAt + 3 * aRow]);
        FloatVector a31 = FloatVector.broadcast(S, a[aAt + 3 * aRow + aCol]);
        FloatVector a32 = FloatVector.broadcast(S, a[aAt + 3 * aRow + 2 * aCol]);
        FloatVector a33 = FloatVector.broadcast(S, a[aAt + 3 * aRow + 3 * aCol]);
        FloatVector a40 = FloatVector.broadcast(S, a[aAt + 4 * aRow]);
        FloatVector a41 = FloatVector.broadcast(S, a[aAt + 4 * aRow + aCol]);
        FloatVector a42 = FloatVector.broadcast(S, a[aAt + 4 * aRow + 2 * aCol]);
        FloatVector a43 = FloatVector.broadcast(S, a[aAt + 4 * aRow + 3 * aCol]);
        for (int j = 0; j < n; j += L) {
            FloatVector b0 = FloatVector.fromArray(S, b, bAt + j);
            FloatVector b1 = FloatVector.fromArray(S, b, bAt + bRow + j);
            FloatVector b2 = FloatVector.fromArray(S, b, bAt + 2 * bRow + j);
            FloatVector b3 = FloatVector.fromArray(S, b, bAt + 3 * bRow + j);
            FloatVector c0 = FloatVector.fromArray(S, c, cAt + j);
            a03.fma(b3, a02.fma(b2, a01.fma(b1, a00.fma(b0, c0)))).intoArray(c, cAt + j);
            FloatVector c1 = FloatVector.fromArray(S, c, cAt + cRow + j);
            a13.fma(b3, a12.fma(b2, a11.fma(b1, a10.fma(b0, c1)))).intoArray(c, cAt + cRow + j);
            FloatVector c2 = FloatVector.fromArray(S, c, cAt + 2 * cRow + j);
            a23.fma(b3, a22.fma(b2, a21.fma(b1, a20.fma(b0, c2)))).intoArray(c, cAt + 2 * cRow + j);
            FloatVector c3 = FloatVector.fromArray(S, c, cAt + 3 * cRow + j);
            a33.fma(b3, a32.fma(b2, a31.fma(b1, a30.fma(b0, c3)))).intoArray(c, cAt + 3 * cRow + j);
            FloatVector c4 = FloatVector.fromArray(S, c, cAt + 4 * cRow + j);
            a43.fma(b3, a42.fma(b2, a41.fma(b1, a40.fma(b0, c4)))).intoArray(c, cAt + 4 * cRow + j);
        }
    }

    private static void add1(int n, float x, float[] b, int bAt, float[] c, int cAt) {
        FloatVector x0 = FloatVector.broadcast(S, x);
        for (int j = 0; j < n; j += L) {
            FloatVector sum = FloatVector.fromArray(S, c, cAt + j);
            x0.fma(FloatVector.fromArray(S, b, bAt + j), sum).intoArray(c, cAt + j);
        }
    }
}
