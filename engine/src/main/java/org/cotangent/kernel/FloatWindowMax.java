// twin: FloatWindowMax -> DoubleWindowMax
package org.cotangent.kernel;

/**
 * The places of the largest float32 of every window, counted in row-major order over the image. Of several, it is the first
 * one; NaN counts as the largest, and the last NaN is taken. Beyond the edges there is nothing to find.
 */
public class FloatWindowMax {
    /** Elements of the result that a thread computes at once. */
    private static final int BLOCK = 1 << 12;

    /** For {@link ScalarBackend} and subclasses. */
    protected FloatWindowMax() {}

    /** Finds the places in {@code planes} images that follow each other. */
    final void find(Placement at, int planes, float[] x, int xAt, long[] out) {
        int atOnce = Math.clamp(BLOCK / Math.max(1, at.outputSize()), 1, Math.max(1, planes));
        Parallel.forRanges(planes, atOnce, (first, end) -> {
            int[] rows = new int[at.kernel()[0] * at.kernel()[1]];
            for (int plane = first; plane < end; plane++) {
                plane(at, x, xAt + plane * at.inputSize(), rows, out, plane * at.outputSize());
            }
        });
    }

    private void plane(Placement at, float[] x, int xAt, int[] rows, long[] out, int outAt) {
        int[] places = at.out();
        int step = at.stride()[2];
        int before = at.before()[2];
        int reach = (at.kernel()[2] - 1) * at.dilation()[2];
        // Of these columns no window reaches over an edge.
        int first = Math.min(Math.ceilDiv(before, step), places[2]);
        int end = Math.clamp(Math.floorDiv(at.in()[2] - 1 - reach + before, step) + 1, first, places[2]);
        for (int i = 0; i < places[0]; i++) {
            for (int j = 0; j < places[1]; j++) {
                int count = rows(at, i, j, rows);
                int to = outAt + (i * places[1] + j) * places[2];
                for (int k = 0; k < first; k++) {
                    out[to + k] = place(at, x, xAt, rows, count, k);
                }
                row(at, x, xAt, rows, count, first, end, out, to);
                for (int k = end; k < places[2]; k++) {
                    out[to + k] = place(at, x, xAt, rows, count, k);
                }
            }
        }
    }

    /** Where the rows of the image begin that a row of windows lies over. */
    private static int rows(Placement at, int front, int middle, int[] rows) {
        int count = 0;
        for (int i = 0; i < at.kernel()[0]; i++) {
            int u = front * at.stride()[0] + i * at.dilation()[0] - at.before()[0];
            for (int j = 0; j < at.kernel()[1]; j++) {
                int v = middle * at.stride()[1] + j * at.dilation()[1] - at.before()[1];
                if (u >= 0 && u < at.in()[0] && v >= 0 && v < at.in()[1]) {
                    rows[count++] = (u * at.in()[1] + v) * at.in()[2];
                }
            }
        }
        if (count == 0) { // windows with gaps may miss a small image: they get what is nearest to them
            int u = Math.clamp(front * at.stride()[0] - at.before()[0], 0, at.in()[0] - 1);
            int v = Math.clamp(middle * at.stride()[1] - at.before()[1], 0, at.in()[1] - 1);
            rows[count++] = (u * at.in()[1] + v) * at.in()[2];
        }
        return count;
    }

    /**
     * The place of the largest element of one window.
     *
     * @param at where windows lie
     * @param x the elements of the images
     * @param xAt where the image begins
     * @param rows where the rows begin that the window lies over, counted from there
     * @param count how many rows
     * @param column which window along the last axis
     * @return an index into the image
     */
    protected static long place(Placement at, float[] x, int xAt, int[] rows, int count, int column) {
        int from = column * at.stride()[2] - at.before()[2];
        int best = -1;
        float largest = Float.NEGATIVE_INFINITY;
        for (int row = 0; row < count; row++) {
            for (int k = 0; k < at.kernel()[2]; k++) {
                int j = from + k * at.dilation()[2];
                if (j >= 0 && j < at.in()[2]) {
                    float value = x[xAt + rows[row] + j];
                    if (best < 0 || value > largest || Float.isNaN(value)) {
                        best = rows[row] + j;
                        largest = value;
                    }
                }
            }
        }
        return best < 0 ? rows[0] + Math.clamp(from, 0, at.in()[2] - 1) : best;
    }

    /**
     * The places of the largest elements of windows that do not reach over the first or the last column.
     *
     * @param at the windows
     * @param x holds the image
     * @param xAt where it begins
     * @param rows where the rows of the image begin that the windows lie over
     * @param count how many
     * @param first the first window
     * @param end behind the last window
     * @param out takes the places
     * @param outAt where that of window 0 goes
     */
    protected void row(
            Placement at, float[] x, int xAt, int[] rows, int count, int first, int end, long[] out, int outAt) {
        for (int k = first; k < end; k++) {
            out[outAt + k] = place(at, x, xAt, rows, count, k);
        }
    }
}
