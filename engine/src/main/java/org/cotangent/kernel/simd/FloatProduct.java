// twin: FloatProduct -> DoubleProduct
package org.cotangent.kernel.simd;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.cotangent.kernel.FloatMatrix;
import org.cotangent.kernel.FloatSpare;
import org.cotangent.kernel.MatrixProduct;
import org.cotangent.kernel.Parallel;
import org.jspecify.annotations.Nullable;

/**
 * Matrix products of float32 on vector units, with the same bits as {@link MatrixProduct}.
 *
 * <p>C is cut into blocks, a few panels wide; blocks are shared among the threads. A block goes through k in slices:
 *
 * <pre>
 *                          panel   panel              A panel is as wide as a tile: 2 vectors of 512 bits, else 3.
 *                         +-------+-------+           A slice of its B, up to 384 (256) deep, is copied so that it
 *                         |   B   |       |  slice    is contiguous, unless it is small or used for a few rows only.
 *                         |.......|.......|  of k
 *                         |       |       |
 *                         +-------+-------+
 *            +-----+-----++-------+-------+
 *   8 rows   |  A  :     || tile  | tile  |           For 8 rows after the other, {@link FloatTile} runs through
 *   (3)      |     :     || tile  | tile  |           the slice for every panel, while these rows of A stay in the
 *            |     :     ||  ...  |       |           first-level cache and the panels of B in the second. Narrow
 *            +-----+-----++-------+-------+           vectors take 3 rows, and one panel after the other stays.
 *            slice of k        block
 * </pre>
 *
 * <p>Where B comes from the second-level cache, a step may read no more of it than that cache gives in the meantime: tiles
 * of 4 rows and 4 vectors do as many multiply-adds a step as those of 8 rows and 2, but read twice as much of B, and were a
 * fifth slower on a processor that begins two 512-bit multiply-adds a cycle.
 *
 * <p>An element of C is one chain over k however it is cut: a slice starts from what the slice before it left in C. The
 * last panel is copied and filled up with zeros to whole vectors. The last tile of a column reaches back over rows that
 * are done. Both are computed aside, and only what belongs to C is copied there.
 *
 * <p>Rows of A that are not contiguous are copied when their columns are far apart, or vectors narrow: groups of rows, one
 * column after the other; for narrow vectors, one row after the other. Blocks are broader then, because each copies its
 * rows anew: at 1024 that was seven times for one, and a seventh of the time.
 *
 * <p>Other kinds of product go other ways:
 *
 * <ul>
 *   <li>at most 16 columns, and A contiguous along its columns: computed as {@code C^T = B^T A^T}, so that vectors run
 *       along A;
 *   <li>skinny, with the long factor along k: {@link FloatSkinnyProduct};
 *   <li>one row: {@link FloatSweep}, several rows of B from end to end;
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

    /** 512 bits come with 32 registers, less with 16. */
    static final boolean WIDE = S.vectorBitSize() >= 512;

    /** The rows of a tile; of wide vectors, where they fit a few rows of A better, 4 or 5. */
    private static final int ROWS = WIDE ? 8 : 3;

    /** The most columns of a tile, and of a copied panel of B. */
    static final int PANEL = (WIDE ? 4 : 3) * L;

    /** The rows of A of which copies hold one column after the other; of narrow vectors, four tiles. */
    private static final int GROUP = WIDE ? 16 : 12;

    /** The rows of A that are copied at once, if they are: long runs of each column. */
    private static final int GROUPS = 8 * GROUP;

    /** The deepest slice: the rows of A for a tile fit the first-level cache, and so does a narrow panel. */
    private static final int DEPTH = WIDE ? 384 : 256;

    /** The numbers of B in a block's slice: 256 KiB, to stay in the second-level cache. */
    private static final int BLOCK = 1 << 16; // twin:16->15

    /** How many times that a block may have if it copies A; it takes one part after the other for each copy. */
    private static final int BROAD = 8;

    /** The distance of its first and last column from which A is copied, if its rows are not contiguous. */
    private static final int FAR = 1 << 16; // twin:16->15

    /** The numbers of B in a block up to which they are left where they are. */
    private static final int SMALL = (1 << 14) / (WIDE ? 4 : 1); // twin:14->13

    /** The rows that are too few to pay for a copy of B. */
    private static final int FEW = 16;

    /** The numbers of B that the second-level cache holds: 1 MiB. */
    static final int CACHED = 1 << 18; // twin:18->17

    /** The rows of a block: so few that the pages of A and C are at hand for the next slice. */
    private static final int MOST_ROWS = 48 * GROUP;

    /** The columns of a part of a product that has one row. */
    private static final int SWEPT = 256;

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

    private final int tileRows;
    private final int panel;
    private final boolean packsA;
    private final int depth;

    /** The columns that the rows of a tile go through before the next rows do. */
    private final int columnsAtOnce;

    private final int panelsInBlock;
    private final int rowsInBlock;
    private final int blocksAcross;
    private final int blocks;

    /**
     * Writes the product of two matrices: {@code C[i, j] = bias[i, j] + sum over p of A[i, p] B[p, j]}.
     *
     * @param a the left factor, m x k; without columns, C becomes the bias, or zeros
     * @param b the right factor, k x n
     * @param bias one row, repeated, that the sums start from, or null for zeros
     * @param c takes the product, m x n, rows contiguous; its array must be none of the others
     * @throws IndexOutOfBoundsException when a matrix reaches beyond its array
     */
    public static void multiply(FloatMatrix a, FloatMatrix b, @Nullable FloatMatrix bias, FloatMatrix c) {
        int m = c.rows();
        int n = c.columns();
        int k = a.columns();
        if (!FusedMultiplyAdd.IN_HARDWARE) {
            unfused(a, b, bias, c);
        } else if (k == 0 || m == 0 || n == 0) {
            MatrixProduct.multiply(a, b, bias, c);
        } else if (MatrixProduct.runsAlongInner(m, n, k, a.columnStride(), b.rowStride())) {
            if (n <= m) {
                new FloatSkinnyProduct(a, b.transposed(), bias, c).run();
            } else {
                new FloatSkinnyProduct(b.transposed(), a, bias == null ? null : bias.transposed(), c.transposed())
                        .run();
            }
        } else if (n * k <= TINY && (a.columnStride() == 1 || m < L)) {
            MatrixProduct.multiply(a, b, bias, c);
        } else if (FloatOuter.suits(m, n, k)) {
            FloatOuter.multiply(a, b, bias, c);
        } else if (n <= 16 && n < m && a.rowStride() == 1) {
            new FloatProduct(b.transposed(), a.transposed(), bias == null ? null : bias.transposed(), c.transposed())
                    .run();
        } else {
            new FloatProduct(a, b, bias, c).run();
        }
    }

    private FloatProduct(FloatMatrix a, FloatMatrix b, @Nullable FloatMatrix bias, FloatMatrix c) {
        this.m = c.rows();
        this.n = c.columns();
        this.k = a.columns();
        this.a = a.values();
        this.aOffset = a.offset();
        this.aRow = a.rowStride();
        this.aCol = a.columnStride();
        this.b = b.values();
        this.bOffset = b.offset();
        this.bRow = b.rowStride();
        this.bCol = b.columnStride();
        this.bias = bias == null ? null : bias.values();
        this.biasOffset = bias == null ? 0 : bias.offset();
        this.biasAlongRows = bias == null || bias.rowStride() == 0;
        this.c = c.values();
        this.cOffset = c.offset();
        this.cRow = c.rowStride();
        this.cCol = c.columnStride();
        tileRows = tileRows(m);
        panel = WIDE && tileRows == ROWS ? PANEL / 2 : PANEL;
        packsA = m < tileRows || aCol != 1 && (!WIDE || (long) k * aCol > FAR);
        int slices = Math.ceilDiv(k, DEPTH);
        depth = Math.ceilDiv(k, slices);
        int panels = Math.ceilDiv(n, panel);
        int fit = Math.clamp(BLOCK / (depth * panel), 1, 16);
        boolean large = (long) m * n * k >= LARGE;
        columnsAtOnce = WIDE ? fit * panel : panel;
        int threads = Parallel.threads();
        boolean repacks = packsA && m >= GROUPS; // each block copies its rows of A again
        int wanted = threads == 1 ? 1 : (repacks ? 2 : 4) * threads;
        if (!large) {
            panelsInBlock = panels;
        } else if (repacks) {
            panelsInBlock = Math.clamp(Math.ceilDiv(panels, threads), Math.min(panels, fit), BROAD * fit);
        } else {
            panelsInBlock = Math.clamp(Math.ceilDiv(panels, wanted), 1, fit);
        }
        blocksAcross = Math.ceilDiv(panels, panelsInBlock);
        int down = large ? Math.clamp(wanted / blocksAcross, 1, Math.max(1, m / (bCol == 1 ? 48 : 192))) : 1;
        int even = Math.ceilDiv(m, Math.max(down, Math.ceilDiv(m, MOST_ROWS)));
        rowsInBlock = Math.ceilDiv(even, GROUP) * GROUP;
        blocks = blocksAcross * Math.ceilDiv(m, rowsInBlock);
    }

    /** The rows of a tile of C with {@code m} rows, so that as few as possible are computed twice. */
    private static int tileRows(int m) {
        if (!WIDE || m >= GROUP) {
            return ROWS;
        }
        return m == 2 ? 2 : m % 5 == 0 ? 5 : (m - 1) % ROWS < 4 ? 4 : ROWS;
    }

    private void run() {
        if (m == 1 && bCol == 1 && cCol == 1 && n >= PANEL) {
            int parts = (long) n * k < LARGE ? 1 : Math.ceilDiv(n, SWEPT);
            Parallel.forBlocks(parts, part -> sweep(part * SWEPT, parts == 1 ? n : Math.min(n, (part + 1) * SWEPT)));
        } else if (blocks == 1) {
            block(0);
        } else {
            Parallel.forBlocks(blocks, this::block);
        }
    }

    /** Computes some columns of a product that has one row. */
    private void sweep(int left, int right) {
        if (bias == null) {
            Arrays.fill(c, cOffset + left, cOffset + right, 0f);
        } else if (biasAlongRows) {
            System.arraycopy(bias, biasOffset + left, c, cOffset + left, right - left);
        } else {
            Arrays.fill(c, cOffset + left, cOffset + right, bias[biasOffset]);
        }
        FloatSweep.add(right - left, k, a, aOffset, aCol, b, bOffset + left, bRow, c, cOffset + left);
    }

    private void block(int number) {
        int top = number / blocksAcross * rowsInBlock;
        int bottom = Math.min(m, top + rowsInBlock);
        int left = number % blocksAcross * panelsInBlock * panel;
        int right = Math.min(n, left + panelsInBlock * panel);
        FloatSpare spare = FloatSpare.get();
        for (int p = 0; p < k; p += depth) {
            new Slice(spare, p, Math.min(depth, k - p), left, right).rows(top, bottom);
        }
    }

    /** A slice of k for the columns of a block. */
    private final class Slice {
        private final FloatSpare spare;
        private final int p;
        private final int steps;
        private final int left;
        /** The end of the columns that fill panels. */
        private final int whole;
        private final int right;
        /** Whether panels are read from B itself, all but the last one if it is not full. */
        private final boolean direct;
        /** Holds the panels that are copied, one after the other. */
        private final float[] copied;
        /** A tile that cannot be computed where it belongs. */
        private final float[] aside;

        Slice(FloatSpare spare, int p, int steps, int left, int right) {
            this.spare = spare;
            this.p = p;
            this.steps = steps;
            this.left = left;
            this.right = right;
            whole = right - (right - left) % panel;
            direct = bCol == 1 && ((long) k * (right - left) <= SMALL || m <= FEW);
            copied = spare.array(FloatSpare.Use.RIGHT, depth * (right - left + L));
            aside = spare.array(FloatSpare.Use.PRODUCT, tileRows * panel);
            if (!direct) {
                pack(p, steps, left, whole, copied);
            } else if ((long) k * n > CACHED) {
                FloatSweep.fetch(steps, whole - left, b, bOffset + p * bRow + left, bRow);
            }
            if (whole < right) {
                packLast(p, steps, whole, right - whole, copied, direct ? 0 : steps * (whole - left));
            }
        }

        /** Adds the slice to some rows of C. */
        void rows(int top, int bottom) {
            float[] packed = packsA ? spare.array(FloatSpare.Use.LEFT, depth * GROUPS) : a;
            for (int first = top; first < bottom; first += GROUPS) {
                int last = Math.min(bottom, first + GROUPS);
                if (packsA) {
                    packRows(first, last - first, p, steps, packed);
                }
                for (int j = left; j < right; j += columnsAtOnce) {
                    for (int i = first; i < last; i += tileRows) {
                        tiles(first, i, last, j, Math.min(right, j + columnsAtOnce), packed);
                    }
                }
            }
        }

        /** Adds it to the rows of one tile, up to row {@code last}, and columns {@code from} to {@code to}. */
        private void tiles(int first, int i, int last, int from, int to, float[] x) {
            int rows = Math.min(tileRows, last - i);
            if (!packsA) { // the last tile reaches back over rows that are done
                int begin = i + rows - tileRows;
                tiles(begin, i - begin, rows, from, to, x, aOffset + begin * aRow + p * aCol, aRow, aCol);
            } else if (WIDE) {
                int inPacked = i - first;
                tiles(i, 0, rows, from, to, x, inPacked / GROUP * GROUP * steps + inPacked % GROUP, 1, GROUP);
            } else {
                tiles(i, 0, rows, from, to, x, (i - first) * steps, steps, 1);
            }
        }

        /** Adds it to {@code rows} rows, from row {@code skip} of the tiles that begin in row i. */
        private void tiles(
                int i, int skip, int rows, int from, int to, float[] x, int xAt, int xRow, int xCol) {
            for (int j = from; j < Math.min(to, whole); j += panel) {
                if (direct) {
                    tile(i, skip, rows, j, panel, x, xAt, xRow, xCol, b, bOffset + p * bRow + j, bRow);
                } else {
                    tile(i, skip, rows, j, panel, x, xAt, xRow, xCol, copied, (j - left) * steps, panel);
                }
            }
            if (whole < to) {
                int yAt = direct ? 0 : (whole - left) * steps;
                int width = right - whole;
                tile(i, skip, rows, whole, width, x, xAt, xRow, xCol, copied, yAt, (width + L - 1) / L * L);
            }
        }

        private void tile(
                int i, int skip, int rows, int j, int width, float[] x, int xAt, int xRow, int xCol, float[] y, int yAt,
                int yRow) {
            int v = (width + L - 1) / L;
            int at = cOffset + i * cRow + j;
            if (rows < tileRows || width % L != 0 || cCol != 1 || bias != null && !biasAlongRows) {
                boolean started = fetch(i + skip, rows, j, width, p == 0, aside, skip * panel);
                float[] from = started ? aside : ZEROS;
                FloatTile.tile(
                        tileRows, v, steps, x, xAt, xRow, xCol, y, yAt, yRow, from, 0, started ? panel : 0, aside, 0, panel);
                store(i + skip, rows, j, width, aside, skip * panel);
            } else if (p > 0) {
                FloatTile.tile(tileRows, v, steps, x, xAt, xRow, xCol, y, yAt, yRow, c, at, cRow, c, at, cRow);
            } else if (bias != null) {
                FloatTile.tile(tileRows, v, steps, x, xAt, xRow, xCol, y, yAt, yRow, bias, biasOffset + j, 0, c, at, cRow);
            } else {
                FloatTile.tile(tileRows, v, steps, x, xAt, xRow, xCol, y, yAt, yRow, ZEROS, 0, 0, c, at, cRow);
            }
        }
    }

    /** Fills a tile with what its sums start from, unless that is zeros. */
    private boolean fetch(int i, int rows, int j, int width, boolean first, float[] aside, int to) {
        float[] start = first ? bias : c;
        if (start == null) {
            return false;
        }
        for (int r = 0; r < rows; r++) {
            int at = to + r * panel;
            if (!first) {
                int from = cOffset + (i + r) * cRow + j * cCol;
                for (int v = 0; v < width; v++) {
                    aside[at + v] = start[from + v * cCol];
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
    private void store(int i, int rows, int j, int width, float[] aside, int from) {
        int at = cOffset + i * cRow + j * cCol;
        if (cRow == 1) {
            FloatTranspose.copy(rows, width, aside, from, panel, c, at, cCol);
            return;
        }
        for (int r = 0; r < rows; r++) {
            copyRow(width, aside, from + r * panel, c, at + r * cRow);
        }
    }

    /** Copies a row; the last vector reaches back over the one before it. */
    private static void copyRow(int width, float[] from, int at, float[] to, int toAt) {
        if (width < L) {
            System.arraycopy(from, at, to, toAt, width);
            return;
        }
        for (int v = 0; v < width; v += L) {
            int last = Math.min(v, width - L);
            FloatVector.fromArray(S, from, at + last).intoArray(to, toAt + last);
        }
    }

    /** Copies a slice of full panels of B, one after the other. */
    private void pack(int p, int steps, int left, int whole, float[] packed) {
        int at = bOffset + p * bRow + left * bCol;
        int columns = whole - left;
        if (bCol == 1) {
            // Row after row, so that memory is read in long runs.
            for (int s = 0; s < steps; s++) {
                int from = at + s * bRow;
                copyPanels(columns, b, from, packed, s * panel, steps * panel);
            }
            return;
        }
        for (int j = 0; j < columns; j += panel) {
            copy(at + j * bCol, steps, panel, packed, j * steps, panel);
        }
    }

    /** Copies a row to where each panel has it. */
    private void copyPanels(int columns, float[] from, int at, float[] to, int toAt, int toPanel) {
        int j = at;
        int t = toAt;
        if (panel == 2 * L) {
            for (int end = at + columns; j < end; j += 2 * L) {
                FloatVector.fromArray(S, from, j).intoArray(to, t);
                FloatVector.fromArray(S, from, j + L).intoArray(to, t + L);
                t += toPanel;
            }
        } else {
            for (int end = at + columns; j < end; j += panel) {
                copyRow(panel, from, j, to, t);
                t += toPanel;
            }
        }
    }

    /** Copies a slice of a last panel that is not full, and fills up its last vector with zeros. */
    private void packLast(int p, int steps, int j, int width, float[] packed, int to) {
        int stride = (width + L - 1) / L * L;
        if (stride > width) {
            Arrays.fill(packed, to, to + steps * stride, 0f);
        }
        copy(bOffset + p * bRow + j * bCol, steps, width, packed, to, stride);
    }

    /** Copies {@code steps x width} numbers of B, whatever its strides. */
    private void copy(int at, int steps, int width, float[] packed, int to, int stride) {
        if (bCol == 1) {
            for (int s = 0; s < steps; s++) {
                copyRow(width, b, at + s * bRow, packed, to + s * stride);
            }
        } else if (bRow == 1) {
            FloatTranspose.copy(width, steps, b, at, bCol, packed, to, stride);
        } else {
            for (int s = 0; s < steps; s++) {
                for (int v = 0; v < width; v++) {
                    packed[to + s * stride + v] = b[at + s * bRow + v * bCol];
                }
            }
        }
    }

    /** Copies a slice of some rows of A: group after group, each column after column, where vectors are wide. */
    private void packRows(int i, int rows, int p, int steps, float[] packed) {
        int at = aOffset + i * aRow + p * aCol;
        if (!WIDE) {
            packContiguous(at, rows, steps, packed);
            return;
        }
        int whole = aRow == 1 ? rows - rows % GROUP : 0;
        packGroups(at, whole, steps, packed);
        for (int r = whole; r < rows; r++) {
            int to = r / GROUP * GROUP * steps + r % GROUP;
            for (int s = 0; s < steps; s++) {
                packed[to + s * GROUP] = a[at + r * aRow + s * aCol];
            }
        }
    }

    /** For narrow vectors: each row by itself. */
    private void packContiguous(int at, int rows, int steps, float[] packed) {
        if (aRow == 1) {
            FloatTranspose.copy(steps, rows, a, at, aCol, packed, 0, steps);
            return;
        }
        for (int r = 0; r < rows; r++) {
            for (int s = 0; s < steps; s++) {
                packed[r * steps + s] = a[at + r * aRow + s * aCol];
            }
        }
    }

    private void packGroups(int at, int rows, int steps, float[] packed) {
        for (int s = 0; s < steps; s++) {
            int from = at + s * aCol;
            for (int group = 0; group < rows; group += GROUP) {
                copyRow(GROUP, a, from + group, packed, group * steps + s * GROUP);
            }
        }
    }

    /** The product without fused multiply-adds. */
    private static void unfused(FloatMatrix a, FloatMatrix b, @Nullable FloatMatrix bias, FloatMatrix c) {
        for (int i = 0; i < c.rows(); i++) {
            for (int j = 0; j < c.columns(); j++) {
                c.values()[c.at(i, j)] = bias == null ? 0 : bias.values()[bias.at(i, j)];
            }
            for (int p = 0; p < a.columns(); p++) {
                float x = a.values()[a.at(i, p)];
                for (int j = 0; j < c.columns(); j++) {
                    c.values()[c.at(i, j)] += x * b.values()[b.at(p, j)];
                }
            }
        }
    }
}
