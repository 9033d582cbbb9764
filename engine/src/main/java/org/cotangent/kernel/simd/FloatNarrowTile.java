// twin: FloatNarrowTile -> DoubleNarrowTile
package org.cotangent.kernel.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The loops of {@link FloatTile} for vectors of 128 or 256 bits, which come with 16 registers: 6 rows by 2 vectors, 12
 * multiply-adds for 8 loads.
 *
 * <p>Two of these vectors are multiplied in the time of one of 512 bits, so what else a step does shows sooner. The
 * loop is a sixth faster when the JIT compiler can check the bounds of A once, before it, and unroll it. For that the index
 * of A must be p, plus a number that stands before the loop: the rows of A are contiguous, or copied so that they are.
 */
final class FloatNarrowTile {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int L = S.length();

    private FloatNarrowTile() {}

    /** A tile of 6 rows, which are contiguous. */
    static void tile(
            int vectors, int k, float[] a, int aAt, int aRow, float[] b, int bAt, int bRow, float[] from,
            int fromAt, int fromRow, float[] c, int cAt, int cRow) {
        if (vectors == 2) {
            rows6x2(k, a, aAt, aRow, b, bAt, bRow, from, fromAt, fromRow, c, cAt, cRow);
        } else {
            rows6x1(k, a, aAt, aRow, b, bAt, bRow, from, fromAt, fromRow, c, cAt, cRow);
        }
    }

    private static void rows6x2(
            int k, float[] a, int aAt, int aRow, float[] b, int bAt, int bRow, float[] from, int fromAt,
            int fromRow, float[] c, int cAt, int cRow) {
        FloatVector c00 = FloatVector.fromArray(S, from, fromAt);
        FloatVector c01 = FloatVector.fromArray(S, from, fromAt + L);
        FloatVector c10 = FloatVector.fromArray(S, from, fromAt + fromRow);
        FloatVector c11 = FloatVector.fromArray(S, from, fromAt + fromRow + L);
        FloatVector c20 = FloatVector.fromArray(S, from, fromAt + 2 * fromRow);
        FloatVector c21 = FloatVector.fromArray(S, from, fromAt + 2 * fromRow + L);
        FloatVector c30 = FloatVector.fromArray(S, from, fromAt + 3 * fromRow);
        FloatVector c31 = FloatVector.fromArray(S, from, fromAt + 3 * fromRow + L);
        FloatVector c40 = FloatVector.fromArray(S, from, fromAt + 4 * fromRow);
        FloatVector c41 = FloatVector.fromArray(S, from, fromAt + 4 * fromRow + L);
        FloatVector c50 = FloatVector.fromArray(S, from, fromAt + 5 * fromRow);
        FloatVector c51 = FloatVector.fromArray(S, from, fromAt + 5 * fromRow + L);
        int i0 = aAt;
        int i1 = aAt + aRow;
        int i2 = aAt + 2 * aRow;
        int i3 = aAt + 3 * aRow;
        int i4 = aAt + 4 * aRow;
        int i5 = aAt + 5 * aRow;
        int j = bAt;
        for (int p = 0; p < k; p++) {
            FloatVector b0 = FloatVector.fromArray(S, b, j);
            FloatVector b1 = FloatVector.fromArray(S, b, j + L);
            FloatVector x0 = FloatVector.broadcast(S, a[i0 + p]);
            c00 = x0.fma(b0, c00);
            c01 = x0.fma(b1, c01);
            FloatVector x1 = FloatVector.broadcast(S, a[i1 + p]);
            c10 = x1.fma(b0, c10);
            c11 = x1.fma(b1, c11);
            FloatVector x2 = FloatVector.broadcast(S, a[i2 + p]);
            c20 = x2.fma(b0, c20);
            c21 = x2.fma(b1, c21);
            FloatVector x3 = FloatVector.broadcast(S, a[i3 + p]);
            c30 = x3.fma(b0, c30);
            c31 = x3.fma(b1, c31);
            FloatVector x4 = FloatVector.broadcast(S, a[i4 + p]);
            c40 = x4.fma(b0, c40);
            c41 = x4.fma(b1, c41);
            FloatVector x5 = FloatVector.broadcast(S, a[i5 + p]);
            c50 = x5.fma(b0, c50);
            c51 = x5.fma(b1, c51);
            j += bRow;
        }
        c00.intoArray(c, cAt);
        c01.intoArray(c, cAt + L);
        c10.intoArray(c, cAt + cRow);
        c11.intoArray(c, cAt + cRow + L);
        c20.intoArray(c, cAt + 2 * cRow);
        c21.intoArray(c, cAt + 2 * cRow + L);
        c30.intoArray(c, cAt + 3 * cRow);
        c31.intoArray(c, cAt + 3 * cRow + L);
        c40.intoArray(c, cAt + 4 * cRow);
        c41.intoArray(c, cAt + 4 * cRow + L);
        c50.intoArray(c, cAt + 5 * cRow);
        c51.intoArray(c, cAt + 5 * cRow + L);
    }

    private static void rows6x1(
            int k, float[] a, int aAt, int aRow, float[] b, int bAt, int bRow, float[] from, int fromAt,
            int fromRow, float[] c, int cAt, int cRow) {
        FloatVector c00 = FloatVector.fromArray(S, from, fromAt);
        FloatVector c10 = FloatVector.fromArray(S, from, fromAt + fromRow);
        FloatVector c20 = FloatVector.fromArray(S, from, fromAt + 2 * fromRow);
        FloatVector c30 = FloatVector.fromArray(S, from, fromAt + 3 * fromRow);
        FloatVector c40 = FloatVector.fromArray(S, from, fromAt + 4 * fromRow);
        FloatVector c50 = FloatVector.fromArray(S, from, fromAt + 5 * fromRow);
        int i0 = aAt;
        int i1 = aAt + aRow;
        int i2 = aAt + 2 * aRow;
        int i3 = aAt + 3 * aRow;
        int i4 = aAt + 4 * aRow;
        int i5 = aAt + 5 * aRow;
        int j = bAt;
        for (int p = 0; p < k; p++) {
            FloatVector b0 = FloatVector.fromArray(S, b, j);
            FloatVector x0 = FloatVector.broadcast(S, a[i0 + p]);
            c00 = x0.fma(b0, c00);
            FloatVector x1 = FloatVector.broadcast(S, a[i1 + p]);
            c10 = x1.fma(b0, c10);
            FloatVector x2 = FloatVector.broadcast(S, a[i2 + p]);
            c20 = x2.fma(b0, c20);
            FloatVector x3 = FloatVector.broadcast(S, a[i3 + p]);
            c30 = x3.fma(b0, c30);
            FloatVector x4 = FloatVector.broadcast(S, a[i4 + p]);
            c40 = x4.fma(b0, c40);
            FloatVector x5 = FloatVector.broadcast(S, a[i5 + p]);
            c50 = x5.fma(b0, c50);
            j += bRow;
        }
        c00.intoArray(c, cAt);
        c10.intoArray(c, cAt + cRow);
        c20.intoArray(c, cAt + 2 * cRow);
        c30.intoArray(c, cAt + 3 * cRow);
        c40.intoArray(c, cAt + 4 * cRow);
        c50.intoArray(c, cAt + 5 * cRow);
    }
}
