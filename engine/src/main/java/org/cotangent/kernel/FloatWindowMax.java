// twin: FloatWindowMax -> DoubleWindowMax
package org.cotangent.kernel;

/**
 * The places of the largest float32 of every window, counted in row-major order over the image. Of several, it is the first
 * one; NaN counts as the largest, and the last NaN is taken. Beyond the edges there is nothing to find.
 */
public class FloatWindowMax {
    /** Elements of the result that a thread computes at once, or those of {@link #IMAGES} images. */
    private static final int BLOCK = 1 << 12;

    /** Images that a thread takes at least, since a faster class searches as many at once as a vector has lanes. */
    private static final int IMAGES = 16;

    /** For {@link ScalarBackend} and subclasses. */
    protected FloatWindowMax() {}

    /** Finds the places in {@code images} that follow each other. */
    final void find(Placement at, int images, float[] x, int xAt, long[] out) {
        int groups = Math.ceilDiv(images, IMAGES);
        int atOnce = Math.clamp(BLOCK / Math.max(1, at.outputSize() * IMAGES), 1, Math.max(1, groups));
        Parallel.forRanges(groups, atOnce, (first, end) ->
                images(at, x, xAt, first * IMAGES, Math.min(images, end * IMAGES), out));
    }

    /**
     * Finds the places in some images.
     *
     * @param at where windows lie
     * @param x the elements of the images
     * @param xAt where the first of all images begins
     * @param first the first image to look at
     * @param end behind the last
     * @param out takes the places, those of the first of all images at 0
     */
    protected void images(Placement at, float[] x, int xAt, int first, int end, long[] out) {
        int[] rows = new int[at.kernel()[0] * at.kernel()[1]];
        int[] places = at.out();
        int to = first * at.outputSize();
        for (int image = first; image < end; image++) {
            for (int i = 0; i < places[0]; i++) {
                for (int j = 0; j < places[1]; j++) {
                    int count = rows(at, i, j, rows);
                    for (int k = 0; k < places[2]; k++) {
                        out[to++] = place(at, x, xAt + image * at.inputSize(), rows, count, k);
                    }
                }
            }
        }
    }

    /**
     * Where the rows of the image begin that a row of windows lies over.
     *
     * @param at where windows lie
     * @param front which row of windows, along the first axis
     * @param middle and along the second
     * @param rows takes where they begin
     * @return how many they are, at least 1
     */
    protected static int rows(Placement at, int front, int middle, int[] rows) {
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

    /** The place of the largest element of one window, an index into the image. */
    private static long place(Placement at, float[] x, int xAt, int[] rows, int count, int column) {
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
}
