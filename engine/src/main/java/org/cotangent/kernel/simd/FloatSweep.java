// twin: FloatSweep -> DoubleSweep
package org.cotangent.kernel.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * A row times a matrix whose rows are contiguous: {@code c[j] += sum over p of a[p] B[p, j]}, a chain for each column.
 *
 * <p>Every number of B is used once, so all that counts is to read it in long runs: four rows of B at a time, from end to
 * end.
 */
final class FloatSweep {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int L = S.length();

    private FloatSweep() {}

    /** Adds to {@code n} numbers of C, which may be any part of its columns. */
    static void add(
            int n, int k, float[] a, int aAt, int aCol, float[] b, int bAt, int bRow, float[] c, int cAt) {
        int whole = n - n % L;
        int p = 0;
        for (; p + 4 <= k; p += 4) {
            add4(whole, a, aAt + p * aCol, aCol, b, bAt + p * bRow, bRow, c, cAt);
        }
        for (; p < k; p++) {
            add1(whole, a[aAt + p * aCol], b, bAt + p * bRow, c, cAt);
        }
        for (int j = whole; j < n; j++) {
            float sum = c[cAt + j];
            for (int q = 0; q < k; q++) {
                sum = Math.fma(a[aAt + q * aCol], b[bAt + q * bRow + j], sum);
            }
            c[cAt + j] = sum;
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

    private static void add1(int n, float x, float[] b, int bAt, float[] c, int cAt) {
        FloatVector x0 = FloatVector.broadcast(S, x);
        for (int j = 0; j < n; j += L) {
            FloatVector sum = FloatVector.fromArray(S, c, cAt + j);
            x0.fma(FloatVector.fromArray(S, b, bAt + j), sum).intoArray(c, cAt + j);
        }
    }
}
