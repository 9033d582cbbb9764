// twin: FloatStandardize -> DoubleStandardize
package org.cotangent.kernel;

import org.cotangent.shape.Layout;
import org.jspecify.annotations.Nullable;

/**
 * Rows of float32 with mean 0 and variance 1, {@code y = (x - mean x) / s} with {@code s = sqrt(var x + eps)}, scaled and
 * shifted, and how a change of them goes back: {@code (g - y mean(g y) - mean(g)) / s}. Each row is read from memory once.
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

    /** Writes y weight + bias, both given as matrices [rows, n]. */
    void forward(float[] x, int xAt, @Nullable NdArray weight, @Nullable NdArray bias, float[] y) {
        forRows(row -> {
            float[] scratch = FloatSoftmax.buffer(n);
            standardize(x, xAt + row * n, y, row * n, scratch);
            if (weight != null) {
                scale(y, row * n, weight, row, y, row * n);
            }
            if (bias != null) {
                shift(y, row * n, bias, row);
            }
        });
    }

    /** Writes a row times its factors. */
    private void scale(float[] x, int from, NdArray factors, int row, float[] y, int to) {
        float[] f = (float[]) factors.storage().array();
        Layout layout = factors.layout();
        int at = layout.offset() + row * layout.stride(0);
        int step = layout.stride(1);
        if (step == 0) {
            float factor = f[at];
            for (int j = 0; j < n; j++) {
                y[to + j] = x[from + j] * factor;
            }
        } else if (step == 1) {
            for (int j = 0; j < n; j++) {
                y[to + j] = x[from + j] * f[at + j];
            }
        } else {
            for (int j = 0; j < n; j++) {
                y[to + j] = x[from + j] * f[at + j * step];
            }
        }
    }

    private void shift(float[] y, int to, NdArray summands, int row) {
        float[] f = (float[]) summands.storage().array();
        Layout layout = summands.layout();
        int at = layout.offset() + row * layout.stride(0);
        int step = layout.stride(1);
        if (step == 0) {
            float summand = f[at];
            for (int j = 0; j < n; j++) {
                y[to + j] += summand;
            }
        } else if (step == 1) {
            for (int j = 0; j < n; j++) {
                y[to + j] += f[at + j];
            }
        } else {
            for (int j = 0; j < n; j++) {
                y[to + j] += f[at + j * step];
            }
        }
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

    /** Writes the gradient of x, from that of y weight. */
    void backward(float[] x, int xAt, float[] given, int givenAt, @Nullable NdArray weight, float[] out) {
        forRows(row -> {
            float[] scratch = FloatSoftmax.buffer(2 * n);
            float scale = standardize(x, xAt + row * n, scratch, n, scratch);
            int to = row * n;
            float[] g = weight == null ? given : out;
            int from = weight == null ? givenAt + row * n : to;
            if (weight != null) {
                scale(given, givenAt + row * n, weight, row, out, to);
            }
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
