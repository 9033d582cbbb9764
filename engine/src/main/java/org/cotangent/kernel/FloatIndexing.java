// twin: FloatIndexing -> DoubleIndexing
package org.cotangent.kernel;

/**
 * Picks and adds float32 at indices along the middle axis of [outer, size, inner].
 *
 * <p>An index has a number for each element of [outer, count, inner], or one for each row of {@code inner} elements, which
 * then moves as a whole: that is how rows of a table are picked.
 *
 * @param outer product of the sizes before the axis
 * @param size of the axis
 * @param count of the index along the axis
 * @param inner product of the sizes after the axis
 * @param byRow whether the index has one number for each row
 * @param index the numbers, each from 0 to size - 1
 * @param indexAt where they begin
 */
record FloatIndexing(int outer, int size, int count, int inner, boolean byRow, long[] index, int indexAt) {
    /** Elements that a thread takes at once. */
    private static final int BLOCK = 1 << 14;

    /** {@code out[o, i, j] = x[o, index[o, i, j], j]}. */
    void gather(float[] x, int xAt, float[] out) {
        int rows = outer * count;
        int rowsAtOnce = Math.clamp(BLOCK / Math.max(1, inner), 1, Math.max(1, rows));
        Parallel.forRanges(rows, rowsAtOnce, (first, last) -> pick(x, xAt, first, last, out));
    }

    private void pick(float[] x, int xAt, int first, int last, float[] out) {
        int from = xAt + first / count * size * inner;
        int left = count - first % count; // rows of this outer index
        for (int row = first; row < last; row++) {
            int to = row * inner;
            if (inner == 1) {
                out[row] = x[from + (int) index[indexAt + row]];
            } else if (byRow) {
                System.arraycopy(x, from + (int) index[indexAt + row] * inner, out, to, inner);
            } else {
                for (int j = 0; j < inner; j++) {
                    out[to + j] = x[from + (int) index[indexAt + to + j] * inner + j];
                }
            }
            if (--left == 0) {
                left = count;
                from += size * inner;
            }
        }
    }

    /** {@code out[o, index[o, i, j], j] += source[o, i, j]}, in the order of i. */
    void scatterAdd(float[] source, int sourceAt, float[] out) {
        if (outer > 1) {
            int atOnce = Math.clamp(BLOCK / Math.max(1, count * inner), 1, outer);
            Parallel.forRanges(outer, atOnce, (first, last) -> add(first, last, 0, inner, source, sourceAt, out));
        } else if (outer == 1) {
            // Threads take columns: rows may meet at one place.
            int width = Math.clamp(BLOCK / Math.max(1, count), Math.min(64, Math.max(1, inner)), Math.max(1, inner));
            Parallel.forRanges(inner, width, (left, right) -> add(0, 1, left, right, source, sourceAt, out));
        }
    }

    /** Columns {@code left} to {@code right} of the outer indices {@code o} to {@code end}. */
    private void add(int o, int end, int left, int right, float[] source, int sourceAt, float[] out) {
        int to = o * size * inner;
        int ahead = count; // rows of this outer index
        for (int row = o * count; row < end * count; row++) {
            int from = row * inner;
            if (inner == 1) {
                out[to + (int) index[indexAt + row]] += source[sourceAt + row];
            } else if (byRow) {
                int place = to + (int) index[indexAt + row] * inner;
                for (int j = left; j < right; j++) {
                    out[place + j] += source[sourceAt + from + j];
                }
            } else {
                for (int j = left; j < right; j++) {
                    out[to + (int) index[indexAt + from + j] * inner + j] += source[sourceAt + from + j];
                }
            }
            if (--ahead == 0) {
                ahead = count;
                to += size * inner;
            }
        }
    }

    /** Whether all indices lie inside the axis. */
    boolean isInside() {
        int numbers = byRow ? outer * count : outer * count * inner;
        long last = size - 1L;
        long signs = 0; // of each index and of its distance from the last place: one loop of cheap steps
        for (int i = indexAt; i < indexAt + numbers; i++) {
            signs |= index[i] | (last - index[i]);
        }
        return signs >= 0;
    }
}
