// twin: FloatSquares -> DoubleSquares
package org.cotangent.kernel.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Copies a matrix so that its columns become rows, in squares of sixteen rows and columns that are turned in registers.
 *
 * <p>A square is turned by exchanging its upper right with its lower left quarter, then the same within the quarters, and
 * so on. Rows at distance d exchange the lanes whose number has, or has not, the bit d:
 *
 * <pre>
 *   a   a0 a1 a2 a3        a0 b0 a2 b2        distance 1, then 2
 *   b   b0 b1 b2 b3   ->   a1 b1 a3 b3
 * </pre>
 *
 * <p>Distances 1 and 2 concern four neighbouring rows, distances 4 and 8 four rows that are four apart: two passes over the
 * square, with four vectors at a time.
 */
final class FloatSquares {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int SIDE = 16;

    /** Whether a row of a square is a vector. */
    static final boolean FIT = SPECIES.length() == SIDE;

    private static final VectorShuffle<Float> SWAP_1 = swap(1);
    private static final VectorShuffle<Float> SWAP_2 = swap(2);
    private static final VectorShuffle<Float> SWAP_4 = swap(4);
    private static final VectorShuffle<Float> SWAP_8 = swap(8);
    private static final VectorMask<Float> HAS_1 = has(1);
    private static final VectorMask<Float> HAS_2 = has(2);
    private static final VectorMask<Float> HAS_4 = has(4);
    private static final VectorMask<Float> HAS_8 = has(8);

    private static final ThreadLocal<float[]> SQUARE = ThreadLocal.withInitial(() -> new float[SIDE * SIDE]);

    private FloatSquares() {}

    private static VectorShuffle<Float> swap(int bit) {
        return VectorShuffle.fromOp(SPECIES, lane -> (lane ^ bit) % SPECIES.length());
    }

    private static VectorMask<Float> has(int bit) {
        boolean[] flags = new boolean[SPECIES.length()];
        for (int lane = 0; lane < flags.length; lane++) {
            flags[lane] = (lane & bit) != 0;
        }
        return VectorMask.fromArray(SPECIES, flags, 0);
    }

    /**
     * {@code y[yAt + j yRow + i] = x[xAt + i xRow + j]}.
     *
     * @param rows the values of i, at least 16
     * @param columns the values of j, at least 16
     */
    static void transpose(int rows, int columns, float[] x, int xAt, int xRow, float[] y, int yAt, int yRow) {
        float[] square = SQUARE.get();
        for (int i = 0; i < rows; i += SIDE) {
            int row = Math.min(i, rows - SIDE); // the last square reaches back and copies some again
            for (int j = 0; j < columns; j += SIDE) {
                int column = Math.min(j, columns - SIDE);
                int from = xAt + row * xRow + column;
                int to = yAt + column * yRow + row;
                for (int k = 0; k < SIDE; k += 4) {
                    neighbours(x, from + k * xRow, xRow, square, k * SIDE);
                }
                for (int k = 0; k < 4; k++) {
                    distant(square, k * SIDE, y, to + k * yRow, 4 * yRow);
                }
            }
        }
    }

    private static void neighbours(float[] x, int from, int row, float[] square, int to) {
        FloatVector a = FloatVector.fromArray(SPECIES, x, from);
        FloatVector b = FloatVector.fromArray(SPECIES, x, from + row);
        FloatVector c = FloatVector.fromArray(SPECIES, x, from + 2 * row);
        FloatVector d = FloatVector.fromArray(SPECIES, x, from + 3 * row);
        FloatVector ab = a.blend(b.rearrange(SWAP_1), HAS_1);
        FloatVector ba = a.rearrange(SWAP_1).blend(b, HAS_1);
        FloatVector cd = c.blend(d.rearrange(SWAP_1), HAS_1);
        FloatVector dc = c.rearrange(SWAP_1).blend(d, HAS_1);
        ab.blend(cd.rearrange(SWAP_2), HAS_2).intoArray(square, to);
        ba.blend(dc.rearrange(SWAP_2), HAS_2).intoArray(square, to + SIDE);
        ab.rearrange(SWAP_2).blend(cd, HAS_2).intoArray(square, to + 2 * SIDE);
        ba.rearrange(SWAP_2).blend(dc, HAS_2).intoArray(square, to + 3 * SIDE);
    }

    private static void distant(float[] square, int from, float[] y, int to, int row) {
        FloatVector a = FloatVector.fromArray(SPECIES, square, from);
        FloatVector b = FloatVector.fromArray(SPECIES, square, from + 4 * SIDE);
        FloatVector c = FloatVector.fromArray(SPECIES, square, from + 8 * SIDE);
        FloatVector d = FloatVector.fromArray(SPECIES, square, from + 12 * SIDE);
        FloatVector ab = a.blend(b.rearrange(SWAP_4), HAS_4);
        FloatVector ba = a.rearrange(SWAP_4).blend(b, HAS_4);
        FloatVector cd = c.blend(d.rearrange(SWAP_4), HAS_4);
        FloatVector dc = c.rearrange(SWAP_4).blend(d, HAS_4);
        ab.blend(cd.rearrange(SWAP_8), HAS_8).intoArray(y, to);
        ba.blend(dc.rearrange(SWAP_8), HAS_8).intoArray(y, to + row);
        ab.rearrange(SWAP_8).blend(cd, HAS_8).intoArray(y, to + 2 * row);
        ba.rearrange(SWAP_8).blend(dc, HAS_8).intoArray(y, to + 3 * row);
    }
}
