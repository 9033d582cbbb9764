// twin: FloatSoftmax -> DoubleSoftmax
package org.cotangent.kernel;

/**
 * Softmaxes of short rows of float32, many rows at once.
 *
 * <p>The sum of a row is taken in the order of its elements.
 */
final class FloatSoftmax {
    /** Runs a recipe in place. */
    interface Elementwise {
        /** Runs it on {@code n} numbers from {@code at} on. */
        void run(Recipe recipe, float[] x, int at, int n);
    }

    private static final ThreadLocal<float[]> BUFFER = ThreadLocal.withInitial(() -> new float[0]);

    private FloatSoftmax() {}

    /**
     * Computes {@code rows} rows of {@code n} numbers.
     *
     * @param log the logarithm of the softmax instead
     * @param exp the exponential function
     * @param ln the natural logarithm
     */
    static void block(
            boolean log, int rows, int n, float[] x, int xAt, float[] y, int yAt, Elementwise map, Recipe exp, Recipe ln) {
        FloatLines lines = FloatLines.of(x, xAt, rows, n);
        float[] sums = lines.other();
        System.arraycopy(lines.line(0), 0, sums, 0, rows);
        for (int i = 1; i < n; i++) {
            lines.fold(Fold.MAX, sums, lines.line(i));
        }
        for (int i = 0; i < n; i++) {
            lines.subtract(lines.line(i), sums);
        }
        for (int i = 0; i < n; i++) {
            float[] powers = log ? buffer(rows) : lines.line(i);
            if (log) {
                System.arraycopy(lines.line(i), 0, powers, 0, rows);
            }
            map.run(exp, powers, 0, rows);
            if (i == 0) {
                System.arraycopy(powers, 0, sums, 0, rows);
            } else {
                lines.fold(Fold.SUM, sums, powers);
            }
        }
        if (log) {
            map.run(ln, sums, 0, rows);
        } else {
            for (int j = 0; j < rows; j++) {
                sums[j] = 1 / sums[j];
            }
        }
        for (int i = 0; i < n; i++) {
            if (log) {
                lines.subtract(lines.line(i), sums);
            } else {
                lines.multiply(lines.line(i), sums);
            }
        }
        lines.store(n, y, yAt);
    }

    /** Subtracts a number from a row. */
    static void subtract(float[] x, int xAt, float number, float[] y, int yAt, int n) {
        for (int j = 0; j < n; j++) {
            y[yAt + j] = x[xAt + j] - number;
        }
    }

    /** Multiplies a row with a number. */
    static void multiply(float[] x, int at, float number, int n) {
        for (int j = 0; j < n; j++) {
            x[at + j] *= number;
        }
    }

    /** A buffer of this thread. */
    static float[] buffer(int size) {
        float[] buffer = BUFFER.get();
        if (buffer.length < size) {
            buffer = new float[size];
            BUFFER.set(buffer);
        }
        return buffer;
    }
}
