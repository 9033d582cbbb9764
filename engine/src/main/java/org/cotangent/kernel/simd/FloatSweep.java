// twin: FloatSweep -> DoubleSweep
package org.cotangent.kernel.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * What reads a matrix whose rows are contiguous in long runs, four rows at a time: one row times the matrix, {@code C[j] += sum
 * over p of A[p] B[p, j]}, a chain for each element.
 */
final class FloatSweep {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int L = S.length();

    /** Takes a sum that nobody wants, lest the JIT compiler leaves it out, and with it what it is of. */
    private static final float[] NOBODY = new float[1];

    private FloatSweep() {}

    /** Adds to {@code n} columns of C. */
    static void add(int n, int k, float[] a, int aAt, int aCol, float[] b, int bAt, int bRow, float[] c, int cAt) {
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

    /**
     * Reads {@code k x n} numbers, whole vectors, so that they come to the second-level cache: the processor waits for many lines
     * at once when nothing else is to be done with them, but for a few only between the multiply-adds of a tile.
     */
    static void fetch(int k, int n, float[] b, int bAt, int bRow) {
        FloatVector all = FloatVector.zero(S);
        for (int p = 0; p + 4 <= k; p += 4) {
            all = all.add(sum4(n, b, bAt + p * bRow, bRow));
        }
        NOBODY[0] = all.lane(0);
    }

    private static FloatVector sum4(int n, float[] b, int bAt, int bRow) {
        FloatVector s0 = FloatVector.zero(S);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        for (int j = 0; j < n; j += L) {
            s0 = s0.add(FloatVector.fromArray(S, b, bAt + j));
            s1 = s1.add(FloatVector.fromArray(S, b, bAt + bRow + j));
            s2 = s2.add(FloatVector.fromArray(S, b, bAt + 2 * bRow + j));
            s3 = s3.add(FloatVector.fromArray(S, b, bAt + 3 * bRow + j));
        }
        return s0.add(s1).add(s2.add(s3));
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
