// twin: FloatFolds -> DoubleFolds
package org.cotangent.kernel.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;
import org.cotangent.kernel.FloatSpare;
import org.cotangent.kernel.Fold;
import org.cotangent.kernel.Parallel;

/**
 * Reductions of float32 in vectors, in the same order and so with the same bits as the scalar ones: logical lanes in
 * blocks of 4,096, folded in halves.
 *
 * <p>On 512-bit vectors the logical lanes are exactly four vectors, which stay in registers from the first element to the
 * last half. Narrower vectors take the lanes in several passes over the block, which then is in the first-level cache.
 *
 * <p>The build writes out what stands under a comment that begins with {@code each}.
 */
final class FloatFolds {
    /** The logical lanes of a sum: four vectors of 512 bits. */
    private static final int LANES = 4 * 16; // twin:16->8

    private static final int BLOCK = 4096;

    /** The blocks that a thread takes at once, and the rows that are folded together. */
    private static final int SHARE = 64;

    /** The columns that a thread takes at once of a large matrix. */
    private static final int STRIP = 256;

    /** A column sum adds this many rows one after the other before it adds up the partial sums. */
    private static final int ROWS = 128;

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int L = SPECIES.length();

    /** Whether four vectors hold all logical lanes; such hardware also has masked loads. */
    private static final boolean WIDE = 4 * L == LANES;

    // each d in 8 4 2 1
    private static final VectorShuffle<Float> BY_{d} = rotation({d});

    private FloatFolds() {}

    private static VectorShuffle<Float> rotation(int places) {
        return VectorShuffle.fromOp(SPECIES, lane -> (lane + places) % L);
    }

    /** A sum, or the largest or smallest of {@code n} numbers that lie one after the other. */
    static float fold(Fold fold, float[] x, int offset, int n) {
        return switch (fold) {
            case SUM -> sum(x, offset, n);
            case MAX -> max(x, offset, n);
            case MIN -> min(x, offset, n);
            case PRODUCT -> throw new IllegalArgumentException("products have an order of their own");
        };
    }

    /** The sum of {@code n} numbers that lie one after the other. */
    static float sum(float[] x, int offset, int n) {
        if (n <= BLOCK) {
            return WIDE ? wideBlock(x, offset, n) : block(x, offset, n);
        }
        int blocks = Math.ceilDiv(n, BLOCK);
        float[] partial = new float[blocks];
        Parallel.forRanges(blocks, SHARE, (first, end) -> {
            int whole = Math.min(end, n / BLOCK);
            sumRows(x, offset + first * BLOCK, whole - first, BLOCK, partial, first);
            if (whole < end) {
                partial[whole] = sum(x, offset + whole * BLOCK, n - whole * BLOCK);
            }
        });
        return sum(partial, 0, blocks);
    }

    /** The sum of each row of a row-major matrix. */
    static void sumRows(float[] x, int offset, int rows, int n, float[] out, int outOffset) {
        int together = WIDE && n <= BLOCK ? rows - rows % 4 : 0;
        for (int first = 0; first < together; first += SHARE) {
            sumTogether(x, offset + first * n, Math.min(SHARE, together - first), n, out, outOffset + first);
        }
        for (int i = together; i < rows; i++) {
            out[outOffset + i] = sum(x, offset + i * n, n);
        }
    }

    /** The same for a multiple of four rows. */
    private static void sumTogether(float[] x, int offset, int rows, int n, float[] out, int outOffset) {
        float[] lanes = FloatSpare.get().array(FloatSpare.Use.PRODUCT, rows * LANES);
        int whole = n - n % LANES;
        for (int i = 0; i < rows; i += 4) {
            fourRows(x, offset + i * n, n, whole, lanes, i * LANES);
        }
        for (int i = 0; i < rows; i++) {
            for (int j = whole; j < n; j++) {
                lanes[i * LANES + j - whole] += x[offset + i * n + j];
            }
            // each v < 4
            FloatVector a{v} = FloatVector.fromArray(SPECIES, lanes, i * LANES + {v} * L);
            a0.add(a2).add(a1.add(a3)).intoArray(lanes, i * L);
        }
        FloatDot.fold(rows, lanes);
        System.arraycopy(lanes, 0, out, outOffset, rows);
    }

    /** The sums of the logical lanes of four rows; memory gives more to who reads in four places at once than in one. */
    private static void fourRows(float[] x, int offset, int n, int whole, float[] lanes, int at) {
        // each r < 4
        int x{r} = offset + {r} * n;
        // each r < 4, v < 4
        FloatVector a{r}{v} = FloatVector.zero(SPECIES);
        for (int i = 0; i < whole; i += LANES) {
            // each r < 4, v < 4
            a{r}{v} = a{r}{v}.add(FloatVector.fromArray(SPECIES, x, x{r} + i + {v} * L));
        }
        // each r < 4, v < 4
        a{r}{v}.intoArray(lanes, at + {r} * LANES + {v} * L);
    }

    /** Unused lanes hold +0, and no lane ever holds -0, so they change nothing in the tree. */
    private static float wideBlock(float[] x, int offset, int n) {
        // each v < 4
        FloatVector a{v} = FloatVector.zero(SPECIES);
        int i = offset;
        int end = offset + n;
        for (; i <= end - LANES; i += LANES) {
            // each v < 4
            a{v} = a{v}.add(FloatVector.fromArray(SPECIES, x, i + {v} * L));
        }
        // each v < 4 {
        if (i + L <= end) {
            a{v} = a{v}.add(FloatVector.fromArray(SPECIES, x, i));
        } else if (i < end) {
            a{v} = a{v}.add(FloatVector.fromArray(SPECIES, x, i, SPECIES.indexInRange(i, end)));
        }
        i += L;
        // }
        return addOfLanes(a0.add(a2).add(a1.add(a3)));
    }

    // each f in add max min {
    private static float {f}OfLanes(FloatVector lanes) {
        FloatVector all = lanes;
        // each d in 8 4 2 1 {
        if (L >= 2 * {d}) {
            all = all.{f}(all.rearrange(BY_{d}));
        }
        // }
        return all.lane(0);
    }

    // }
    private static float block(float[] x, int offset, int n) {
        float[] lanes = new float[LANES];
        int whole = n - n % LANES;
        if (whole > 0) {
            for (int lane = 0; lane < LANES; lane += 4 * L) {
                lanes(x, offset + lane, offset + whole, lanes, lane);
            }
        }
        for (int i = whole; i < n; i++) {
            lanes[i - whole] += x[offset + i];
        }
        for (int half = LANES / 2; half > 0; half /= 2) {
            for (int lane = 0; lane < half; lane++) {
                lanes[lane] += lanes[lane + half];
            }
        }
        return lanes[0];
    }

    /** The sums of the logical lanes that fill four vectors. */
    private static void lanes(float[] x, int from, int end, float[] lanes, int lane) {
        // each v < 4
        FloatVector a{v} = FloatVector.zero(SPECIES);
        for (int i = from; i < end; i += LANES) {
            // each v < 4
            a{v} = a{v}.add(FloatVector.fromArray(SPECIES, x, i + {v} * L));
        }
        // each v < 4
        a{v}.intoArray(lanes, lane + {v} * L);
    }

    /** Adds up the rows of a row-major matrix into {@code out}. */
    static void sumColumns(float[] x, int offset, int rows, int columns, float[] out, int outOffset) {
        int width = (long) rows * columns < SHARE * BLOCK ? columns : STRIP;
        Parallel.forRanges(columns, width, (left, right) ->
                sumStrip(x, offset + left, rows, right - left, columns, out, outOffset + left));
    }

    private static void sumStrip(float[] x, int offset, int rows, int columns, int step, float[] out, int outOffset) {
        java.util.Arrays.fill(out, outOffset, outOffset + columns, 0);
        for (int start = 0; start < rows; start += ROWS) {
            int count = Math.min(ROWS, rows - start);
            int from = offset + start * step;
            int j = 0;
            for (; j <= columns - 4 * L; j += 4 * L) {
                fourVectors(x, from + j, count, step, out, outOffset + j);
            }
            for (; j <= columns - L; j += L) {
                oneVector(x, from + j, count, step, out, outOffset + j);
            }
            if (WIDE && j < columns) {
                partOfVector(x, from + j, count, step, out, outOffset + j, columns - j);
            } else {
                for (; j < columns; j++) {
                    float partial = 0;
                    for (int row = 0; row < count; row++) {
                        partial += x[from + j + row * step];
                    }
                    out[outOffset + j] += partial;
                }
            }
        }
    }

    private static void fourVectors(float[] x, int from, int rows, int step, float[] out, int at) {
        // each v < 4
        FloatVector a{v} = FloatVector.zero(SPECIES);
        int i = from;
        for (int row = 0; row < rows; row++) {
            // each v < 4
            a{v} = a{v}.add(FloatVector.fromArray(SPECIES, x, i + {v} * L));
            i += step;
        }
        // each v < 4
        FloatVector.fromArray(SPECIES, out, at + {v} * L).add(a{v}).intoArray(out, at + {v} * L);
    }

    private static void oneVector(float[] x, int from, int rows, int step, float[] out, int at) {
        FloatVector a = FloatVector.zero(SPECIES);
        int i = from;
        for (int row = 0; row < rows; row++) {
            a = a.add(FloatVector.fromArray(SPECIES, x, i));
            i += step;
        }
        FloatVector.fromArray(SPECIES, out, at).add(a).intoArray(out, at);
    }

    private static void partOfVector(float[] x, int from, int rows, int step, float[] out, int at, int width) {
        VectorMask<Float> mask = SPECIES.indexInRange(0, width);
        FloatVector a = FloatVector.zero(SPECIES);
        int i = from;
        for (int row = 0; row < rows; row++) {
            a = a.add(FloatVector.fromArray(SPECIES, x, i, mask));
            i += step;
        }
        FloatVector.fromArray(SPECIES, out, at, mask).add(a).intoArray(out, at, mask);
    }

    // each f/INFINITY in max/NEGATIVE_INFINITY min/POSITIVE_INFINITY {
    /** NaN when one of {@code n} numbers that lie one after the other is, {INFINITY} of nothing. */
    static float {f}(float[] x, int offset, int n) {
        int vectors = n - n % L;
        float result = vectors == 0 ? Float.{INFINITY} : {f}OfVectors(x, offset, offset + vectors);
        for (int i = offset + vectors; i < offset + n; i++) {
            result = Math.{f}(result, x[i]);
        }
        return result;
    }

    private static float {f}OfVectors(float[] x, int offset, int end) {
        // each v < 4
        FloatVector a{v} = FloatVector.fromArray(SPECIES, x, offset);
        int i = offset;
        for (; i <= end - 4 * L; i += 4 * L) {
            // each v < 4
            a{v} = a{v}.{f}(FloatVector.fromArray(SPECIES, x, i + {v} * L));
        }
        for (; i < end; i += L) {
            a0 = a0.{f}(FloatVector.fromArray(SPECIES, x, i));
        }
        return {f}OfLanes(a0.{f}(a1).{f}(a2.{f}(a3)));
    }

    // }
}
