// twin: FloatNarrowTile -> DoubleNarrowTile
package org.cotangent.kernel.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The loops of {@link FloatTile} for vectors of 128 or 256 bits, which come with 16 registers: 3 rows by 3 vectors, 9
 * multiply-adds for 6 loads. Tiles of 6 x 2, 4 x 3 or 3 x 4 do more for a load, but need all registers, and what the JIT compiler
 * then moves to memory and back costs a tenth of the speed, or half of it.
 *
 * <p>Two of these vectors are multiplied in the time of one of 512 bits, so what else a step does shows sooner. The
 * loop is a sixth faster when the JIT compiler can check the bounds of A once, before it, and unroll it. For that the index
 * of A must be p, plus a number that stands before the loop: the rows of A are contiguous, or copied so that they are.
 */
final class FloatNarrowTile {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int L = S.length();

    private FloatNarrowTile() {}

    /** A tile of 3 rows, which are contiguous. */
    static void tile(
            int vectors, int k, float[] a, int aAt, int aRow, float[] b, int bAt, int bRow, float[] from,
            int fromAt, int fromRow, float[] c, int cAt, int cRow) {
        switch (vectors) {
            case 3 -> rows3x3(k, a, aAt, aRow, b, bAt, bRow, from, fromAt, fromRow, c, cAt, cRow);
            case 2 -> rows3x2(k, a, aAt, aRow, b, bAt, bRow, from, fromAt, fromRow, c, cAt, cRow);
            default -> rows3x1(k, a, aAt, aRow, b, bAt, bRow, from, fromAt, fromRow, c, cAt, cRow);
        }
    }

    private static void rows3x3(
            int k, float[] a, int aAt, int aRow, float[] b, int bAt, int bRow, float[] from, int fromAt,
            int fromRow, float[] c, int cAt, int cRow) {
        FloatVector c00 = FloatVector.fromArray(S, from, fromAt);
        FloatVector c01 = FloatVector.fromArray(S, from, fromAt + L);
        FloatVector c02 = FloatVector.fromArray(S, from, fromAt + 2 * L);
        FloatVector c10 = FloatVector.fromArray(S, from, fromAt + fromRow);
        FloatVector c11 = FloatVector.fromArray(S, from, fromAt + fromRow + L);
        FloatVector c12 = FloatVector.fromArray(S, from, fromAt + fromRow + 2 * L);
        FloatVector c20 = FloatVector.fromArray(S, from, fromAt + 2 * fromRow);
        FloatVector c21 = FloatVector.fromArray(S, from, fromAt + 2 * fromRow + L);
        FloatVector c22 = FloatVector.fromArray(S, from, fromAt + 2 * fromRow + 2 * L);
        int i0 = aAt;
        int i1 = aAt + aRow;
        int i2 = aAt + 2 * aRow;
        int j = bAt;
        for (int p = 0; p < k; p++) {
            FloatVector b0 = FloatVector.fromArray(S, b, j);
            FloatVector b1 = FloatVector.fromArray(S, b, j + L);
            FloatVector b2 = FloatVector.fromArray(S, b, j + 2 * L);
            FloatVector x0 = FloatVector.broadcast(S, a[i0 + p]);
            c00 = x0.fma(b0, c00);
            c01 = x0.fma(b1, c01);
            c02 = x0.fma(b2, c02);
            FloatVector x1 = FloatVector.broadcast(S, a[i1 + p]);
            c10 = x1.fma(b0, c10);
            c11 = x1.fma(b1, c11);
            c12 = x1.fma(b2, c12);
            FloatVector x2 = FloatVector.broadcast(S, a[i2 + p]);
            c20 = x2.fma(b0, c20);
            c21 = x2.fma(b1, c21);
            c22 = x2.fma(b2, c22);
            j += bRow;
        }
        c00.intoArray(c, cAt);
        c01.intoArray(c, cAt + L);
        c02.intoArray(c, cAt + 2 * L);
        c10.intoArray(c, cAt + cRow);
        c11.intoArray(c, cAt + cRow + L);
        c12.intoArray(c, cAt + cRow + 2 * L);
        c20.intoArray(c, cAt + 2 * cRow);
        c21.intoArray(c, cAt + 2 * cRow + L);
        c22.intoArray(c, cAt + 2 * cRow + 2 * L);
    }

    private static void rows3x2(
            int k, float[] a, int aAt, int aRow, float[] b, int bAt, int bRow, float[] from, int fromAt,
            int fromRow, float[] c, int cAt, int cRow) {
        FloatVector c00 = FloatVector.fromArray(S, from, fromAt);
        FloatVector c01 = FloatVector.fromArray(S, from, fromAt + L);
        FloatVector c10 = FloatVector.fromArray(S, from, fromAt + fromRow);
        FloatVector c11 = FloatVector.fromArray(S, from, fromAt + fromRow + L);
        FloatVector c20 = FloatVector.fromArray(S, from, fromAt + 2 * fromRow);
        FloatVector c21 = FloatVector.fromArray(S, from, fromAt + 2 * fromRow + L);
        int i0 = aAt;
        int i1 = aAt + aRow;
        int i2 = aAt + 2 * aRow;
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
            j += bRow;
        }
        c00.intoArray(c, cAt);
        c01.intoArray(c, cAt + L);
        c10.intoArray(c, cAt + cRow);
        c11.intoArray(c, cAt + cRow + L);
        c20.intoArray(c, cAt + 2 * cRow);
        c21.intoArray(c, cAt + 2 * cRow + L);
    }

    private static void rows3x1(
            int k, float[] a, int aAt, int aRow, float[] b, int bAt, int bRow, float[] from, int fromAt,
            int fromRow, float[] c, int cAt, int cRow) {
        FloatVector c00 = FloatVector.fromArray(S, from, fromAt);
        FloatVector c10 = FloatVector.fromArray(S, from, fromAt + fromRow);
        FloatVector c20 = FloatVector.fromArray(S, from, fromAt + 2 * fromRow);
        int i0 = aAt;
        int i1 = aAt + aRow;
        int i2 = aAt + 2 * aRow;
        int j = bAt;
        for (int p = 0; p < k; p++) {
            FloatVector b0 = FloatVector.fromArray(S, b, j);
            FloatVector x0 = FloatVector.broadcast(S, a[i0 + p]);
            c00 = x0.fma(b0, c00);
            FloatVector x1 = FloatVector.broadcast(S, a[i1 + p]);
            c10 = x1.fma(b0, c10);
            FloatVector x2 = FloatVector.broadcast(S, a[i2 + p]);
            c20 = x2.fma(b0, c20);
            j += bRow;
        }
        c00.intoArray(c, cAt);
        c10.intoArray(c, cAt + cRow);
        c20.intoArray(c, cAt + 2 * cRow);
    }
}
