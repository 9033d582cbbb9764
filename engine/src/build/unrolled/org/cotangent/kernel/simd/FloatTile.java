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
 *
 * <p>The build writes out what stands under a comment that begins with {@code each}.
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

    // each V in 4 3 2 1 {
    private static void tile4x{V}(
            int k, float[] a, int aAt, int aRow, int aCol, float[] b, int bAt, int bRow, float[] from, int fromAt,
            int fromRow, float[] c, int cAt, int cRow) {
        // each r < 4, v < V
        FloatVector c{r}{v} = FloatVector.fromArray(S, from, fromAt + {r} * fromRow + {v} * L);
        // each r < 4
        int i{r} = aAt + {r} * aRow;
        int q = 0;
        int j = bAt;
        for (int p = 0; p < k; p++) {
            // each v < V
            FloatVector b{v} = FloatVector.fromArray(S, b, j + {v} * L);
            // each r < 4 {
            FloatVector x{r} = FloatVector.broadcast(S, a[i{r} + q]);
            // each v < V
            c{r}{v} = x{r}.fma(b{v}, c{r}{v});
            // }
            q += aCol;
            j += bRow;
        }
        // each r < 4, v < V
        c{r}{v}.intoArray(c, cAt + {r} * cRow + {v} * L);
    }
    // }
}
