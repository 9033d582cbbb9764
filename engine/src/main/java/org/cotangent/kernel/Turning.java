package org.cotangent.kernel;

import java.util.Arrays;
import org.cotangent.shape.Layout;
import org.cotangent.shape.Shape;
import org.jspecify.annotations.Nullable;

/**
 * A copy that reads down columns and writes along rows, or is the other way round: matrices, one for each element of the
 * other axes, that are transposed in squares.
 *
 * @param down the axis that the source walks in steps of 1
 * @param along the axis that the target walks in steps of 1
 * @param from the source, expanded
 * @param into the target
 */
record Turning(int down, int along, Layout from, Layout into) {
    /** Smaller matrices are copied number by number. */
    private static final int LEAST = 8;

    /** The side of the squares that threads share; two of them fit into the first-level cache. */
    private static final int SIDE = 64;

    /** The way to copy between two layouts of one shape; null when it is not of this kind. */
    static @Nullable Turning of(Layout from, Layout into) {
        Shape shape = into.shape();
        int along = -1;
        int down = -1;
        for (int axis = 0; axis < shape.rank(); axis++) {
            if (shape.size(axis) >= LEAST) {
                along = into.stride(axis) == 1 ? axis : along;
                down = from.stride(axis) == 1 ? axis : down;
            }
        }
        boolean turns = along >= 0 && down >= 0 && along != down && from.stride(along) > 1;
        return turns ? new Turning(down, along, from, into) : null;
    }

    /** Copies float32. */
    void copy(FloatConvolution kernel, float[] x, float[] y) {
        forSquares((rows, columns, xAt, yAt) -> kernel.transpose(
                rows, columns, x, xAt, from.stride(along), y, yAt, into.stride(down)));
    }

    /** Copies float64. */
    void copy(DoubleConvolution kernel, double[] x, double[] y) {
        forSquares((rows, columns, xAt, yAt) -> kernel.transpose(
                rows, columns, x, xAt, from.stride(along), y, yAt, into.stride(down)));
    }

    private interface Square {
        void copy(int rows, int columns, int xAt, int yAt);
    }

    private void forSquares(Square square) {
        int rows = into.shape().size(along);
        int columns = into.shape().size(down);
        Layout[] corners = {
            from.slice(along, 0, 1, 1).slice(down, 0, 1, 1), into.slice(along, 0, 1, 1).slice(down, 0, 1, 1)
        };
        Traversal others = new Traversal(corners[0].shape(), corners);
        int length = others.length();
        int across = Math.ceilDiv(rows, SIDE);
        int deep = Math.ceilDiv(columns, SIDE);
        int matrices = others.runs() * length;
        int atOnce = Math.max(1, SIDE * SIDE * 4 / Math.max(1, rows * columns)); // small matrices together
        int parts = atOnce > 1 ? 1 : across * deep;
        Parallel.forBlocks(Math.ceilDiv(matrices, atOnce) * parts, block -> {
            int[] at = new int[2];
            int first = block / parts * atOnce;
            for (int matrix = first; matrix < Math.min(matrices, first + atOnce); matrix++) {
                others.offsets(matrix / length, at);
                int xAt = at[0] + matrix % length * others.steps()[0];
                int yAt = at[1] + matrix % length * others.steps()[1];
                for (int part = atOnce > 1 ? 0 : block % parts; part < (atOnce > 1 ? across * deep : block % parts + 1); part++) {
                    int i = part / deep * SIDE;
                    int j = part % deep * SIDE;
                    square.copy(
                            Math.min(SIDE, rows - i),
                            Math.min(SIDE, columns - j),
                            xAt + i * from.stride(along) + j,
                            yAt + j * into.stride(down) + i);
                }
            }
        });
    }

    @Override
    public String toString() {
        return "from " + Arrays.toString(from.shape().sizes()) + " down " + down + ", along " + along;
    }
}
