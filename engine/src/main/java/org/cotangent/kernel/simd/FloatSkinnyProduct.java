// twin: FloatSkinnyProduct -> DoubleSkinnyProduct
package org.cotangent.kernel.simd;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.cotangent.kernel.FloatMatrix;
import org.cotangent.kernel.FloatSpare;
import org.cotangent.kernel.Parallel;
import org.jspecify.annotations.Nullable;

/**
 * Products of many rows with a few columns, both along k: {@code out[i, j] = sum over p of x[i, p] y[j, p]}, with the
 * lanes of {@link org.cotangent.kernel.MatrixProduct}. Rows are shared among the threads.
 *
 * <p>Y is copied when it is not contiguous along k; X, the large one, is read once where it lies. A block of rows goes
 * through k in slices, so that the slice of Y stays in the first-level cache. Of one, two or four columns and one slice,
 * sums are half folded before they leave the registers: their lanes are as much to write and to read as X is.
 */
final class FloatSkinnyProduct {
    private static final int LANES = FloatDot.LANES;
    private static final int L = FloatVector.SPECIES_PREFERRED.length();
    private static final float[] NONE = new float[0];

    /** The length of a slice: four rows of it, and a few of Y, are in a near cache; shorter ones were slower. */
    private static final int SLICE = FloatProduct.WIDE ? 2048 : 1024;

    /**
     * The numbers of X that the last cache may hold, 32 MiB. From there they come fast enough between the multiply-adds; from
     * memory they are fetched first.
     */
    private static final int IN_CACHES = 1 << 23; // twin:23->22

    /** The rows of a block that is one of many for several threads, so that they have equally many to do. */
    private static final int FEW_ROWS = 12;

    /** The same where each is multiplied by one or two columns only, or one thread does it all: sums are folded a block at a time. */
    private static final int ROWS = 48;

    private final int m;
    private final int n;
    private final int k;
    private final float[] x;
    private final int xOffset;
    private final int xRow;
    private final float[] y;
    private final int yOffset;
    private final int yRow;
    private final @Nullable FloatMatrix bias;
    private final float @Nullable [] repeated;
    private final FloatMatrix c;
    private final boolean large;
    private final int rowsInBlock;

    /**
     * A product {@code C = bias + X Y^T}.
     *
     * @param x m x k, rows contiguous
     * @param y n x k
     * @param bias m x n, or null for zeros
     * @param c takes the product, m x n
     */
    FloatSkinnyProduct(FloatMatrix x, FloatMatrix y, @Nullable FloatMatrix bias, FloatMatrix c) {
        this.m = c.rows();
        this.n = c.columns();
        this.k = x.columns();
        this.x = x.values();
        this.xOffset = x.offset();
        this.xRow = x.rowStride();
        this.bias = bias;
        this.c = c;
        large = (long) m * n * k >= FloatProduct.LARGE;
        rowsInBlock = n <= 2 || !large ? ROWS : FEW_ROWS;
        repeated = bias != null && bias.rowStride() == 0 ? repeated(bias) : null;
        if (y.columnStride() == 1) {
            this.y = y.values();
            this.yOffset = y.offset();
            this.yRow = y.rowStride();
        } else {
            // The caller's buffer, which its own blocks do not use.
            this.y = FloatSpare.get().array(FloatSpare.Use.RIGHT, n * k);
            this.yOffset = 0;
            this.yRow = k;
            pack(y);
        }
    }

    private void pack(FloatMatrix from) {
        if (large) {
            Parallel.forBlocks(Math.ceilDiv(k, SLICE), slice -> pack(from, slice * SLICE, Math.min(k, (slice + 1) * SLICE)));
        } else {
            pack(from, 0, k);
        }
    }

    private void pack(FloatMatrix from, int begin, int end) {
        if (from.rowStride() == 1) {
            FloatTranspose.copy(end - begin, n, from.values(), from.at(0, begin), from.columnStride(), y, begin, k);
            return;
        }
        for (int j = 0; j < n; j++) {
            for (int p = begin; p < end; p++) {
                y[j * k + p] = from.values()[from.at(j, p)];
            }
        }
    }

    void run() {
        int blocks = Math.ceilDiv(m, rowsInBlock);
        if (large) {
            Parallel.forBlocks(blocks, this::block);
        } else {
            for (int block = 0; block < blocks; block++) {
                block(block);
            }
        }
    }

    private void block(int number) {
        int top = number * rowsInBlock;
        int rows = Math.min(rowsInBlock, m - top);
        FloatSpare spare = FloatSpare.get();
        float[] acc = spare.array(FloatSpare.Use.PRODUCT, (rowsInBlock * n + LANES) * LANES);
        int whole = k - k % LANES;
        float[] ends = whole < k ? ends(spare, top, rows, whole) : NONE;
        if (whole <= SLICE && foldsInTiles(n, rows)) {
            sums(whole, top, rows, ends, acc);
            FloatDot.foldFours(rows * n, acc);
        } else {
            lanes(whole, top, rows, ends, acc);
            FloatDot.fold(rows * n, acc);
        }
        if (repeated != null) {
            add(rows * n, acc, repeated);
        } else if (bias != null) {
            add(rows, acc, bias.values(), bias.at(top, 0), bias.rowStride(), bias.columnStride());
        }
        store(rows, acc, c.values(), c.at(top, 0), c.rowStride(), c.columnStride());
    }

    /** Whether there are tiles as wide as C whose vectors hold all lanes of a sum. */
    private static boolean foldsInTiles(int n, int rows) {
        return L == LANES && (n == 4 || n <= 2) && rows % heightOf(n) == 0;
    }

    private static int heightOf(int n) {
        return n == 4 ? 4 : 8;
    }

    /** Computes the sums, tile after tile, and folds every four of them to one vector while they are in registers. */
    private void sums(int whole, int top, int rows, float[] ends, float[] acc) {
        int height = heightOf(n);
        int to = 0;
        for (int i = 0; i < rows; i += height) {
            int from = xOffset + (top + i) * xRow;
            int xEnd = i * LANES;
            int yEnd = rows * LANES;
            switch (n) {
                case 4 -> FloatDot.sum4x4(whole, x, from, xRow, y, yOffset, yRow, ends, xEnd, yEnd, acc, to, 0);
                case 2 -> FloatDot.sum8x2(whole, x, from, xRow, y, yOffset, yRow, ends, xEnd, yEnd, acc, to, 0);
                default -> FloatDot.sum8x1(whole, x, from, xRow, y, yOffset, yRow, ends, xEnd, yEnd, acc, to, 0);
            }
            to += height * n / 4 * LANES;
        }
    }

    /** Computes the lanes of all sums. */
    private void lanes(int whole, int top, int rows, float[] ends, float[] acc) {
        Arrays.fill(acc, 0, rows * n * LANES, 0f);
        for (int p = 0; p < whole; p += SLICE) {
            int steps = Math.min(SLICE, whole - p);
            if ((long) m * k > IN_CACHES) {
                FloatSweep.fetch(rows, steps, x, xOffset + top * xRow + p, xRow);
            }
            float[] endsNow = p + steps < whole ? NONE : ends;
            for (int group = 0; group < LANES; group += L) {
                lanes(steps, rows, xOffset + top * xRow + p + group, yOffset + p + group, endsNow, group, acc);
            }
        }
    }

    /** The row that is the bias of all rows, again and again, so that a block adds it in one loop. */
    private float[] repeated(FloatMatrix row) {
        float[] all = new float[Math.min(m, rowsInBlock) * n];
        for (int j = 0; j < n; j++) {
            all[j] = row.values()[row.at(0, j)];
        }
        for (int filled = n; filled < all.length; filled *= 2) {
            System.arraycopy(all, 0, all, filled, Math.min(filled, all.length - filled));
        }
        return all;
    }

    private static void add(int count, float[] sums, float[] bias) {
        for (int p = 0; p < count; p++) {
            sums[p] += bias[p];
        }
    }

    private void add(int rows, float[] sums, float[] bias, int at, int row, int column) {
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < n; j++) {
                sums[i * n + j] += bias[at + i * row + j * column];
            }
        }
    }

    private void store(int rows, float[] sums, float[] to, int at, int row, int column) {
        if (column == 1 && row == n) {
            System.arraycopy(sums, 0, to, at, rows * n);
            return;
        }
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < n; j++) {
                to[at + i * row + j * column] = sums[i * n + j];
            }
        }
    }

    /** What is left of the rows of X, then of Y, each filled up with zeros. */
    private float[] ends(FloatSpare spare, int top, int rows, int whole) {
        float[] ends = spare.array(FloatSpare.Use.LEFT, (rowsInBlock + n) * LANES);
        Arrays.fill(ends, 0, (rows + n) * LANES, 0f);
        int left = k - whole;
        for (int i = 0; i < rows; i++) {
            copy(x, xOffset + (top + i) * xRow + whole, ends, i * LANES, left);
        }
        for (int j = 0; j < n; j++) {
            copy(y, yOffset + j * yRow + whole, ends, (rows + j) * LANES, left);
        }
        return ends;
    }

    private static void copy(float[] from, int fromAt, float[] to, int toAt, int count) {
        for (int p = 0; p < count; p++) {
            to[toAt + p] = from[fromAt + p];
        }
    }

    /** Adds a slice of k to one group of lanes of every sum. */
    private void lanes(int steps, int rows, int xAt, int yAt, float[] ends, int group, float[] acc) {
        int accRow = n * LANES;
        int i = 0;
        if (n == 1) {
            for (; i + 8 <= rows; i += 8) {
                FloatDot.dot8x1(
                        steps, x, xAt + i * xRow, xRow, y, yAt, yRow, ends, group + i * LANES, group + rows * LANES,
                        acc, group + i * accRow, accRow);
            }
        }
        while (i < rows) {
            int height = i + 4 <= rows ? 4 : 1;
            int from = xAt + i * xRow;
            int xEnd = group + i * LANES;
            int to = group + i * accRow;
            for (int j = 0, width; j < n; j += width) {
                width = widthOf(n - j);
                dots(
                        height, width, steps, from, yAt + j * yRow, ends, xEnd, group + (rows + j) * LANES, acc,
                        to + j * LANES, accRow);
            }
            i += height;
        }
    }

    /** How many of the columns that are left come next: few accumulators where there are only 16 registers. */
    private static int widthOf(int left) {
        if (FloatProduct.WIDE) {
            return left % 5 == 0 ? 5 : left >= 4 ? 4 : left >= 2 ? 2 : 1;
        }
        return left >= 2 ? 2 : 1;
    }

    private void dots(
            int height, int width, int steps, int xAt, int yAt, float[] ends, int xEnd, int yEnd, float[] acc,
            int accAt, int accRow) {
        if (height == 4) {
            switch (width) {
                case 5 -> FloatDot.dot4x5(steps, x, xAt, xRow, y, yAt, yRow, ends, xEnd, yEnd, acc, accAt, accRow);
                case 4 -> FloatDot.dot4x4(steps, x, xAt, xRow, y, yAt, yRow, ends, xEnd, yEnd, acc, accAt, accRow);
                case 2 -> FloatDot.dot4x2(steps, x, xAt, xRow, y, yAt, yRow, ends, xEnd, yEnd, acc, accAt, accRow);
                default -> FloatDot.dot4x1(steps, x, xAt, xRow, y, yAt, yRow, ends, xEnd, yEnd, acc, accAt, accRow);
            }
        } else if (width == 4) {
            FloatDot.dot1x4(steps, x, xAt, xRow, y, yAt, yRow, ends, xEnd, yEnd, acc, accAt, accRow);
        } else {
            for (int j = 0; j < width; j++) {
                FloatDot.dot1x1(
                        steps, x, xAt, xRow, y, yAt + j * yRow, yRow, ends, xEnd, yEnd + j * LANES, acc,
                        accAt + j * LANES, accRow);
            }
        }
    }
}
