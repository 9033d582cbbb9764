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
 * <p>Integer registers are scarcer than vector registers here. When they run out, the JIT compiler parks addresses in
 * vector registers, and the loop is up to a quarter slower in some JVMs and not in others. So nothing counts but the
 * index of B, and A has two moving indices, {@code i} and {@code h} half a tile below, instead of an offset for each
 * row. A tile of 6 rows would load less, and is slower for this reason.
 *
 * <p>Parameters of every tile: the steps {@code k}; A by offset, row stride and column stride; B by offset and row
 * stride, which is positive; what the accumulators start from and where they end, each by offset and row stride.
 */
final class FloatTile {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int L = S.length();

    /** The width of a vector. */
    static final int BITS = S.vectorBitSize();

    private FloatTile() {}

    static void tile4x4(
            int k, float[] a, int aAt, int aRow, int aCol, float[] b, int bAt, int bRow,
            float[] from, int fromAt, int fromRow, float[] c, int cAt, int cRow) {
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
        int i = aAt;
        int h = aAt + 2 * aRow;
        int end = bAt + k * bRow;
        for (int j = bAt; j < end; j += bRow) {
            FloatVector b0 = FloatVector.fromArray(S, b, j);
            FloatVector b1 = FloatVector.fromArray(S, b, j + L);
            FloatVector b2 = FloatVector.fromArray(S, b, j + 2 * L);
            FloatVector b3 = FloatVector.fromArray(S, b, j + 3 * L);
            FloatVector x0 = FloatVector.broadcast(S, a[i]);
            c00 = x0.fma(b0, c00);
            c01 = x0.fma(b1, c01);
            c02 = x0.fma(b2, c02);
            c03 = x0.fma(b3, c03);
            FloatVector x1 = FloatVector.broadcast(S, a[i + aRow]);
            c10 = x1.fma(b0, c10);
            c11 = x1.fma(b1, c11);
            c12 = x1.fma(b2, c12);
            c13 = x1.fma(b3, c13);
            FloatVector x2 = FloatVector.broadcast(S, a[h]);
            c20 = x2.fma(b0, c20);
            c21 = x2.fma(b1, c21);
            c22 = x2.fma(b2, c22);
            c23 = x2.fma(b3, c23);
            FloatVector x3 = FloatVector.broadcast(S, a[h + aRow]);
            c30 = x3.fma(b0, c30);
            c31 = x3.fma(b1, c31);
            c32 = x3.fma(b2, c32);
            c33 = x3.fma(b3, c33);
            i += aCol;
            h += aCol;
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

    static void tile4x3(
            int k, float[] a, int aAt, int aRow, int aCol, float[] b, int bAt, int bRow,
            float[] from, int fromAt, int fromRow, float[] c, int cAt, int cRow) {
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
        int i = aAt;
        int h = aAt + 2 * aRow;
        int end = bAt + k * bRow;
        for (int j = bAt; j < end; j += bRow) {
            FloatVector b0 = FloatVector.fromArray(S, b, j);
            FloatVector b1 = FloatVector.fromArray(S, b, j + L);
            FloatVector b2 = FloatVector.fromArray(S, b, j + 2 * L);
            FloatVector x0 = FloatVector.broadcast(S, a[i]);
            c00 = x0.fma(b0, c00);
            c01 = x0.fma(b1, c01);
            c02 = x0.fma(b2, c02);
            FloatVector x1 = FloatVector.broadcast(S, a[i + aRow]);
            c10 = x1.fma(b0, c10);
            c11 = x1.fma(b1, c11);
            c12 = x1.fma(b2, c12);
            FloatVector x2 = FloatVector.broadcast(S, a[h]);
            c20 = x2.fma(b0, c20);
            c21 = x2.fma(b1, c21);
            c22 = x2.fma(b2, c22);
            FloatVector x3 = FloatVector.broadcast(S, a[h + aRow]);
            c30 = x3.fma(b0, c30);
            c31 = x3.fma(b1, c31);
            c32 = x3.fma(b2, c32);
            i += aCol;
            h += aCol;
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

    static void tile4x2(
            int k, float[] a, int aAt, int aRow, int aCol, float[] b, int bAt, int bRow,
            float[] from, int fromAt, int fromRow, float[] c, int cAt, int cRow) {
        FloatVector c00 = FloatVector.fromArray(S, from, fromAt);
        FloatVector c01 = FloatVector.fromArray(S, from, fromAt + L);
        FloatVector c10 = FloatVector.fromArray(S, from, fromAt + fromRow);
        FloatVector c11 = FloatVector.fromArray(S, from, fromAt + fromRow + L);
        FloatVector c20 = FloatVector.fromArray(S, from, fromAt + 2 * fromRow);
        FloatVector c21 = FloatVector.fromArray(S, from, fromAt + 2 * fromRow + L);
        FloatVector c30 = FloatVector.fromArray(S, from, fromAt + 3 * fromRow);
        FloatVector c31 = FloatVector.fromArray(S, from, fromAt + 3 * fromRow + L);
        int i = aAt;
        int h = aAt + 2 * aRow;
        int end = bAt + k * bRow;
        for (int j = bAt; j < end; j += bRow) {
            FloatVector b0 = FloatVector.fromArray(S, b, j);
            FloatVector b1 = FloatVector.fromArray(S, b, j + L);
            FloatVector x0 = FloatVector.broadcast(S, a[i]);
            c00 = x0.fma(b0, c00);
            c01 = x0.fma(b1, c01);
            FloatVector x1 = FloatVector.broadcast(S, a[i + aRow]);
            c10 = x1.fma(b0, c10);
            c11 = x1.fma(b1, c11);
            FloatVector x2 = FloatVector.broadcast(S, a[h]);
            c20 = x2.fma(b0, c20);
            c21 = x2.fma(b1, c21);
            FloatVector x3 = FloatVector.broadcast(S, a[h + aRow]);
            c30 = x3.fma(b0, c30);
            c31 = x3.fma(b1, c31);
            i += aCol;
            h += aCol;
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

    static void tile4x1(
            int k, float[] a, int aAt, int aRow, int aCol, float[] b, int bAt, int bRow,
            float[] from, int fromAt, int fromRow, float[] c, int cAt, int cRow) {
        FloatVector c00 = FloatVector.fromArray(S, from, fromAt);
        FloatVector c10 = FloatVector.fromArray(S, from, fromAt + fromRow);
        FloatVector c20 = FloatVector.fromArray(S, from, fromAt + 2 * fromRow);
        FloatVector c30 = FloatVector.fromArray(S, from, fromAt + 3 * fromRow);
        int i = aAt;
        int h = aAt + 2 * aRow;
        int end = bAt + k * bRow;
        for (int j = bAt; j < end; j += bRow) {
            FloatVector b0 = FloatVector.fromArray(S, b, j);
            FloatVector x0 = FloatVector.broadcast(S, a[i]);
            c00 = x0.fma(b0, c00);
            FloatVector x1 = FloatVector.broadcast(S, a[i + aRow]);
            c10 = x1.fma(b0, c10);
            FloatVector x2 = FloatVector.broadcast(S, a[h]);
            c20 = x2.fma(b0, c20);
            FloatVector x3 = FloatVector.broadcast(S, a[h + aRow]);
            c30 = x3.fma(b0, c30);
            i += aCol;
            h += aCol;
        }
        c00.intoArray(c, cAt);
        c10.intoArray(c, cAt + cRow);
        c20.intoArray(c, cAt + 2 * cRow);
        c30.intoArray(c, cAt + 3 * cRow);
    }

    static void tile2x4(
            int k, float[] a, int aAt, int aRow, int aCol, float[] b, int bAt, int bRow,
            float[] from, int fromAt, int fromRow, float[] c, int cAt, int cRow) {
        FloatVector c00 = FloatVector.fromArray(S, from, fromAt);
        FloatVector c01 = FloatVector.fromArray(S, from, fromAt + L);
        FloatVector c02 = FloatVector.fromArray(S, from, fromAt + 2 * L);
        FloatVector c03 = FloatVector.fromArray(S, from, fromAt + 3 * L);
        FloatVector c10 = FloatVector.fromArray(S, from, fromAt + fromRow);
        FloatVector c11 = FloatVector.fromArray(S, from, fromAt + fromRow + L);
        FloatVector c12 = FloatVector.fromArray(S, from, fromAt + fromRow + 2 * L);
        FloatVector c13 = FloatVector.fromArray(S, from, fromAt + fromRow + 3 * L);
        int i = aAt;
        int h = aAt + 1 * aRow;
        int end = bAt + k * bRow;
        for (int j = bAt; j < end; j += bRow) {
            FloatVector b0 = FloatVector.fromArray(S, b, j);
            FloatVector b1 = FloatVector.fromArray(S, b, j + L);
            FloatVector b2 = FloatVector.fromArray(S, b, j + 2 * L);
            FloatVector b3 = FloatVector.fromArray(S, b, j + 3 * L);
            FloatVector x0 = FloatVector.broadcast(S, a[i]);
            c00 = x0.fma(b0, c00);
            c01 = x0.fma(b1, c01);
            c02 = x0.fma(b2, c02);
            c03 = x0.fma(b3, c03);
            FloatVector x1 = FloatVector.broadcast(S, a[h]);
            c10 = x1.fma(b0, c10);
            c11 = x1.fma(b1, c11);
            c12 = x1.fma(b2, c12);
            c13 = x1.fma(b3, c13);
            i += aCol;
            h += aCol;
        }
        c00.intoArray(c, cAt);
        c01.intoArray(c, cAt + L);
        c02.intoArray(c, cAt + 2 * L);
        c03.intoArray(c, cAt + 3 * L);
        c10.intoArray(c, cAt + cRow);
        c11.intoArray(c, cAt + cRow + L);
        c12.intoArray(c, cAt + cRow + 2 * L);
        c13.intoArray(c, cAt + cRow + 3 * L);
    }

    static void tile2x3(
            int k, float[] a, int aAt, int aRow, int aCol, float[] b, int bAt, int bRow,
            float[] from, int fromAt, int fromRow, float[] c, int cAt, int cRow) {
        FloatVector c00 = FloatVector.fromArray(S, from, fromAt);
        FloatVector c01 = FloatVector.fromArray(S, from, fromAt + L);
        FloatVector c02 = FloatVector.fromArray(S, from, fromAt + 2 * L);
        FloatVector c10 = FloatVector.fromArray(S, from, fromAt + fromRow);
        FloatVector c11 = FloatVector.fromArray(S, from, fromAt + fromRow + L);
        FloatVector c12 = FloatVector.fromArray(S, from, fromAt + fromRow + 2 * L);
        int i = aAt;
        int h = aAt + 1 * aRow;
        int end = bAt + k * bRow;
        for (int j = bAt; j < end; j += bRow) {
            FloatVector b0 = FloatVector.fromArray(S, b, j);
            FloatVector b1 = FloatVector.fromArray(S, b, j + L);
            FloatVector b2 = FloatVector.fromArray(S, b, j + 2 * L);
            FloatVector x0 = FloatVector.broadcast(S, a[i]);
            c00 = x0.fma(b0, c00);
            c01 = x0.fma(b1, c01);
            c02 = x0.fma(b2, c02);
            FloatVector x1 = FloatVector.broadcast(S, a[h]);
            c10 = x1.fma(b0, c10);
            c11 = x1.fma(b1, c11);
            c12 = x1.fma(b2, c12);
            i += aCol;
            h += aCol;
        }
        c00.intoArray(c, cAt);
        c01.intoArray(c, cAt + L);
        c02.intoArray(c, cAt + 2 * L);
        c10.intoArray(c, cAt + cRow);
        c11.intoArray(c, cAt + cRow + L);
        c12.intoArray(c, cAt + cRow + 2 * L);
    }

    static void tile1x4(
            int k, float[] a, int aAt, int aRow, int aCol, float[] b, int bAt, int bRow,
            float[] from, int fromAt, int fromRow, float[] c, int cAt, int cRow) {
        FloatVector c00 = FloatVector.fromArray(S, from, fromAt);
        FloatVector c01 = FloatVector.fromArray(S, from, fromAt + L);
        FloatVector c02 = FloatVector.fromArray(S, from, fromAt + 2 * L);
        FloatVector c03 = FloatVector.fromArray(S, from, fromAt + 3 * L);
        int i = aAt;
        int end = bAt + k * bRow;
        for (int j = bAt; j < end; j += bRow) {
            FloatVector b0 = FloatVector.fromArray(S, b, j);
            FloatVector b1 = FloatVector.fromArray(S, b, j + L);
            FloatVector b2 = FloatVector.fromArray(S, b, j + 2 * L);
            FloatVector b3 = FloatVector.fromArray(S, b, j + 3 * L);
            FloatVector x0 = FloatVector.broadcast(S, a[i]);
            c00 = x0.fma(b0, c00);
            c01 = x0.fma(b1, c01);
            c02 = x0.fma(b2, c02);
            c03 = x0.fma(b3, c03);
            i += aCol;
        }
        c00.intoArray(c, cAt);
        c01.intoArray(c, cAt + L);
        c02.intoArray(c, cAt + 2 * L);
        c03.intoArray(c, cAt + 3 * L);
    }

    static void tile1x1(
            int k, float[] a, int aAt, int aRow, int aCol, float[] b, int bAt, int bRow,
            float[] from, int fromAt, int fromRow, float[] c, int cAt, int cRow) {
        FloatVector c00 = FloatVector.fromArray(S, from, fromAt);
        int i = aAt;
        int end = bAt + k * bRow;
        for (int j = bAt; j < end; j += bRow) {
            FloatVector b0 = FloatVector.fromArray(S, b, j);
            FloatVector x0 = FloatVector.broadcast(S, a[i]);
            c00 = x0.fma(b0, c00);
            i += aCol;
        }
        c00.intoArray(c, cAt);
    }
}
