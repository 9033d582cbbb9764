// twin: FloatTile -> DoubleTile
package org.cotangent.kernel.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The innermost loops of a matrix product that sums in chains: a tile of C, {@code rows x vectors}, stays in registers
 * while k runs by.
 *
 * <pre>
 *                     b[p, 0..15]  b[p, 16..31]  ...      one row of B, as vectors
 *       a[0, p]           c00          c01       ...
 *       a[1, p]           c10          c11       ...      acc = fma(a, b, acc)
 *         ...             ...          ...
 * </pre>
 *
 * <p>Each step loads {@code vectors} vectors of B and {@code rows} single numbers of A for {@code rows * vectors}
 * multiply-adds of a whole vector: 16 for 8 loads in the largest tile. Every accumulator is a local variable, because
 * in an array (or passed to a method that is not inlined) a vector becomes an object. A and B may have any strides, so
 * that the same loop runs on packed copies and on the operands as they are.
 *
 * <p>These are the tiles of 512 bits, which come with 32 registers; {@link FloatNarrowTile} has those of the others.
 * Larger tiles (5 x 4, 6 x 4, 8 x 3) load less and reach another hundredth of the peak, but in some JVMs they take seconds
 * to compile.
 *
 * <p>Parameters of every tile: the steps {@code k}; A by offset, row stride and column stride; B by offset and row
 * stride; what the accumulators start from and where they end, each by offset and row stride.
 */
final class FloatTile {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int L = S.length();

    /** The width of a vector. */
    static final int BITS = S.vectorBitSize();

    private FloatTile() {}

    /** A tile of {@link FloatProduct#ROWS} rows. */
    static void tile(
            int vectors, int k, float[] a, int aAt, int aRow, int aCol, float[] b, int bAt, int bRow, float[] from,
            int fromAt, int fromRow, float[] c, int cAt, int cRow) {
        if (!FloatProduct.WIDE) {
            FloatNarrowTile.tile(vectors, k, a, aAt, aRow, b, bAt, bRow, from, fromAt, fromRow, c, cAt, cRow);
            return;
        }
        switch (vectors) {
            case 4 -> tile4x4(k, a, aAt, aRow, aCol, b, bAt, bRow, from, fromAt, fromRow, c, cAt, cRow);
            case 3 -> tile4x3(k, a, aAt, aRow, aCol, b, bAt, bRow, from, fromAt, fromRow, c, cAt, cRow);
            case 2 -> tile4x2(k, a, aAt, aRow, aCol, b, bAt, bRow, from, fromAt, fromRow, c, cAt, cRow);
            default -> tile4x1(k, a, aAt, aRow, aCol, b, bAt, bRow, from, fromAt, fromRow, c, cAt, cRow);
        }
    }

    private static void tile4x4(
            int k, float[] a, int aAt, int aRow, int aCol, float[] b, int bAt, int bRow, float[] from, int fromAt,
            int fromRow, float[] c, int cAt, int cRow) {
        FloatVector c00 = FloatVector.fromArray(S, from, fromAt);
        FloatVector c01 = FloatVector.fromArray(S, from, fromAt + L);
        FloatVector c02 = FloatVector.fromArray(S, from, fromAt + 2 * L);
        FloatVector c03 = FloatVector.fromArray(S, from, fromAt + 3 * L);
        FloatVector c10 = FloatVector.fromArray(S, from, fromAt + fromRow);
        FloatVector c11 = FloatVector.fromArray(S, from, fromAt + fromRow + L);
        FloatVector c12 = FloatVector.fromArray(S, from, fromAt + fromRow + 2 * L);
        FloatVector c13 = FloatVector.fromArray(S, from, fromAt + fromRow + 3 * L);
        FloatVector c20 = FloatVector.fromArray(S, from, fromAt + 2 * fromRow);
        FloatVector c21 = FloatVector.fromArray(S, from, fromAt + 2 * fromRow + L);
        FloatVector c22 = FloatVector.fromArray(S, from, fromAt + 2 * fromRow + 2 * L);
        FloatVector c23 = FloatVector.fromArray(S, from, fromAt + 2 * fromRow + 3 * L);
        FloatVector c30 = FloatVector.fromArray(S, from, fromAt + 3 * fromRow);
        FloatVector c31 = FloatVector.fromArray(S, from, fromAt + 3 * fromRow + L);
        FloatVector c32 = FloatVector.fromArray(S, from, fromAt + 3 * fromRow + 2 * L);
        FloatVector c33 = FloatVector.fromArray(S, from, fromAt + 3 * fromRow + 3 * L);
        int i0 = aAt;
        int i1 = aAt + aRow;
        int i2 = aAt + 2 * aRow;
        int i3 = aAt + 3 * aRow;
        int q = 0;
        int j = bAt;
        for (int p = 0; p < k; p++) {
            FloatVector b0 = FloatVector.fromArray(S, b, j);
            FloatVector b1 = FloatVector.fromArray(S, b, j + L);
            FloatVector b2 = FloatVector.fromArray(S, b, j + 2 * L);
            FloatVector b3 = FloatVector.fromArray(S, b, j + 3 * L);
            FloatVector x0 = FloatVector.broadcast(S, a[i0 + q]);
            c00 = x0.fma(b0, c00);
            c01 = x0.fma(b1, c01);
            c02 = x0.fma(b2, c02);
            c03 = x0.fma(b3, c03);
            FloatVector x1 = FloatVector.broadcast(S, a[i1 + q]);
            c10 = x1.fma(b0, c10);
            c11 = x1.fma(b1, c11);
            c12 = x1.fma(b2, c12);
            c13 = x1.fma(b3, c13);
            FloatVector x2 = FloatVector.broadcast(S, a[i2 + q]);
            c20 = x2.fma(b0, c20);
            c21 = x2.fma(b1, c21);
            c22 = x2.fma(b2, c22);
            c23 = x2.fma(b3, c23);
            FloatVector x3 = FloatVector.broadcast(S, a[i3 + q]);
            c30 = x3.fma(b0, c30);
            c31 = x3.fma(b1, c31);
            c32 = x3.fma(b2, c32);
            c33 = x3.fma(b3, c33);
            q += aCol;
            j += bRow;
        }
        c00.intoArray(c, cAt);
        c01.intoArray(c, cAt + L);
        c02.intoArray(c, cAt + 2 * L);
        c03.intoArray(c, cAt + 3 * L);
        c10.intoArray(c, cAt + cRow);
        c11.intoArray(c, cAt + cRow + L);
        c12.intoArray(c, cAt + cRow + 2 * L);
        c13.intoArray(c, cAt + cRow + 3 * L);
        c20.intoArray(c, cAt + 2 * cRow);
        c21.intoArray(c, cAt + 2 * cRow + L);
        c22.intoArray(c, cAt + 2 * cRow + 2 * L);
        c23.intoArray(c, cAt + 2 * cRow + 3 * L);
        c30.intoArray(c, cAt + 3 * cRow);
        c31.intoArray(c, cAt + 3 * cRow + L);
        c32.intoArray(c, cAt + 3 * cRow + 2 * L);
        c33.intoArray(c, cAt + 3 * cRow + 3 * L);
    }

    private static void tile4x3(
            int k, float[] a, int aAt, int aRow, int aCol, float[] b, int bAt, int bRow, float[] from, int fromAt,
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
        FloatVector c30 = FloatVector.fromArray(S, from, fromAt + 3 * fromRow);
        FloatVector c31 = FloatVector.fromArray(S, from, fromAt + 3 * fromRow + L);
        FloatVector c32 = FloatVector.fromArray(S, from, fromAt + 3 * fromRow + 2 * L);
        int i0 = aAt;
        int i1 = aAt + aRow;
        int i2 = aAt + 2 * aRow;
        int i3 = aAt + 3 * aRow;
        int q = 0;
        int j = bAt;
        for (int p = 0; p < k; p++) {
            FloatVector b0 = FloatVector.fromArray(S, b, j);
            FloatVector b1 = FloatVector.fromArray(S, b, j + L);
            FloatVector b2 = FloatVector.fromArray(S, b, j + 2 * L);
            FloatVector x0 = FloatVector.broadcast(S, a[i0 + q]);
            c00 = x0.fma(b0, c00);
            c01 = x0.fma(b1, c01);
            c02 = x0.fma(b2, c02);
            FloatVector x1 = FloatVector.broadcast(S, a[i1 + q]);
            c10 = x1.fma(b0, c10);
            c11 = x1.fma(b1, c11);
            c12 = x1.fma(b2, c12);
            FloatVector x2 = FloatVector.broadcast(S, a[i2 + q]);
            c20 = x2.fma(b0, c20);
            c21 = x2.fma(b1, c21);
            c22 = x2.fma(b2, c22);
            FloatVector x3 = FloatVector.broadcast(S, a[i3 + q]);
            c30 = x3.fma(b0, c30);
            c31 = x3.fma(b1, c31);
            c32 = x3.fma(b2, c32);
            q += aCol;
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
        c30.intoArray(c, cAt + 3 * cRow);
        c31.intoArray(c, cAt + 3 * cRow + L);
        c32.intoArray(c, cAt + 3 * cRow + 2 * L);
    }

    private static void tile4x2(
            int k, float[] a, int aAt, int aRow, int aCol, float[] b, int bAt, int bRow, float[] from, int fromAt,
            int fromRow, float[] c, int cAt, int cRow) {
        FloatVector c00 = FloatVector.fromArray(S, from, fromAt);
        FloatVector c01 = FloatVector.fromArray(S, from, fromAt + L);
        FloatVector c10 = FloatVector.fromArray(S, from, fromAt + fromRow);
        FloatVector c11 = FloatVector.fromArray(S, from, fromAt + fromRow + L);
        FloatVector c20 = FloatVector.fromArray(S, from, fromAt + 2 * fromRow);
        FloatVector c21 = FloatVector.fromArray(S, from, fromAt + 2 * fromRow + L);
        FloatVector c30 = FloatVector.fromArray(S, from, fromAt + 3 * fromRow);
        FloatVector c31 = FloatVector.fromArray(S, from, fromAt + 3 * fromRow + L);
        int i0 = aAt;
        int i1 = aAt + aRow;
        int i2 = aAt + 2 * aRow;
        int i3 = aAt + 3 * aRow;
        int q = 0;
        int j = bAt;
        for (int p = 0; p < k; p++) {
            FloatVector b0 = FloatVector.fromArray(S, b, j);
            FloatVector b1 = FloatVector.fromArray(S, b, j + L);
            FloatVector x0 = FloatVector.broadcast(S, a[i0 + q]);
            c00 = x0.fma(b0, c00);
            c01 = x0.fma(b1, c01);
            FloatVector x1 = FloatVector.broadcast(S, a[i1 + q]);
            c10 = x1.fma(b0, c10);
            c11 = x1.fma(b1, c11);
            FloatVector x2 = FloatVector.broadcast(S, a[i2 + q]);
            c20 = x2.fma(b0, c20);
            c21 = x2.fma(b1, c21);
            FloatVector x3 = FloatVector.broadcast(S, a[i3 + q]);
            c30 = x3.fma(b0, c30);
            c31 = x3.fma(b1, c31);
            q += aCol;
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
    }

    private static void tile4x1(
            int k, float[] a, int aAt, int aRow, int aCol, float[] b, int bAt, int bRow, float[] from, int fromAt,
            int fromRow, float[] c, int cAt, int cRow) {
        FloatVector c00 = FloatVector.fromArray(S, from, fromAt);
        FloatVector c10 = FloatVector.fromArray(S, from, fromAt + fromRow);
        FloatVector c20 = FloatVector.fromArray(S, from, fromAt + 2 * fromRow);
        FloatVector c30 = FloatVector.fromArray(S, from, fromAt + 3 * fromRow);
        int i0 = aAt;
        int i1 = aAt + aRow;
        int i2 = aAt + 2 * aRow;
        int i3 = aAt + 3 * aRow;
        int q = 0;
        int j = bAt;
        for (int p = 0; p < k; p++) {
            FloatVector b0 = FloatVector.fromArray(S, b, j);
            FloatVector x0 = FloatVector.broadcast(S, a[i0 + q]);
            c00 = x0.fma(b0, c00);
            FloatVector x1 = FloatVector.broadcast(S, a[i1 + q]);
            c10 = x1.fma(b0, c10);
            FloatVector x2 = FloatVector.broadcast(S, a[i2 + q]);
            c20 = x2.fma(b0, c20);
            FloatVector x3 = FloatVector.broadcast(S, a[i3 + q]);
            c30 = x3.fma(b0, c30);
            q += aCol;
            j += bRow;
        }
        c00.intoArray(c, cAt);
        c10.intoArray(c, cAt + cRow);
        c20.intoArray(c, cAt + 2 * cRow);
        c30.intoArray(c, cAt + 3 * cRow);
    }
}
