// twin: FloatStandardize -> DoubleStandardize
package org.cotangent.kernel;

/**
 * Rows of float32 with mean 0 and variance 1, {@code y = (x - mean x) / s} with {@code s = sqrt(var x + eps)}, and how a
 * change of them goes back: {@code (g - y mean(g y) - mean(g)) / s}. Each row is read from memory once.
 *
 * @param rows how many
 * @param n their length
 * @param eps added to the variance
 * @param sum adds up numbers that follow each other
 */
record FloatStandardize(int rows, int n, float eps, Sum sum) {
    /** Elements that a thread takes at once. */
    private static final int BLOCK = 1 << 14;

    /** Adds up. */
    interface Sum {
        /** The sum of n numbers from a place on. */
        float of(float[] x, int at, int n);
    }

    private void forRows(java.util.function.IntConsumer row) {
        int atOnce = Math.clamp(BLOCK / Math.max(1, n), 1, Math.max(1, rows));
        Parallel.forBlocks(Math.ceilDiv(rows, atOnce), block -> {
            for (int i = block * atOnce; i < Math.min(rows, (block + 1) * atOnce); i++) {
                row.accept(i);
            }
        });
    }

    /** Writes y. */
    void forward(float[] x, int xAt, float[] y) {
        forRows(row -> {
            float[] scratch = FloatSoftmax.buffer(n);
            standardize(x, xAt + row * n, y, row * n, scratch);
        });
    }

    /** Writes one row of y, and gives 1 / s. */
    private float standardize(float[] x, int from, float[] y, int to, float[] squares) {
        float mean = sum.of(x, from, n) / n;
        for (int j = 0; j < n; j++) {
            y[to + j] = x[from + j] - mean;
        }
        for (int j = 0; j < n; j++) {
            squares[j] = y[to + j] * y[to + j];
        }
        float scale = 1 / (float) Math.sqrt(sum.of(squares, 0, n) / n + eps);
        for (int j = 0; j < n; j++) {
            y[to + j] *= scale;
        }
        return scale;
    }

    /** Writes the gradient of x, from that of y. */
    void backward(float[] x, int xAt, float[] g, int gAt, float[] out) {
        forRows(row -> {
            float[] scratch = FloatSoftmax.buffer(2 * n);
            float scale = standardize(x, xAt + row * n, scratch, n, scratch);
            int from = gAt + row * n;
            int to = row * n;
            for (int j = 0; j < n; j++) {
                scratch[j] = g[from + j] * scratch[n + j];
            }
            float along = sum.of(scratch, 0, n) / n;
            for (int j = 0; j < n; j++) {
                out[to + j] = g[from + j] - scratch[n + j] * along;
            }
            // Its mean is that of g, but taken last it removes the rounding of both.
            float mean = sum.of(out, to, n) / n;
            for (int j = 0; j < n; j++) {
                out[to + j] = (out[to + j] - mean) * scale;
            }
        });
    }
}
