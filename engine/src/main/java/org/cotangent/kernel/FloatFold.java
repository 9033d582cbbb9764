// twin: FloatFold -> DoubleFold
package org.cotangent.kernel;

/**
 * Reductions of float32, in an order that is fixed whatever the hardware's vector width.
 *
 * <p>A row is cut into blocks of 4,096. Within a block, element i is added to logical lane i mod {@link #LANES}; then
 * the lanes are folded in halves. The sums of the blocks are summed in the same way. This is both what a vector unit
 * of any width can do and more accurate than adding one after the other.
 */
final class FloatFold {
    /** Four accumulators of 16 (float32) or 8 (float64) lanes. */
    static final int LANES = 4 * 16; // twin:16->8

    static final int BLOCK = 4096;

    /** A column sum adds this many rows one after the other before it adds up the partial sums. */
    static final int ROWS = 128;

    private FloatFold() {}

    /** Folds numbers that follow each other, as {@link ScalarBackend} or faster. */
    interface Row {
        /** The fold of n numbers from a place on. */
        float of(Fold fold, float[] x, int at, int n);
    }

    /** The sum of {@code n} numbers that lie one after the other. */
    static float sum(float[] x, int offset, int n) {
        if (n <= BLOCK) {
            return block(x, offset, n);
        }
        int blocks = Math.ceilDiv(n, BLOCK);
        float[] partial = new float[blocks];
        for (int i = 0; i < blocks; i++) {
            partial[i] = block(x, offset + i * BLOCK, Math.min(BLOCK, n - i * BLOCK));
        }
        return sum(partial, 0, blocks);
    }

    private static float block(float[] x, int offset, int n) {
        float[] lanes = new float[LANES];
        int whole = n - n % LANES;
        for (int i = 0; i < whole; i += LANES) {
            for (int lane = 0; lane < LANES; lane++) {
                lanes[lane] += x[offset + i + lane];
            }
        }
        for (int i = whole; i < n; i++) {
            lanes[i - whole] += x[offset + i];
        }
        return tree(lanes, Math.min(n, LANES));
    }

    /** Folds the first {@code used} lanes in halves; the others hold 0, which changes nothing. */
    static float tree(float[] lanes, int used) {
        int filled = used;
        for (int half = LANES / 2; half > 0; half /= 2) {
            for (int lane = 0; lane + half < filled; lane++) {
                lanes[lane] += lanes[lane + half];
            }
            filled = Math.min(filled, half);
        }
        return lanes[0];
    }

    /**
     * Folds each row of a matrix whose rows are at most {@link FloatLines#SHORT} long, with the bits of one row after the other.
     */
    static void shortRows(Fold fold, float[] x, int offset, int rows, int n, float[] out, int outOffset) {
        for (int first = 0; first < rows; first += ROWS) {
            int height = Math.min(ROWS, rows - first);
            FloatLines lines = FloatLines.of(x, offset + first * n, height, n);
            if (fold == Fold.SUM) {
                for (int half = FloatLines.SHORT / 2, filled = n; half > 0; filled = Math.min(filled, half), half /= 2) {
                    for (int lane = 0; lane + half < filled; lane++) {
                        lines.fold(fold, lines.line(lane), lines.line(lane + half));
                    }
                }
                for (int j = 0; j < height; j++) {
                    out[outOffset + first + j] = lines.line(0)[j] + 0f; // lanes begin with 0: a sum is never -0
                }
            } else {
                for (int i = 1; i < n; i++) {
                    lines.fold(fold, lines.line(0), lines.line(i));
                }
                System.arraycopy(lines.line(0), 0, out, outOffset + first, height);
            }
        }
    }

    /** Adds up the rows of a row-major matrix into {@code out}. */
    static void sumColumns(float[] x, int offset, int rows, int columns, float[] out, int outOffset) {
        java.util.Arrays.fill(out, outOffset, outOffset + columns, 0);
        float[] partial = new float[columns];
        for (int start = 0; start < rows; start += ROWS) {
            java.util.Arrays.fill(partial, 0);
            for (int row = start; row < Math.min(rows, start + ROWS); row++) {
                int from = offset + row * columns;
                for (int j = 0; j < columns; j++) {
                    partial[j] += x[from + j];
                }
            }
            for (int j = 0; j < columns; j++) {
                out[outOffset + j] += partial[j];
            }
        }
    }

    /** Folds the rows of a row-major matrix to one, in their order: anything but sums. */
    static void foldColumns(Fold fold, float[] x, int offset, int rows, int columns, float[] out, int outOffset) {
        System.arraycopy(x, offset, out, outOffset, columns);
        for (int row = 1; row < rows; row++) {
            int from = offset + row * columns;
            switch (fold) {
                case PRODUCT -> {
                    for (int j = 0; j < columns; j++) {
                        out[outOffset + j] *= x[from + j];
                    }
                }
                case MAX -> {
                    for (int j = 0; j < columns; j++) {
                        out[outOffset + j] = Math.max(out[outOffset + j], x[from + j]);
                    }
                }
                case MIN -> {
                    for (int j = 0; j < columns; j++) {
                        out[outOffset + j] = Math.min(out[outOffset + j], x[from + j]);
                    }
                }
                case SUM -> throw new IllegalArgumentException("sums have an order of their own");
            }
        }
    }

    /** Any other reduction of a row; the order does not matter for max and min, and is that of the elements for products. */
    static float fold(Fold fold, float[] x, int offset, int n, int step) {
        float result = fold == Fold.PRODUCT ? 1 : fold == Fold.MAX ? Float.NEGATIVE_INFINITY : Float.POSITIVE_INFINITY;
        switch (fold) {
            case PRODUCT -> {
                for (int i = 0; i < n; i++) {
                    result *= x[offset + i * step];
                }
            }
            case MAX -> {
                for (int i = 0; i < n; i++) {
                    result = Math.max(result, x[offset + i * step]);
                }
            }
            case MIN -> {
                for (int i = 0; i < n; i++) {
                    result = Math.min(result, x[offset + i * step]);
                }
            }
            case SUM -> throw new IllegalArgumentException("sums have an order of their own");
        }
        return result;
    }

    /** The place of the first largest (or smallest) number of a row; a NaN counts as both. */
    static int best(boolean largest, float[] x, int offset, int n, int step) {
        int best = 0;
        float value = x[offset];
        for (int i = 1; i < n && !Float.isNaN(value); i++) {
            float each = x[offset + i * step];
            if (largest ? each > value : each < value) {
                best = i;
                value = each;
            } else if (Float.isNaN(each)) {
                return i;
            }
        }
        return best;
    }
}
