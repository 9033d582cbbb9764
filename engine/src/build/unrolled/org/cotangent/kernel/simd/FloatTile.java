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
 * multiply-adds of a whole vector: 16 for 10 loads in tiles of 8 x 2. Every accumulator is a local variable, because
 * in an array (or passed to a method that is not inlined) a vector becomes an object. A and B may have any strides, so
 * that the same loop runs on packed copies and on the operands as they are.
 *
 * <p>These are the tiles of 512 bits, which come with 32 registers; {@link FloatNarrowTile} has those of the others.
 * Larger tiles (6 x 4, 8 x 3, 12 x 2) load less and reach another two or three hundredths of the peak, but in some JVMs they
 * take seconds to compile. Those of two, four and five rows are for products of few rows, where tiles of eight would compute
 * some of them twice.
 *
 * <p>Parameters of every tile: the steps {@code k}; A by offset, row stride and column stride; B by offset and row
 * stride; what the accumulators start from and where they end, each by offset and row stride.
 *
 * <p>The build writes out what stands under a comment that begins with {@code each}.
 */
final class FloatTile {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int L = S.length();

    /** The width of a vector. */
    static final int BITS = S.vectorBitSize();

    private FloatTile() {}

    /** A tile. */
    static void tile(
            int rows, int vectors, int k, float[] a, int aAt, int aRow, int aCol, float[] b, int bAt, int bRow,
            float[] from, int fromAt, int fromRow, float[] c, int cAt, int cRow) {
        if (!FloatProduct.WIDE) {
            FloatNarrowTile.tile(vectors, k, a, aAt, aRow, b, bAt, bRow, from, fromAt, fromRow, c, cAt, cRow);
            return;
        }
        switch (rows * 10 + vectors) {
            // each RxV in 8x2 8x1 5x4 5x3 5x2 5x1 4x4 4x3 4x2 4x1 2x4 2x3 2x2 2x1
            case {R}{V} -> tile{R}x{V}(k, a, aAt, aRow, aCol, b, bAt, bRow, from, fromAt, fromRow, c, cAt, cRow);
            default -> throw new IllegalArgumentException("no tile of " + rows + " x " + vectors);
        }
    }

    // each RxV in 8x2 8x1 5x4 5x3 5x2 5x1 4x4 4x3 4x2 4x1 2x4 2x3 2x2 2x1 {
    private static void tile{R}x{V}(
            int k, float[] a, int aAt, int aRow, int aCol, float[] b, int bAt, int bRow, float[] from, int fromAt,
            int fromRow, float[] c, int cAt, int cRow) {
        // each r < R, v < V
        FloatVector c{r}{v} = FloatVector.fromArray(S, from, fromAt + {r} * fromRow + {v} * L);
        // each r < R
        int i{r} = aAt + {r} * aRow;
        int q = 0;
        int j = bAt;
        for (int p = 0; p < k; p++) {
            // each v < V
            FloatVector b{v} = FloatVector.fromArray(S, b, j + {v} * L);
            // each r < R {
            FloatVector x{r} = FloatVector.broadcast(S, a[i{r} + q]);
            // each v < V
            c{r}{v} = x{r}.fma(b{v}, c{r}{v});
            // }
            q += aCol;
            j += bRow;
        }
        // each r < R, v < V
        c{r}{v}.intoArray(c, cAt + {r} * cRow + {v} * L);
    }
    // }
}
