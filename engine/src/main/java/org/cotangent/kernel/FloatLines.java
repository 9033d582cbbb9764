// twin: FloatLines -> DoubleLines
package org.cotangent.kernel;

/**
 * Many short rows of float32, turned: line i holds element i of every row, and every step is a loop over lines. Rows of ten
 * numbers would otherwise be nothing but beginnings and ends of loops.
 *
 * <p>Each line is an array of its own, because the JIT compiler makes vectors only of loops that read arrays from their
 * beginning.
 */
final class FloatLines {
    /** The longest rows that are turned. */
    static final int SHORT = 32;

    private static final ThreadLocal<FloatLines> OF_THREAD = ThreadLocal.withInitial(FloatLines::new);

    private final float[][] lines = new float[SHORT][0];
    private float[] other = new float[0];
    private int rows;

    private FloatLines() {}

    /** The lines of this thread, until it asks again: rows of n numbers. */
    static FloatLines of(float[] x, int at, int rows, int n) {
        FloatLines lines = OF_THREAD.get();
        lines.rows = rows;
        if (lines.other.length < rows) {
            lines.other = new float[rows];
        }
        for (int i = 0; i < n; i++) {
            if (lines.lines[i].length < rows) {
                lines.lines[i] = new float[rows];
            }
            turn(rows, n, x, at + i, lines.lines[i]);
        }
        return lines;
    }

    private static void turn(int rows, int n, float[] x, int at, float[] line) {
        for (int j = 0; j < rows; j++) {
            line[j] = x[at + j * n];
        }
    }

    /** A line. */
    float[] line(int i) {
        return lines[i];
    }

    /** A further line, of any content. */
    float[] other() {
        return other;
    }

    /** Turns the first n lines back. */
    void store(int n, float[] y, int at) {
        for (int i = 0; i < n; i++) {
            float[] line = lines[i];
            for (int j = 0; j < rows; j++) {
                y[at + i + j * n] = line[j];
            }
        }
    }

    /** Folds a line into another, element by element. */
    void fold(Fold fold, float[] into, float[] line) {
        switch (fold) {
            case SUM -> {
                for (int j = 0; j < rows; j++) {
                    into[j] += line[j];
                }
            }
            case PRODUCT -> multiply(into, line);
            case MAX -> {
                for (int j = 0; j < rows; j++) {
                    into[j] = Math.max(into[j], line[j]);
                }
            }
            case MIN -> {
                for (int j = 0; j < rows; j++) {
                    into[j] = Math.min(into[j], line[j]);
                }
            }
        }
    }

    /** Multiplies a line by another. */
    void multiply(float[] into, float[] line) {
        for (int j = 0; j < rows; j++) {
            into[j] *= line[j];
        }
    }

    /** Subtracts a line from another. */
    void subtract(float[] from, float[] line) {
        for (int j = 0; j < rows; j++) {
            from[j] -= line[j];
        }
    }
}
