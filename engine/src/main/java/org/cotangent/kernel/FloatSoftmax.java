// twin: FloatSoftmax -> DoubleSoftmax
package org.cotangent.kernel;

/**
 * Softmaxes of short rows of float32, many rows at once: a block of them is turned, so that the same column of all rows lies
 * in one line, and every step is a loop over that line. Rows of ten numbers would otherwise be nothing but ends of vectors.
 *
 * <p>The sum of a row is taken in the order of its elements.
 */
final class FloatSoftmax {
    /** The longest rows that are turned. */
    static final int SHORT = 32;

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
        float[] turned = buffer((2 * n + 1) * rows);
        int sums = n * rows;
        int powers = log ? (n + 1) * rows : 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < rows; j++) {
                turned[i * rows + j] = x[xAt + j * n + i];
            }
        }
        System.arraycopy(turned, 0, turned, sums, rows);
        for (int i = 1; i < n; i++) {
            for (int j = 0; j < rows; j++) {
                turned[sums + j] = Math.max(turned[sums + j], turned[i * rows + j]);
            }
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < rows; j++) {
                turned[i * rows + j] -= turned[sums + j];
            }
        }
        if (log) {
            System.arraycopy(turned, 0, turned, powers, n * rows);
        }
        map.run(exp, turned, powers, n * rows);
        System.arraycopy(turned, powers, turned, sums, rows);
        for (int i = 1; i < n; i++) {
            for (int j = 0; j < rows; j++) {
                turned[sums + j] += turned[powers + i * rows + j];
            }
        }
        if (log) {
            map.run(ln, turned, sums, rows);
        } else {
            for (int j = 0; j < rows; j++) {
                turned[sums + j] = 1 / turned[sums + j];
            }
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < rows; j++) {
                float value = turned[i * rows + j];
                float last = turned[sums + j];
                y[yAt + j * n + i] = log ? value - last : value * last;
            }
        }
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
