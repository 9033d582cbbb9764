// twin: FloatRuns -> DoubleRuns
package org.cotangent.kernel;

/**
 * Copies of float32 in many short runs that are equally far from each other, such as a column that is repeated along the rows of
 * a narrow matrix: to ask for each run by itself would take most of the time.
 *
 * @param runs how many
 * @param length of each
 */
record FloatRuns(int runs, int length) {
    /** Copies element i of run r from {@code x[xAt + r xJump + i xStep]} to the like place of y. */
    void copy(float[] x, int xAt, int xJump, int xStep, float[] y, int yAt, int yJump, int yStep) {
        if (xStep == 0 && yStep == 1) {
            repeat(x, xAt, xJump, y, yAt, yJump);
            return;
        }
        if (length < runs) { // first the beginnings of all runs
            new FloatRuns(length, runs).copy(x, xAt, xStep, xJump, y, yAt, yStep, yJump);
            return;
        }
        for (int r = 0; r < runs; r++) {
            int from = xAt + r * xJump;
            int to = yAt + r * yJump;
            for (int i = 0; i < length; i++) {
                y[to] = x[from];
                from += xStep;
                to += yStep;
            }
        }
    }

    /** Fills each run with one number. */
    private void repeat(float[] x, int xAt, int xJump, float[] y, int yAt, int yJump) {
        for (int r = 0; r < runs; r++) {
            float number = x[xAt + r * xJump];
            int from = yAt + r * yJump;
            for (int i = from; i < from + length; i++) {
                y[i] = number;
            }
        }
    }
}
