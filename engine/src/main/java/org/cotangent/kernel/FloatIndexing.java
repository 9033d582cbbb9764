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
        Parallel.forBlocks(Math.ceilDiv(rows, rowsAtOnce), block -> {
            int end = Math.min(rows, (block + 1) * rowsAtOnce);
            for (int row = block * rowsAtOnce; row < end; ) {
                int o = row / count;
                int last = Math.min(end, (o + 1) * count);
                pick(x, xAt + o * size * inner, row, last, out);
                row = last;
            }
        });
    }

    /** Rows of one outer index. */
    private void pick(float[] x, int from, int first, int last, float[] out) {
        if (inner == 1) {
            for (int row = first; row < last; row++) {
                out[row] = x[from + (int) index[indexAt + row]];
            }
            return;
        }
        for (int row = first; row < last; row++) {
            int to = row * inner;
            if (byRow) {
                System.arraycopy(x, from + (int) index[indexAt + row] * inner, out, to, inner);
            } else {
                for (int j = 0; j < inner; j++) {
                    out[to + j] = x[from + (int) index[indexAt + to + j] * inner + j];
                }
            }
        }
    }

    /** {@code out[o, index[o, i, j], j] += source[o, i, j]}, in the order of i. */
    void scatterAdd(float[] source, int sourceAt, float[] out) {
        if (outer > 1) {
            int atOnce = Math.clamp(BLOCK / Math.max(1, count * inner), 1, outer);
            Parallel.forBlocks(Math.ceilDiv(outer, atOnce), block -> {
                for (int o = block * atOnce; o < Math.min(outer, (block + 1) * atOnce); o++) {
                    add(o, 0, inner, source, sourceAt, out);
                }
            });
        } else if (outer == 1) {
            // Threads take columns: rows may meet at one place.
            int width = Math.clamp(BLOCK / Math.max(1, count), Math.min(64, Math.max(1, inner)), Math.max(1, inner));
            Parallel.forBlocks(
                    Math.ceilDiv(inner, width),
                    block -> add(0, block * width, Math.min(inner, (block + 1) * width), source, sourceAt, out));
        }
    }

    private void add(int o, int first, int last, float[] source, int sourceAt, float[] out) {
        int to = o * size * inner;
        if (inner == 1) {
            for (int row = o * count; row < (o + 1) * count; row++) {
                out[to + (int) index[indexAt + row]] += source[sourceAt + row];
            }
            return;
        }
        for (int row = o * count; row < (o + 1) * count; row++) {
            int from = row * inner;
            if (byRow) {
                int place = to + (int) index[indexAt + row] * inner;
                for (int j = first; j < last; j++) {
                    out[place + j] += source[sourceAt + from + j];
                }
            } else {
                for (int j = first; j < last; j++) {
                    out[to + (int) index[indexAt + from + j] * inner + j] += source[sourceAt + from + j];
                }
            }
        }
    }

    /** Whether all indices lie inside the axis. */
    boolean isInside() {
        int numbers = byRow ? outer * count : outer * count * inner;
        long smallest = 0;
        long largest = 0;
        for (int i = indexAt; i < indexAt + numbers; i++) {
            smallest = Math.min(smallest, index[i]);
            largest = Math.max(largest, index[i]);
        }
        return smallest >= 0 && largest < Math.max(1, size);
    }
}
