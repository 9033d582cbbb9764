// twin: FloatStandardize -> DoubleStandardize
package org.cotangent.kernel;

/**
 * Rows of float32 with mean 0 and variance 1, {@code y = (x - mean x) / s} with {@code s = sqrt(var x + eps)}, scaled and
 * shifted, and how a change of them goes back: {@code (g - y mean(g y) - mean(g)) / s}. Each row is read from memory once.
 *
 * @param rows how many
 * @param n their length
 * @param eps added to the variance
 * @param fold adds up numbers that follow each other
 * @param loop runs a recipe along a row
 */
record FloatStandardize(int rows, int n, float eps, FloatFold.Row fold, RowLoop loop) {
    /** Elements that a thread takes at once. */
    private static final int BLOCK = 1 << 14;

    private void forRows(java.util.function.IntConsumer row) {
        int atOnce = Math.clamp(BLOCK / Math.max(1, n), 1, Math.max(1, rows));
        Parallel.forRanges(rows, atOnce, (first, end) -> {
            for (int i = first; i < end; i++) {
                row.accept(i);
            }
        });
    }

    /** Writes y weight + bias, both given as matrices [rows, n]. */
    void forward(float[] x, int xAt, NdArray weight, NdArray bias, float[] y) {
        forRows(row -> {
            float[] numbers = new float[2];
            RowLoop.Operands operands = of(x, xAt, row, numbers).row(weight, row).row(bias, row);
            operands.run(loop, StandardizeRecipes.SCALED, n, y, row * n);
        });
    }

    /** The row and its mean and 1 / s, which are also written to numbers. */
    private RowLoop.Operands of(float[] x, int xAt, int row, float[] numbers) {
        float[] squares = FloatSpare.get().array(FloatSpare.Use.ROW, n);
        int from = xAt + row * n;
        numbers[0] = sum(x, from, n) / n;
        RowLoop.Operands operands = new RowLoop.Operands().add(x, from, 1).add(numbers, 0, 0);
        operands.run(loop, StandardizeRecipes.SQUARES, n, squares, 0);
        numbers[1] = 1 / (float) Math.sqrt(sum(squares, 0, n) / n + eps);
        return operands.add(numbers, 1, 0);
    }

    private float sum(float[] x, int at, int n) {
        return fold.of(Fold.SUM, x, at, n);
    }

    /** Writes the gradient of x, from that of y weight. */
    void backward(float[] x, int xAt, float[] g, int gAt, NdArray weight, float[] out) {
        forRows(row -> {
            float[] numbers = new float[2];
            RowLoop.Operands operands =
                    of(x, xAt, row, numbers).row(weight, row).add(g, gAt + row * n, 1);
            float[] products = FloatSpare.get().array(FloatSpare.Use.ROW, n);
            int to = row * n;
            operands.run(loop, StandardizeRecipes.ALONG, n, products, 0);
            float[] along = {sum(products, 0, n) / n};
            operands.add(along, 0, 0).run(loop, StandardizeRecipes.REST, n, out, to);
            // Its mean is that of g; taken last it removes the rounding of both.
            float[] mean = {sum(out, to, n) / n};
            new RowLoop.Operands()
                    .add(out, to, 1)
                    .add(mean, 0, 0)
                    .add(numbers, 1, 0)
                    .run(loop, StandardizeRecipes.CENTRED, n, out, to);
        });
    }
}
