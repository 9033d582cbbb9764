// twin: FloatProduct -> DoubleProduct
package org.cotangent.kernel.simd;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.cotangent.kernel.MatrixProduct;
import org.cotangent.kernel.Parallel;
import org.jspecify.annotations.Nullable;

/**
 * Matrix products of float32 on vector units, with the same bits as {@link MatrixProduct}.
 *
 * <p>C is cut into blocks, a few panels wide; blocks are shared among the threads. A block goes through k in slices:
 *
 * <pre>
 *                          panel   panel              A panel is as wide as a tile: 4 vectors (512 bits; else 3).
 *                         +-------+-------+           A slice of its B, up to 384 deep, is copied so that it is
 *                         |   B   |       |  slice    contiguous, unless it is small or used for a few rows only.
 *                         |.......|.......|  of k
 *                         |       |       |
 *                         +-------+-------+
 *            +-----+-----++-------+-------+
 *   4 rows   |  A  :     || tile  | tile  |           For 4 rows after the other, {@link FloatTile} runs through the
 *            |     :     || tile  | tile  |           slice for every panel, while these rows of A stay in the
 *            |     :     ||  ...  |       |           first-level cache and the panels of B in the second.
 *            +-----+-----++-------+-------+
 *            slice of k        block
 * </pre>
 *
 * <p>An element of C is one chain over k however it is cut: a slice starts from what the slice before it left in C. The
 * last panel has as many vectors as it needs; the last columns that do not fill a vector are computed aside, with a B
 * that is padded with zeros, and copied.
 *
 * <p>Other kinds of product go other ways:
 *
 * <ul>
 *   <li>at most 16 columns, and A contiguous along its columns: computed as {@code C^T = B^T A^T}, so that vectors run
 *       along A;
 *   <li>skinny, with the long factor along k: {@link FloatSkinnyProduct};
 *   <li>k of 1, 2 or 4: {@link FloatOuter}, whole rows of C at a time;
 *   <li>next to nothing: plain loops.
 * </ul>
 *
 * <p>On a processor without fused multiply-add every step is a multiplication and an addition, rounded twice; computing
 * the same bits in software would be a thousand times slower.
 */
public final class FloatProduct {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int L = S.length();

    /** The widest tile: 512 bits come with 32 registers, less with 16. */
    private static final int VECTORS = S.vectorBitSize() >= 512 ? 4 : 3;

    private static final int PANEL = VECTORS * L;
    private static final int ROWS = 4;

    /** The rows of A that are packed together: a cache line of each column. */
    private static final int GROUP = 16; // twin:16->8

    /** The rows of A that are copied at once, if they are: long runs of each column. */
    private static final int GROUPS = 8 * GROUP;

    /** The depth of a slice: a group of A fits the first-level cache. */
    private static final int DEPTH = 384;

    /** The numbers of B in a block's slice: 256 KiB, to stay in the second-level cache. */
    private static final int BLOCK = 1 << 16; // twin:16->15

    /** The numbers of B up to which they are left where they are. */
    private static final int SMALL = 1 << 14; // twin:14->13

    /** The numbers of A from which its columns are copied, so that they lie together. */
    private static final int LARGE_A = 1 << 16; // twin:16->15

    /** The numbers of B up to which a few rows take them from where they are: 1 MiB, the second-level cache. */
    private static final int MEDIUM = 1 << 18; // twin:18->17

    /** The rows of a block: so few that the pages of A and C are at hand for the next slice. */
    private static final int MOST_ROWS = 512;

    /** Numbers in B up to which vectors do not pay. */
    private static final int TINY = 32;

    /** Multiply-adds from which several threads pay. */
    static final long LARGE = 1 << 18;

    private static final float[] ZEROS = new float[PANEL];

    private final int m;
    private final int n;
    private final int k;
    private final float[] a;
    private final int aOffset;
    private final int aRow;
    private final int aCol;
    private final float[] b;
    private final int bOffset;
    private final int bRow;
    private final int bCol;
    private final float @Nullable [] bias;
    private final int biasOffset;

    /** Whether the bias has one number for each column (else for each row). */
    private final boolean biasAlongRows;

    private final float[] c;
    private final int cOffset;
    private final int cRow;
    private final int cCol;

    private final boolean packsA;
    private final int depth;
    private final int panelsInBlock;
    private final int rowsInBlock;
    private final int blocksAcross;
    private final int blocks;

    /**
     * Writes the product of two matrices over {@code c}: {@code C[i, j] = bias[j] + sum over p of A[i, p] B[p, j]}.
     *
     * @param m rows of A and C
     * @param n columns of B and C
     * @param k columns of A, rows of B; 0 gives the bias, or zeros
     * @param a holds A
     * @param aOffset where A[0, 0] is
     * @param aRowStride distance of A[0, 0] and A[1, 0]
     * @param aColStride distance of A[0, 0] and A[0, 1]
     * @param b holds B
     * @param bOffset where B[0, 0] is
     * @param bRowStride distance of B[0, 0] and B[1, 0]
     * @param bColStride distance of B[0, 0] and B[0, 1]
     * @param bias holds one number for each column, or null for zeros
     * @param biasOffset where the first of them is
     * @param c takes the product; must be neither a nor b nor bias
     * @param cOffset where C[0, 0] goes
     * @param cRowStride distance of C[0, 0] and C[1, 0], at least n; columns are contiguous
     * @throws IndexOutOfBoundsException when a matrix reaches beyond its array
     */
    public static void multiply(
            int m,
            int n,
            int k,
            float[] a,
            int aOffset,
            int aRowStride,
            int aColStride,
            float[] b,
            int bOffset,
            int bRowStride,
            int bColStride,
            float @Nullable [] bias,
            int biasOffset,
            float[] c,
            int cOffset,
            int cRowStride) {
        if (!FusedMultiplyAdd.IN_HARDWARE) {
            unfused(
                    m, n, k, a, aOffset, aRowStride, aColStride, b, bOffset, bRowStride, bColStride, bias, biasOffset,
                    c, cOffset, cRowStride);
        } else if (k == 0 || m == 0 || n == 0) {
            MatrixProduct.multiply(
                    m, n, k, a, aOffset, aRowStride, aColStride, b, bOffset, bRowStride, bColStride, bias, biasOffset,
                    c, cOffset, cRowStride);
        } else if (MatrixProduct.runsAlongInner(m, n, k, aColStride, bRowStride)) {
            if (n <= m) {
                new FloatSkinnyProduct(
                                m, n, k, a, aOffset, aRowStride, b, bOffset, bRowStride, bColStride, bias, biasOffset,
                                0, 1, c, cOffset, cRowStride, 1)
                        .run();
            } else {
                new FloatSkinnyProduct(
                                n, m, k, b, bOffset, bColStride, a, aOffset, aColStride, aRowStride, bias, biasOffset,
                                1, 0, c, cOffset, 1, cRowStride)
                        .run();
            }
        } else if (n * k <= TINY && (aColStride == 1 || m < L)) {
            MatrixProduct.multiply(
                    m, n, k, a, aOffset, aRowStride, aColStride, b, bOffset, bRowStride, bColStride, bias, biasOffset,
                    c, cOffset, cRowStride);
        } else if (FloatOuter.suits(m, n, k)) {
            FloatOuter.multiply(
                    m, n, k, a, aOffset, aRowStride, aColStride, b, bOffset, bRowStride, bColStride, bias, biasOffset,
                    c, cOffset, cRowStride);
        } else if (n <= 16 && n < m && aRowStride == 1) {
            new FloatProduct(
                            n, m, k, b, bOffset, bColStride, bRowStride, a, aOffset, aColStride, aRowStride, bias,
                            biasOffset, false, c, cOffset, 1, cRowStride)
                    .run();
        } else {
            new FloatProduct(
                            m, n, k, a, aOffset, aRowStride, aColStride, b, bOffset, bRowStride, bColStride, bias,
                            biasOffset, true, c, cOffset, cRowStride, 1)
                    .run();
        }
    }

    private FloatProduct(
            int m,
            int n,
            int k,
            float[] a,
            int aOffset,
            int aRow,
            int aCol,
            float[] b,
            int bOffset,
            int bRow,
            int bCol,
            float @Nullable [] bias,
            int biasOffset,
            boolean biasAlongRows,
            float[] c,
            int cOffset,
            int cRow,
            int cCol) {
        this.m = m;
        this.n = n;
        this.k = k;
        this.a = a;
        this.aOffset = aOffset;
        this.aRow = aRow;
        this.aCol = aCol;
        this.b = b;
        this.bOffset = bOffset;
        this.bRow = bRow;
        this.bCol = bCol;
        this.bias = bias;
        this.biasOffset = biasOffset;
        this.biasAlongRows = biasAlongRows;
        this.c = c;
        this.cOffset = cOffset;
        this.cRow = cRow;
        this.cCol = cCol;
        boolean large = (long) m * n * k >= LARGE;
        int panels = (n + PANEL - 1) / PANEL;
        packsA = aCol != 1 && (long) k * aCol > LARGE_A && m >= ROWS;
        depth = Math.min(k, DEPTH);
        int fit = Math.clamp(BLOCK / (depth * PANEL), 1, 16);
        if (!large) {
            panelsInBlock = panels;
        } else if (packsA && m >= 8 * GROUP) {
            panelsInBlock = Math.min(panels, fit); // each block packs its rows of A again
        } else {
            panelsInBlock = Math.clamp((panels + 7) / 8, 1, fit);
        }
        blocksAcross = (panels + panelsInBlock - 1) / panelsInBlock;
        int down = large ? Math.clamp(8 / blocksAcross, 1, Math.max(1, m / (bCol == 1 ? 48 : 192))) : 1;
        rowsInBlock = Math.min(MOST_ROWS, ((m + down - 1) / down + GROUP - 1) / GROUP * GROUP);
        blocks = blocksAcross * ((m + rowsInBlock - 1) / rowsInBlock);
    }

    private void run() {
        if (blocks == 1) {
            block(0);
        } else {
            Parallel.forBlocks(blocks, this::block);
        }
    }

    private void block(int number) {
        int top = number / blocksAcross * rowsInBlock;
        int bottom = Math.min(m, top + rowsInBlock);
        int left = number % blocksAcross * panelsInBlock * PANEL;
        int right = Math.min(n, left + panelsInBlock * PANEL);
        boolean direct = bCol == 1
                && bRow > 0
                && bOffset + (long) k * bRow + n <= Integer.MAX_VALUE
                && ((long) k * (right - left) <= SMALL || m < ROWS || m <= GROUP && (long) k * n <= MEDIUM);
        FloatScratch scratch = FloatScratch.get();
        for (int p = 0; p < k; p += depth) {
            new Slice(scratch, p, Math.min(depth, k - p), left, right, direct).rows(top, bottom);
        }
    }

    /** A slice of k for the columns of a block. */
    private final class Slice {
        private final FloatScratch scratch;
        private final int p;
        private final int steps;
        private final int left;
        /** The end of the columns that fill vectors. */
        private final int whole;
        private final int right;
        /** Holds the panels: B itself, or a copy of one panel after the other. */
        private final float[] panels;
        private final int panelsAt;
        private final boolean direct;
        /** Holds the columns that do not fill a vector, filled up with zeros. */
        private final float[] rest;
        private final int restAt;
        /** A tile that cannot be computed where it belongs. */
        private final float[] aside;

        Slice(FloatScratch scratch, int p, int steps, int left, int right, boolean direct) {
            this.scratch = scratch;
            this.p = p;
            this.steps = steps;
            this.left = left;
            this.right = right;
            this.direct = direct;
            whole = right - (right - left) % L;
            rest = scratch.b(depth * (right - left + L));
            restAt = direct ? 0 : depth * (whole - left);
            aside = scratch.c(ROWS * PANEL);
            if (whole < right) {
                packRest(p, steps, whole, right - whole, rest, restAt);
            }
            if (direct) {
                panels = b;
                panelsAt = bOffset + p * bRow + left;
            } else {
                panels = rest;
                panelsAt = 0;
                pack(p, steps, left, whole, panels);
            }
        }

        /** Adds the slice to some rows of C. */
        void rows(int top, int bottom) {
            float[] packed = packsA ? scratch.a(depth * GROUPS) : a;
            for (int i = top; i < bottom; i += GROUP) {
                int end = Math.min(bottom, i + GROUP);
                if (packsA) {
                    int inPacked = (i - top) % GROUPS;
                    if (inPacked == 0) {
                        packRows(i, Math.min(GROUPS, bottom - i), p, steps, packed);
                    }
                    tiles(i, end, packed, inPacked * steps, 1, GROUP);
                } else {
                    tiles(i, end, a, aOffset + i * aRow + p * aCol, aRow, aCol);
                }
            }
        }

        /** Adds it to a group of rows, whose part of A lies in {@code x}. */
        private void tiles(int top, int bottom, float[] x, int xOffset, int xRow, int xCol) {
            int next = direct ? PANEL : PANEL * steps;
            for (int i = top, rows; i < bottom; i += rows) {
                rows = rowsOf(bottom - i);
                int xAt = xOffset + (i - top) * xRow;
                for (int j = left, yAt = panelsAt; j < whole; j += PANEL, yAt += next) {
                    int width = Math.min(PANEL, whole - j);
                    tile(i, rows, j, width, x, xAt, xRow, xCol, yAt, direct ? bRow : width);
                }
                if (whole < right) {
                    tileAside(i, rows, whole, right - whole, x, xAt, xRow, xCol, rest, restAt, L);
                }
            }
        }

        private void tile(
                int i, int rows, int j, int width, float[] x, int xAt, int xRow, int xCol, int yAt, int yRow) {
            if (cCol != 1 || bias != null && !biasAlongRows) {
                tileAside(i, rows, j, width, x, xAt, xRow, xCol, panels, yAt, yRow);
                return;
            }
            int at = cOffset + i * cRow + j;
            if (p > 0) {
                multiplyTile(rows, width, steps, x, xAt, xRow, xCol, panels, yAt, yRow, c, at, cRow, c, at, cRow);
            } else if (bias != null) {
                multiplyTile(
                        rows, width, steps, x, xAt, xRow, xCol, panels, yAt, yRow, bias, biasOffset + j, 0, c, at,
                        cRow);
            } else {
                multiplyTile(rows, width, steps, x, xAt, xRow, xCol, panels, yAt, yRow, ZEROS, 0, 0, c, at, cRow);
            }
        }

        private void tileAside(
                int i, int rows, int j, int width, float[] x, int xAt, int xRow, int xCol, float[] y, int yAt,
                int yRow) {
            boolean started = fetch(i, rows, j, width, p == 0, aside);
            multiplyTile(
                    rows, Math.max(L, width), steps, x, xAt, xRow, xCol, y, yAt, yRow, started ? aside : ZEROS, 0,
                    started ? PANEL : 0, aside, 0, PANEL);
            store(i, rows, j, width, aside);
        }
    }

    private static int rowsOf(int left) {
        return left >= 4 ? 4 : left >= 2 ? 2 : 1;
    }

    private static void multiplyTile(
            int rows, int width, int steps, float[] a, int aAt, int aRow, int aCol, float[] b, int bAt, int bRow,
            float[] from, int fromAt, int fromRow, float[] c, int cAt, int cRow) {
        int vectors = width / L;
        if (rows == 4) {
            switch (vectors) {
                case 4 -> FloatTile.tile4x4(
                        steps, a, aAt, aRow, aCol, b, bAt, bRow, from, fromAt, fromRow, c, cAt, cRow);
                case 3 -> FloatTile.tile4x3(
                        steps, a, aAt, aRow, aCol, b, bAt, bRow, from, fromAt, fromRow, c, cAt, cRow);
                case 2 -> FloatTile.tile4x2(
                        steps, a, aAt, aRow, aCol, b, bAt, bRow, from, fromAt, fromRow, c, cAt, cRow);
                default -> FloatTile.tile4x1(
                        steps, a, aAt, aRow, aCol, b, bAt, bRow, from, fromAt, fromRow, c, cAt, cRow);
            }
        } else if (rows == 2 && vectors == 4) {
            FloatTile.tile2x4(steps, a, aAt, aRow, aCol, b, bAt, bRow, from, fromAt, fromRow, c, cAt, cRow);
        } else if (rows == 2 && vectors == 3) {
            FloatTile.tile2x3(steps, a, aAt, aRow, aCol, b, bAt, bRow, from, fromAt, fromRow, c, cAt, cRow);
        } else if (rows == 1 && vectors == 4) {
            FloatTile.tile1x4(steps, a, aAt, aRow, aCol, b, bAt, bRow, from, fromAt, fromRow, c, cAt, cRow);
        } else {
            for (int r = 0; r < rows; r++) {
                for (int v = 0; v < width; v += L) {
                    FloatTile.tile1x1(
                            steps, a, aAt + r * aRow, aRow, aCol, b, bAt + v, bRow, from, fromAt + r * fromRow + v, 0,
                            c, cAt + r * cRow + v, 0);
                }
            }
        }
    }

    /** Fills a tile with what its sums start from, unless that is zeros. */
    private boolean fetch(int i, int rows, int j, int width, boolean first, float[] aside) {
        float[] start = first ? bias : c;
        if (start == null) {
            return false;
        }
        for (int r = 0; r < rows; r++) {
            int at = r * PANEL;
            if (!first) {
                for (int v = 0; v < width; v++) {
                    aside[at + v] = start[cOffset + (i + r) * cRow + (j + v) * cCol];
                }
            } else if (biasAlongRows) {
                System.arraycopy(start, biasOffset + j, aside, at, width);
            } else {
                Arrays.fill(aside, at, at + width, start[biasOffset + i + r]);
            }
        }
        return true;
    }

    /** Copies a tile to C. */
    private void store(int i, int rows, int j, int width, float[] aside) {
        int at = cOffset + i * cRow + j * cCol;
        if (cRow == 1) {
            FloatTranspose.copy(rows, width, aside, 0, PANEL, c, at, cCol);
            return;
        }
        for (int r = 0; r < rows; r++) {
            System.arraycopy(aside, r * PANEL, c, at + r * cRow, width);
        }
    }

    /** Copies a slice of whole vectors of B, panel after panel. */
    private void pack(int p, int steps, int left, int whole, float[] packed) {
        int at = bOffset + p * bRow + left * bCol;
        int columns = whole - left;
        if (bCol == 1) {
            // Row after row, so that memory is read in long runs.
            for (int s = 0; s < steps; s++) {
                int from = at + s * bRow;
                for (int j = 0; j < columns; j += PANEL) {
                    int width = Math.min(PANEL, columns - j);
                    int to = j * steps + s * width;
                    for (int v = 0; v < width; v += L) {
                        FloatVector.fromArray(S, b, from + j + v).intoArray(packed, to + v);
                    }
                }
            }
            return;
        }
        for (int j = 0; j < columns; j += PANEL) {
            int width = Math.min(PANEL, columns - j);
            copy(at + j * bCol, steps, width, packed, j * steps, width);
        }
    }

    /** Copies a slice of the columns of B that do not fill a vector, and fills it up with zeros. */
    private void packRest(int p, int steps, int j, int width, float[] packed, int to) {
        Arrays.fill(packed, to, to + steps * L, 0f);
        copy(bOffset + p * bRow + j * bCol, steps, width, packed, to, L);
    }

    /** Copies {@code steps x width} numbers of B, whatever its strides. */
    private void copy(int at, int steps, int width, float[] packed, int to, int stride) {
        if (bRow == 1) {
            FloatTranspose.copy(width, steps, b, at, bCol, packed, to, stride);
            return;
        }
        for (int s = 0; s < steps; s++) {
            for (int v = 0; v < width; v++) {
                packed[to + s * stride + v] = b[at + s * bRow + v * bCol];
            }
        }
    }

    /** Copies a slice of some rows of A, group after group, each column after column. */
    private void packRows(int i, int rows, int p, int steps, float[] packed) {
        int at = aOffset + i * aRow + p * aCol;
        int whole = aRow == 1 ? rows - rows % GROUP : 0;
        packGroups(at, whole, steps, packed);
        for (int r = whole; r < rows; r++) {
            int to = r / GROUP * GROUP * steps + r % GROUP;
            for (int s = 0; s < steps; s++) {
                packed[to + s * GROUP] = a[at + r * aRow + s * aCol];
            }
        }
    }

    private void packGroups(int at, int rows, int steps, float[] packed) {
        for (int s = 0; s < steps; s++) {
            int from = at + s * aCol;
            for (int r = 0; r < rows; r += L) {
                int to = r / GROUP * GROUP * steps + s * GROUP + r % GROUP;
                FloatVector.fromArray(S, a, from + r).intoArray(packed, to);
            }
        }
    }

    /** The product without fused multiply-adds. */
    private static void unfused(
            int m,
            int n,
            int k,
            float[] a,
            int aOffset,
            int aRowStride,
            int aColStride,
            float[] b,
            int bOffset,
            int bRowStride,
            int bColStride,
            float @Nullable [] bias,
            int biasOffset,
            float[] c,
            int cOffset,
            int cRowStride) {
        for (int i = 0; i < m; i++) {
            int row = cOffset + i * cRowStride;
            if (bias == null) {
                Arrays.fill(c, row, row + n, 0f);
            } else {
                System.arraycopy(bias, biasOffset, c, row, n);
            }
            for (int p = 0; p < k; p++) {
                float x = a[aOffset + i * aRowStride + p * aColStride];
                int from = bOffset + p * bRowStride;
                for (int j = 0; j < n; j++) {
                    c[row + j] += x * b[from + j * bColStride];
                }
            }
        }
    }
}
