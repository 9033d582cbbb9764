// twin: FloatSoftmax -> DoubleSoftmax
package org.cotangent.kernel;

import java.util.Arrays;

/**
 * Softmaxes of rows of float32, {@code e^(x - max x)} over its sum, or their logarithms, and how a change of these goes back.
 *
 * <p>Short rows are computed many at once; the sum of such a row is taken in the order of its elements. Powers of longer rows
 * are computed of a block of rows at once, for what is left of one row beside whole vectors takes as long as the rest of it;
 * long ones row by row again, while they are in the first-level cache.
 *
 * @param log the logarithm of the softmax instead
 * @param rows how many
 * @param n their length
 * @param fold folds numbers that follow each other
 * @param loop runs a recipe along a row
 */
record FloatSoftmax(boolean log, int rows, int n, FloatFold.Row fold, RowLoop loop) {
    /** Elements that a thread takes at once. */
    private static final int BLOCK = 1 << 14;

    /** Rows from which what is left of them beside whole vectors does not matter. */
    private static final int LONG = 512;

    private static final Recipe EXP = Recipe.of1("exp", Elementary::exp);
    private static final Recipe LOG = Recipe.of1("log", Elementary::log);
    private static final Recipe POWERS = Recipe.of2("exp of difference", (x, largest) -> Elementary.exp(x.sub(largest)));
    private static final Recipe SUB = Recipe.of2("sub", Expr::sub);

    private void forRows(Parallel.Range body) {
        Parallel.forRanges(rows, Math.clamp(BLOCK / Math.max(1, n), 1, Math.max(1, rows)), body);
    }

    /** Writes the softmaxes of x, row after row. */
    void forward(float[] x, int xAt, float[] y) {
        forRows((first, end) -> {
            int count = end - first;
            int from = xAt + first * n;
            if (n <= FloatLines.SHORT) {
                turned(count, x, from, y, first * n);
            } else if (log || n < LONG) {
                oneByOne(count, x, from, y, first * n);
            } else {
                inOnePass(count, x, from, y, first * n);
            }
        });
    }

    /** Writes {@code g - e^y sum g}, where y is a logarithm of a softmax. */
    void backward(float[] g, int gAt, float[] y, int yAt, float[] out) {
        forRows((first, end) -> {
            int count = end - first;
            int at = first * n;
            int size = count * n;
            map(EXP, size, y, yAt + at, out, at);
            if (n <= FloatLines.SHORT) {
                float[] sums = new float[count];
                FloatFold.shortRows(Fold.SUM, g, gAt + at, count, n, sums, 0);
                FloatLines lines = FloatLines.of(out, at, count, n);
                for (int i = 0; i < n; i++) {
                    lines.multiply(lines.line(i), sums);
                }
                lines.store(n, out, at);
            } else {
                for (int i = 0; i < count; i++) {
                    multiply(out, at + i * n, fold.of(Fold.SUM, g, gAt + at + i * n, n), n);
                }
            }
            loop.run(SUB, size, new Object[] {g, out}, new int[] {gAt + at, at}, new int[] {1, 1}, out, at);
        });
    }

    private void oneByOne(int count, float[] x, int xAt, float[] y, int at) {
        System.arraycopy(x, xAt, y, at, count * n); // the JIT compiler makes vectors of loops over one array, not over two
        for (int i = 0; i < count; i++) {
            subtract(y, at + i * n, fold.of(Fold.MAX, y, at + i * n, n), n);
        }
        float[] powers = log ? FloatSpare.get().array(FloatSpare.Use.ROW, count * n) : y;
        int powersAt = log ? 0 : at;
        map(EXP, count * n, y, at, powers, powersAt);
        float[] sums = new float[count];
        for (int i = 0; i < count; i++) {
            sums[i] = fold.of(Fold.SUM, powers, powersAt + i * n, n);
        }
        finish(sums, count);
        for (int i = 0; i < count; i++) {
            if (log) {
                subtract(y, at + i * n, sums[i], n);
            } else {
                multiply(y, at + i * n, sums[i], n);
            }
        }
    }

    /** Long softmaxes: the difference from the largest is taken on the way to its power, and never written. */
    private void inOnePass(int count, float[] x, int xAt, float[] y, int at) {
        float[] largest = new float[1];
        for (int i = 0; i < count; i++) {
            int from = xAt + i * n;
            int to = at + i * n;
            largest[0] = fold.of(Fold.MAX, x, from, n);
            loop.run(POWERS, n, new Object[] {x, largest}, new int[] {from, 0}, new int[] {1, 0}, y, to);
            multiply(y, to, 1 / fold.of(Fold.SUM, y, to, n), n);
        }
    }

    private void turned(int count, float[] x, int xAt, float[] y, int at) {
        FloatLines lines = FloatLines.of(x, xAt, count, n);
        float[] sums = lines.other();
        System.arraycopy(lines.line(0), 0, sums, 0, count);
        for (int i = 1; i < n; i++) {
            lines.fold(Fold.MAX, sums, lines.line(i));
        }
        for (int i = 0; i < n; i++) {
            lines.subtract(lines.line(i), sums);
        }
        Arrays.fill(sums, 0, count, 0);
        for (int i = 0; i < n; i++) {
            float[] powers = log ? FloatSpare.get().array(FloatSpare.Use.ROW, count) : lines.line(i);
            map(EXP, count, lines.line(i), 0, powers, 0);
            lines.fold(Fold.SUM, sums, powers);
        }
        finish(sums, count);
        for (int i = 0; i < n; i++) {
            if (log) {
                lines.subtract(lines.line(i), sums);
            } else {
                lines.multiply(lines.line(i), sums);
            }
        }
        lines.store(n, y, at);
    }

    /** What is subtracted from a row at last, ln sum, or multiplied with it, 1 / sum. */
    private void finish(float[] sums, int count) {
        if (log) {
            map(LOG, count, sums, 0, sums, 0);
            return;
        }
        for (int i = 0; i < count; i++) {
            sums[i] = 1 / sums[i];
        }
    }

    private void map(Recipe recipe, int count, float[] x, int xAt, float[] y, int at) {
        loop.run(recipe, count, new Object[] {x}, new int[] {xAt}, new int[] {1}, y, at);
    }

    private static void subtract(float[] x, int at, float number, int n) {
        for (int j = 0; j < n; j++) {
            x[at + j] -= number;
        }
    }

    private static void multiply(float[] x, int at, float number, int n) {
        for (int j = 0; j < n; j++) {
            x[at + j] *= number;
        }
    }
}
