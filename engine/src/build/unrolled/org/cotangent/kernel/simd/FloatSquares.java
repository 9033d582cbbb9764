// twin: FloatSquares -> DoubleSquares
package org.cotangent.kernel.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Copies a matrix so that its columns become rows, in squares of sixteen rows and columns that are turned in registers.
 *
 * <p>A square is turned by exchanging its upper right with its lower left quarter, then the same within the quarters, and
 * so on. Rows at distance d make two rows, of the lanes whose number has not, or has, the bit d:
 *
 * <pre>
 *   row 0   a0 a1 a2 a3        a0 b0 a2 b2   low        distance 1
 *   row 1   b0 b1 b2 b3   ->   a1 b1 a3 b3   high
 * </pre>
 *
 * <p>The build writes out what stands under a comment that begins with {@code each}.
 */
final class FloatSquares {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int L = SPECIES.length();
    private static final int SIDE = 16;

    // each d in 8 4 2 1 {
    private static final IntVector LOW_{d} = low({d});
    private static final IntVector HIGH_{d} = high({d});
    // }

    private FloatSquares() {}

    /** Which lanes of two vectors side by side make the first row. */
    private static IntVector low(int bit) {
        /*bits*/ int[] lanes = new /*bits*/ int[L];
        for (int lane = 0; lane < L; lane++) {
            lanes[lane] = (lane & bit) == 0 ? lane : L + lane - bit;
        }
        return IntVector.fromArray(IntVector.SPECIES_PREFERRED, lanes, 0);
    }

    /** Which make the second. */
    private static IntVector high(int bit) {
        /*bits*/ int[] lanes = new /*bits*/ int[L];
        for (int lane = 0; lane < L; lane++) {
            lanes[lane] = (lane & bit) == 0 ? lane + bit : L + lane;
        }
        return IntVector.fromArray(IntVector.SPECIES_PREFERRED, lanes, 0);
    }

    /** Whether a row of a square is a vector, and a matrix has at least one square. */
    static boolean fit(int rows, int columns) {
        return L == SIDE && rows >= SIDE && columns >= SIDE;
    }

    /**
     * {@code y[yAt + j yRow + i] = x[xAt + i xRow + j]}.
     *
     * @param rows the values of i, at least 16
     * @param columns the values of j, at least 16
     */
    static void transpose(int rows, int columns, float[] x, int xAt, int xRow, float[] y, int yAt, int yRow) {
        for (int i = 0; i < rows; i += SIDE) {
            int row = Math.min(i, rows - SIDE); // the last square reaches back and copies some again
            for (int j = 0; j < columns; j += SIDE) {
                int column = Math.min(j, columns - SIDE);
                square(x, xAt + row * xRow + column, xRow, y, yAt + column * yRow + row, yRow);
            }
        }
    }

    private static void square(float[] x, int from, int xRow, float[] y, int to, int yRow) {
        // each r < 16
        IntVector a{r} = FloatVector.fromArray(SPECIES, x, from + {r} * xRow).reinterpretAsInts();
        // each rxs in 0x8 1x9 2x10 3x11 4x12 5x13 6x14 7x15 {
        IntVector b{r} = LOW_8.selectFrom(a{r}, a{s});
        IntVector b{s} = HIGH_8.selectFrom(a{r}, a{s});
        // }
        // each rxs in 0x4 1x5 2x6 3x7 8x12 9x13 10x14 11x15 {
        IntVector c{r} = LOW_4.selectFrom(b{r}, b{s});
        IntVector c{s} = HIGH_4.selectFrom(b{r}, b{s});
        // }
        // each rxs in 0x2 1x3 4x6 5x7 8x10 9x11 12x14 13x15 {
        IntVector d{r} = LOW_2.selectFrom(c{r}, c{s});
        IntVector d{s} = HIGH_2.selectFrom(c{r}, c{s});
        // }
        // each rxs in 0x1 2x3 4x5 6x7 8x9 10x11 12x13 14x15 {
        IntVector e{r} = LOW_1.selectFrom(d{r}, d{s});
        IntVector e{s} = HIGH_1.selectFrom(d{r}, d{s});
        // }
        // each r < 16
        e{r}.reinterpretAsFloats().intoArray(y, to + {r} * yRow);
    }
}
