// twin: FloatOuter -> DoubleOuter
package org.cotangent.kernel.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.cotangent.kernel.FloatMatrix;
import org.cotangent.kernel.FloatSpare;
import org.cotangent.kernel.Parallel;
import org.jspecify.annotations.Nullable;

/**
 * Matrix products with a k of 1, 2 or 4, whole rows of C at a time.
 *
 * <p>With so few steps a tile would spend its time on setting out. Here k rows of B are read once for four rows of C,
 * whose factors from A stay in registers. The last vector of a row reaches back over the one before it and computes
 * a part of it again.
 */
final class FloatOuter {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int L = S.length();
    private static final float[] ZEROS = new float[L];

    /** The rows that a thread takes at a time. */
    private static final int PART = 16;

    private FloatOuter() {}

    static boolean suits(int m, int n, int k) {
        return (k == 1 || k == 2 || k == 4) && n >= L && m >= 4;
    }

    static void multiply(FloatMatrix a, FloatMatrix b, @Nullable FloatMatrix bias, FloatMatrix c) {
        FloatMatrix wide = b.columnStride() == 1 ? b : packed(b);
        int m = c.rows();
        int parts = (long) m * c.columns() * a.columns() < FloatProduct.LARGE ? 1 : Math.max(1, m / PART);
        Parallel.forBlocks(parts, part -> {
            int top = part * PART;
            int count = part == parts - 1 ? m - top : PART;
            rows(a.rows(top, count), wide, bias, c.rows(top, count));
        });
    }

    private static FloatMatrix packed(FloatMatrix b) {
        int k = b.rows();
        int n = b.columns();
        FloatMatrix packed = FloatMatrix.of(FloatSpare.get().array(FloatSpare.Use.RIGHT, k * n), 0, k, n);
        if (b.rowStride() == 1) {
            FloatTranspose.copy(n, k, b.values(), b.offset(), b.columnStride(), packed.values(), 0, n);
            return packed;
        }
        for (int p = 0; p < k; p++) {
            for (int j = 0; j < n; j++) {
                packed.values()[p * n + j] = b.values()[b.at(p, j)];
            }
        }
        return packed;
    }

    /** Four rows at a time; the last four may compute some again. */
    private static void rows(FloatMatrix a, FloatMatrix b, @Nullable FloatMatrix bias, FloatMatrix c) {
        float[] from = bias == null ? ZEROS : bias.values();
        int fromAt = bias == null ? 0 : bias.offset();
        int fromStep = bias == null ? 0 : 1;
        for (int i = 0; i < c.rows(); i += 4) {
            int row = Math.min(i, c.rows() - 4);
            four(
                    c.columns(), b.rows(), a.values(), a.at(row, 0), a.rowStride(), a.columnStride(), b.values(),
                    b.offset(), b.rowStride(), from, fromAt, fromStep, c.values(), c.at(row, 0), c.rowStride());
        }
    }

    private static void four(
            int n, int k, float[] a, int aAt, int aRow, int aCol, float[] b, int bAt, int bRow, float[] from,
            int fromAt, int fromStep, float[] c, int cAt, int cRow) {
        switch (k) {
            case 1 -> outer1(n, a, aAt, aRow, b, bAt, from, fromAt, fromStep, c, cAt, cRow);
            case 2 -> outer2(n, a, aAt, aRow, aCol, b, bAt, bRow, from, fromAt, fromStep, c, cAt, cRow);
            default -> outer4(n, a, aAt, aRow, aCol, b, bAt, bRow, from, fromAt, fromStep, c, cAt, cRow);
        }
    }

    private static void outer1(
            int n, float[] a, int aAt, int aRow, float[] b, int bAt, float[] from, int fromAt,
            int fromStep, float[] c, int cAt, int cRow) {
        FloatVector a00 = FloatVector.broadcast(S, a[aAt]);
        FloatVector a10 = FloatVector.broadcast(S, a[aAt + aRow]);
        FloatVector a20 = FloatVector.broadcast(S, a[aAt + 2 * aRow]);
        FloatVector a30 = FloatVector.broadcast(S, a[aAt + 3 * aRow]);
        int last = n - L;
        for (int j = 0; j < n; j += L) {
            int at = Math.min(j, last);
            FloatVector start = FloatVector.fromArray(S, from, fromAt + at * fromStep);
            FloatVector b0 = FloatVector.fromArray(S, b, bAt + at);
            a00.fma(b0, start).intoArray(c, cAt + at);
            a10.fma(b0, start).intoArray(c, cAt + cRow + at);
            a20.fma(b0, start).intoArray(c, cAt + 2 * cRow + at);
            a30.fma(b0, start).intoArray(c, cAt + 3 * cRow + at);
        }
    }

    private static void outer2(
            int n, float[] a, int aAt, int aRow, int aCol, float[] b, int bAt, int bRow, float[] from, int fromAt,
            int fromStep, float[] c, int cAt, int cRow) {
        FloatVector a00 = FloatVector.broadcast(S, a[aAt]);
        FloatVector a01 = FloatVector.broadcast(S, a[aAt + aCol]);
        FloatVector a10 = FloatVector.broadcast(S, a[aAt + aRow]);
        FloatVector a11 = FloatVector.broadcast(S, a[aAt + aRow + aCol]);
        FloatVector a20 = FloatVector.broadcast(S, a[aAt + 2 * aRow]);
        FloatVector a21 = FloatVector.broadcast(S, a[aAt + 2 * aRow + aCol]);
        FloatVector a30 = FloatVector.broadcast(S, a[aAt + 3 * aRow]);
        FloatVector a31 = FloatVector.broadcast(S, a[aAt + 3 * aRow + aCol]);
        int last = n - L;
        for (int j = 0; j < n; j += L) {
            int at = Math.min(j, last);
            FloatVector start = FloatVector.fromArray(S, from, fromAt + at * fromStep);
            FloatVector b0 = FloatVector.fromArray(S, b, bAt + at);
            FloatVector b1 = FloatVector.fromArray(S, b, bAt + bRow + at);
            a01.fma(b1, a00.fma(b0, start)).intoArray(c, cAt + at);
            a11.fma(b1, a10.fma(b0, start)).intoArray(c, cAt + cRow + at);
            a21.fma(b1, a20.fma(b0, start)).intoArray(c, cAt + 2 * cRow + at);
            a31.fma(b1, a30.fma(b0, start)).intoArray(c, cAt + 3 * cRow + at);
        }
    }

    private static void outer4(
            int n, float[] a, int aAt, int aRow, int aCol, float[] b, int bAt, int bRow, float[] from, int fromAt,
            int fromStep, float[] c, int cAt, int cRow) {
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
        int last = n - L;
        for (int j = 0; j < n; j += L) {
            int at = Math.min(j, last);
            FloatVector start = FloatVector.fromArray(S, from, fromAt + at * fromStep);
            FloatVector b0 = FloatVector.fromArray(S, b, bAt + at);
            FloatVector b1 = FloatVector.fromArray(S, b, bAt + bRow + at);
            FloatVector b2 = FloatVector.fromArray(S, b, bAt + 2 * bRow + at);
            FloatVector b3 = FloatVector.fromArray(S, b, bAt + 3 * bRow + at);
            a03.fma(b3, a02.fma(b2, a01.fma(b1, a00.fma(b0, start)))).intoArray(c, cAt + at);
            a13.fma(b3, a12.fma(b2, a11.fma(b1, a10.fma(b0, start)))).intoArray(c, cAt + cRow + at);
            a23.fma(b3, a22.fma(b2, a21.fma(b1, a20.fma(b0, start)))).intoArray(c, cAt + 2 * cRow + at);
            a33.fma(b3, a32.fma(b2, a31.fma(b1, a30.fma(b0, start)))).intoArray(c, cAt + 3 * cRow + at);
        }
    }
}
