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
 *   6 rows   |  A  :     || tile  | tile  |           For 6 rows (512 bits; else 4) after the other, {@link
 *            |     :     || tile  | tile  |           FloatTile} runs through the slice for every panel, while these
 *            |     :     ||  ...  |       |           rows of A stay in the first-level cache and B in the second.
 *            +-----+-----++-------+-------+
 *            slice of k        block
 * </pre>
 *
 * <p>An element of C is one chain over k however it is cut: a slice starts from what the slice before it left in C.
 * The last panel may be narrower: its B is padded with zeros, and its tiles are computed aside and copied.
 *
 * <p>Two kinds of product go other ways. A product of at most 16 columns whose A is contiguous along its columns is
 * computed as {@code C^T = B^T A^T}, so that vectors run along A. A skinny product whose long factor lies along k is
 * {@link FloatSkinnyProduct}'s, and one of a few numbers stays with {@link MatrixProduct}.
 *
 * <p>On a processor without fused multiply-add every step is a multiplication and an addition, rounded twice: slower
 * code would be the only way to the same bits.
 */
public final class FloatProduct {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int L = S.length();
    private static final boolean WIDE = S.vectorBitSize() >= 512; // and so 32 registers instead of 16

    /** The widest tile. */
    private static final int VECTORS = WIDE ? 4 : 3;

    private static final int ROWS = WIDE ? 6 : 4;
    private static final int PANEL = VECTORS * L;

    /** The depth of a slice: 6 rows of it fit the first-level cache. */
    private static final int DEPTH = 384;

    /** The numbers of B in a block's slice: 256 KiB, to stay in the second-level cache. */
    private static final int BLOCK = 1 << 16; // twin:16->15

    /** Multiply-adds below which vectors do not pay. */
    private static final long TINY = 64;

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
        } else if ((long) m * n * k < TINY) {
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
        int panels = n / PANEL;
        int fit = Math.max(1, BLOCK / (Math.min(k, DEPTH) * PANEL));
        panelsInBlock = Math.clamp((panels + 7) / 8, 1, Math.min(fit, 16));
        blocksAcross = (panels + panelsInBlock - 1) / panelsInBlock + (n % PANEL == 0 ? 0 : 1);
        int down = Math.clamp(8 / blocksAcross, 1, Math.max(1, m / (bCol == 1 ? 48 : 192)));
        rowsInBlock = isLarge() ? ((m + down - 1) / down + 11) / 12 * 12 : m;
        blocks = blocksAcross * ((m + rowsInBlock - 1) / rowsInBlock);
    }

    private boolean isLarge() {
        return (long) m * n * k >= LARGE;
    }

    private void run() {
        if (isLarge()) {
            Parallel.forBlocks(blocks, this::block);
        } else {
            for (int block = 0; block < blocks; block++) {
                block(block);
            }
        }
    }

    private void block(int number) {
        int top = number / blocksAcross * rowsInBlock;
        int bottom = Math.min(m, top + rowsInBlock);
        int left = number % blocksAcross * panelsInBlock * PANEL;
        int right = Math.min(n / PANEL * PANEL, left + panelsInBlock * PANEL);
        if (left < right) {
            panels(top, bottom, left, right);
        } else {
            edge(top, bottom, n / PANEL * PANEL);
        }
    }

    /** Computes whole panels. */
    private void panels(int top, int bottom, int left, int right) {
        FloatScratch scratch = FloatScratch.get();
        boolean direct = bCol == 1 && (bottom - top <= 32 || k <= 128);
        int depth = direct ? k : Math.min(k, DEPTH);
        for (int p = 0; p < k; p += depth) {
            int steps = Math.min(depth, k - p);
            float[] factor = b;
            int at = bOffset + p * bRow + left * bCol;
            int row = bRow;
            int next = PANEL;
            if (!direct) {
                factor = scratch.b(BLOCK + DEPTH * PANEL);
                for (int j = left; j < right; j += PANEL) {
                    packPanel(p, steps, j, factor, (j - left) * steps);
                }
                at = 0;
                row = PANEL;
                next = PANEL * steps;
            }
            rows(scratch, top, bottom, left, right, p, steps, factor, at, row, next);
        }
    }

    /** Computes a slice of k for all rows of a block. */
    private void rows(
            FloatScratch scratch, int top, int bottom, int left, int right, int p, int steps, float[] factor, int at,
            int row, int next) {
        boolean pack = aCol != 1 && (long) steps * aCol > 4096;
        for (int i = top, rows; i < bottom; i += rows) {
            rows = rowsOf(bottom - i);
            float[] left0 = a;
            int aAt = aOffset + i * aRow + p * aCol;
            int rowStride = aRow;
            int colStride = aCol;
            if (pack && rows > 1) {
                left0 = scratch.a(steps * ROWS + L);
                packRows(i, rows, p, steps, left0);
                aAt = 0;
                rowStride = 1;
                colStride = rows;
            }
            for (int j = left, bAt = at; j < right; j += PANEL, bAt += next) {
                int cAt = cOffset + i * cRow + j * cCol;
                if (cCol == 1 && (bias == null || biasAlongRows)) {
                    if (p > 0) {
                        tile(rows, steps, left0, aAt, rowStride, colStride, factor, bAt, row, c, cAt, cRow, c, cAt, cRow);
                    } else if (bias != null) {
                        tile(rows, steps, left0, aAt, rowStride, colStride, factor, bAt, row, bias, biasOffset + j, 0, c, cAt, cRow);
                    } else {
                        tile(rows, steps, left0, aAt, rowStride, colStride, factor, bAt, row, ZEROS, 0, 0, c, cAt, cRow);
                    }
                } else {
                    float[] aside = scratch.c(ROWS * PANEL);
                    fetch(i, rows, j, PANEL, p == 0, aside, PANEL);
                    tile(rows, steps, left0, aAt, rowStride, colStride, factor, bAt, row, aside, 0, PANEL, aside, 0, PANEL);
                    store(i, rows, j, PANEL, aside, PANEL);
                }
            }
        }
    }

    /** Computes the last panel, which is narrower. */
    private void edge(int top, int bottom, int left) {
        FloatScratch scratch = FloatScratch.get();
        int width = n - left;
        int vectors = (width + L - 1) / L;
        int padded = vectors * L;
        for (int p = 0; p < k; p += DEPTH) {
            int steps = Math.min(DEPTH, k - p);
            float[] factor = scratch.b(BLOCK + DEPTH * PANEL);
            packEdge(p, steps, left, width, padded, factor);
            float[] aside = scratch.c(ROWS * PANEL);
            for (int i = top, rows; i < bottom; i += rows) {
                rows = vectors == VECTORS ? rowsOf(bottom - i) : bottom - i >= 4 ? 4 : 1;
                int aAt = aOffset + i * aRow + p * aCol;
                fetch(i, rows, left, width, p == 0, aside, padded);
                narrowTile(rows, vectors, steps, aAt, factor, padded, aside);
                store(i, rows, left, width, aside, padded);
            }
        }
    }

    /** How many of the rows that are left make the next tile, so that few of them end in tiles of a single row. */
    private static int rowsOf(int left) {
        return WIDE && left >= 6 && left != 8 && left != 9 ? 6 : left >= 4 ? 4 : 1;
    }

    private static void tile(
            int rows, int steps, float[] a, int aAt, int aRow, int aCol, float[] b, int bAt, int bRow, float[] from,
            int fromAt, int fromRow, float[] c, int cAt, int cRow) {
        if (rows == 6) {
            FloatTile.tile6x4(steps, a, aAt, aRow, aCol, b, bAt, bRow, from, fromAt, fromRow, c, cAt, cRow);
        } else if (rows == 4 && WIDE) {
            FloatTile.tile4x4(steps, a, aAt, aRow, aCol, b, bAt, bRow, from, fromAt, fromRow, c, cAt, cRow);
        } else if (rows == 4) {
            FloatTile.tile4x3(steps, a, aAt, aRow, aCol, b, bAt, bRow, from, fromAt, fromRow, c, cAt, cRow);
        } else if (WIDE) {
            FloatTile.tile1x4(steps, a, aAt, aRow, aCol, b, bAt, bRow, from, fromAt, fromRow, c, cAt, cRow);
        } else {
            for (int v = 0; v < PANEL; v += L) {
                FloatTile.tile1x1(steps, a, aAt, aRow, aCol, b, bAt + v, bRow, from, fromAt + v, fromRow, c, cAt + v, cRow);
            }
        }
    }

    private void narrowTile(int rows, int vectors, int steps, int aAt, float[] panel, int padded, float[] aside) {
        if (vectors == VECTORS) {
            tile(rows, steps, a, aAt, aRow, aCol, panel, 0, padded, aside, 0, padded, aside, 0, padded);
        } else if (rows == 1) {
            for (int v = 0; v < padded; v += L) {
                FloatTile.tile1x1(steps, a, aAt, aRow, aCol, panel, v, padded, aside, v, padded, aside, v, padded);
            }
        } else if (vectors == 3) {
            FloatTile.tile4x3(steps, a, aAt, aRow, aCol, panel, 0, padded, aside, 0, padded, aside, 0, padded);
        } else if (vectors == 2) {
            FloatTile.tile4x2(steps, a, aAt, aRow, aCol, panel, 0, padded, aside, 0, padded, aside, 0, padded);
        } else {
            FloatTile.tile4x1(steps, a, aAt, aRow, aCol, panel, 0, padded, aside, 0, padded, aside, 0, padded);
        }
    }

    /** Fills a tile with what its sums start from. */
    private void fetch(int i, int rows, int j, int width, boolean first, float[] aside, int stride) {
        for (int r = 0; r < rows; r++) {
            int at = r * stride;
            if (!first) {
                for (int v = 0; v < width; v++) {
                    aside[at + v] = c[cOffset + (i + r) * cRow + (j + v) * cCol];
                }
            } else if (bias == null) {
                Arrays.fill(aside, at, at + width, 0f);
            } else if (biasAlongRows) {
                System.arraycopy(bias, biasOffset + j, aside, at, width);
            } else {
                Arrays.fill(aside, at, at + width, bias[biasOffset + i + r]);
            }
        }
    }

    /** Copies a tile to C. */
    private void store(int i, int rows, int j, int width, float[] aside, int stride) {
        if (cCol == 1) {
            for (int r = 0; r < rows; r++) {
                System.arraycopy(aside, r * stride, c, cOffset + (i + r) * cRow + j, width);
            }
            return;
        }
        for (int v = 0; v < width; v++) {
            int at = cOffset + i * cRow + (j + v) * cCol;
            for (int r = 0; r < rows; r++) {
                c[at + r * cRow] = aside[r * stride + v];
            }
        }
    }

    /** Copies a slice of a panel of B, row after row. */
    private void packPanel(int p, int steps, int j, float[] panel, int panelAt) {
        int at = bOffset + p * bRow + j * bCol;
        if (bCol == 1) {
            for (int s = 0; s < steps; s++) {
                System.arraycopy(b, at + s * bRow, panel, panelAt + s * PANEL, PANEL);
            }
            return;
        }
        for (int v = 0; v < PANEL; v++) {
            int from = at + v * bCol;
            int to = panelAt + v;
            for (int s = 0; s < steps; s++) {
                panel[to + s * PANEL] = b[from + s * bRow];
            }
        }
    }

    /** Copies a slice of the last panel of B and fills it up with zeros. */
    private void packEdge(int p, int steps, int j, int width, int padded, float[] panel) {
        int at = bOffset + p * bRow + j * bCol;
        for (int s = 0; s < steps; s++) {
            int from = at + s * bRow;
            int to = s * padded;
            for (int v = 0; v < width; v++) {
                panel[to + v] = b[from + v * bCol];
            }
            for (int v = width; v < padded; v++) {
                panel[to + v] = 0f;
            }
        }
    }

    /** Copies a slice of some rows of A, column after column. */
    private void packRows(int i, int rows, int p, int steps, float[] packed) {
        int at = aOffset + i * aRow + p * aCol;
        if (aRow == 1 && rows <= L && at + (steps - 1) * aCol + L <= a.length) {
            // A whole vector each time; the next one writes over what was too much.
            for (int s = 0; s < steps; s++) {
                FloatVector.fromArray(S, a, at + s * aCol).intoArray(packed, s * rows);
            }
            return;
        }
        for (int s = 0; s < steps; s++) {
            for (int r = 0; r < rows; r++) {
                packed[s * rows + r] = a[at + s * aCol + r * aRow];
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
