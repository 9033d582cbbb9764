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
 *
 * <p>The build writes out what stands under a comment that begins with {@code each}.
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

    // each V in 3 2 1 {
    private static void rows3x{V}(
            int k, float[] a, int aAt, int aRow, float[] b, int bAt, int bRow, float[] from, int fromAt,
            int fromRow, float[] c, int cAt, int cRow) {
        // each r < 3, v < V
        FloatVector c{r}{v} = FloatVector.fromArray(S, from, fromAt + {r} * fromRow + {v} * L);
        // each r < 3
        int i{r} = aAt + {r} * aRow;
        int j = bAt;
        for (int p = 0; p < k; p++) {
            // each v < V
            FloatVector b{v} = FloatVector.fromArray(S, b, j + {v} * L);
            // each r < 3 {
            FloatVector x{r} = FloatVector.broadcast(S, a[i{r} + p]);
            // each v < V
            c{r}{v} = x{r}.fma(b{v}, c{r}{v});
            // }
            j += bRow;
        }
        // each r < 3, v < V
        c{r}{v}.intoArray(c, cAt + {r} * cRow + {v} * L);
    }
    // }
}
