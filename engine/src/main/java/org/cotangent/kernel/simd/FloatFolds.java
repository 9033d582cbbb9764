// twin: FloatFolds -> DoubleFolds
package org.cotangent.kernel.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;
import org.cotangent.kernel.Fold;
import org.cotangent.kernel.Parallel;

/**
 * Reductions of float32 in vectors, in the same order and so with the same bits as the scalar ones: logical lanes in
 * blocks of 4,096, folded in halves.
 *
 * <p>On 512-bit vectors the logical lanes are exactly four vectors, which stay in registers from the first element to the
 * last half. Narrower vectors take the lanes in several passes over the block, which then is in the first-level cache.
 */
final class FloatFolds {
    /** The logical lanes of a sum: four vectors of 512 bits. */
    private static final int LANES = 4 * 16; // twin:16->8

    private static final int BLOCK = 4096;

    /** The blocks that a thread takes at once. */
    private static final int SHARE = 64;

    /** The columns that a thread takes at once of a large matrix. */
    private static final int STRIP = 256;

    /** A column sum adds this many rows one after the other before it adds up the partial sums. */
    private static final int ROWS = 128;

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int L = SPECIES.length();

    /** Whether four vectors hold all logical lanes; such hardware also has masked loads. */
    private static final boolean WIDE = 4 * L == LANES;

    private static final VectorShuffle<Float> BY_8 = rotation(8);
    private static final VectorShuffle<Float> BY_4 = rotation(4);
    private static final VectorShuffle<Float> BY_2 = rotation(2);
    private static final VectorShuffle<Float> BY_1 = rotation(1);

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
        int blocks = (n + BLOCK - 1) / BLOCK;
        float[] partial = new float[blocks];
        Parallel.forRanges(blocks, SHARE, (first, end) -> {
            for (int i = first; i < end; i++) {
                int from = offset + i * BLOCK;
                int length = Math.min(BLOCK, n - i * BLOCK);
                partial[i] = WIDE ? wideBlock(x, from, length) : block(x, from, length);
            }
        });
        return sum(partial, 0, blocks);
    }

    /** Unused lanes hold +0, and no lane ever holds -0, so they change nothing in the tree. */
    private static float wideBlock(float[] x, int offset, int n) {
        FloatVector a = FloatVector.zero(SPECIES);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector d = a;
        int i = offset;
        int end = offset + n;
        for (; i <= end - LANES; i += LANES) {
            a = a.add(FloatVector.fromArray(SPECIES, x, i));
            b = b.add(FloatVector.fromArray(SPECIES, x, i + L));
            c = c.add(FloatVector.fromArray(SPECIES, x, i + 2 * L));
            d = d.add(FloatVector.fromArray(SPECIES, x, i + 3 * L));
        }
        if (i + L <= end) {
            a = a.add(FloatVector.fromArray(SPECIES, x, i));
            i += L;
            if (i + L <= end) {
                b = b.add(FloatVector.fromArray(SPECIES, x, i));
                i += L;
                if (i + L <= end) {
                    c = c.add(FloatVector.fromArray(SPECIES, x, i));
                    i += L;
                    d = d.add(FloatVector.fromArray(SPECIES, x, i, SPECIES.indexInRange(i, end)));
                } else {
                    c = c.add(FloatVector.fromArray(SPECIES, x, i, SPECIES.indexInRange(i, end)));
                }
            } else {
                b = b.add(FloatVector.fromArray(SPECIES, x, i, SPECIES.indexInRange(i, end)));
            }
        } else {
            a = a.add(FloatVector.fromArray(SPECIES, x, i, SPECIES.indexInRange(i, end)));
        }
        return tree(a.add(c).add(b.add(d)));
    }

    /** Folds the lanes of one vector in halves. */
    private static float tree(FloatVector lanes) {
        FloatVector sum = lanes;
        if (L >= 16) {
            sum = sum.add(sum.rearrange(BY_8));
        }
        if (L >= 8) {
            sum = sum.add(sum.rearrange(BY_4));
        }
        if (L >= 4) {
            sum = sum.add(sum.rearrange(BY_2));
        }
        if (L >= 2) {
            sum = sum.add(sum.rearrange(BY_1));
        }
        return sum.lane(0);
    }

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
        FloatVector a = FloatVector.zero(SPECIES);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector d = a;
        for (int i = from; i < end; i += LANES) {
            a = a.add(FloatVector.fromArray(SPECIES, x, i));
            b = b.add(FloatVector.fromArray(SPECIES, x, i + L));
            c = c.add(FloatVector.fromArray(SPECIES, x, i + 2 * L));
            d = d.add(FloatVector.fromArray(SPECIES, x, i + 3 * L));
        }
        a.intoArray(lanes, lane);
        b.intoArray(lanes, lane + L);
        c.intoArray(lanes, lane + 2 * L);
        d.intoArray(lanes, lane + 3 * L);
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
        FloatVector a = FloatVector.zero(SPECIES);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector d = a;
        int i = from;
        for (int row = 0; row < rows; row++) {
            a = a.add(FloatVector.fromArray(SPECIES, x, i));
            b = b.add(FloatVector.fromArray(SPECIES, x, i + L));
            c = c.add(FloatVector.fromArray(SPECIES, x, i + 2 * L));
            d = d.add(FloatVector.fromArray(SPECIES, x, i + 3 * L));
            i += step;
        }
        FloatVector.fromArray(SPECIES, out, at).add(a).intoArray(out, at);
        FloatVector.fromArray(SPECIES, out, at + L).add(b).intoArray(out, at + L);
        FloatVector.fromArray(SPECIES, out, at + 2 * L).add(c).intoArray(out, at + 2 * L);
        FloatVector.fromArray(SPECIES, out, at + 3 * L).add(d).intoArray(out, at + 3 * L);
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

    /** The largest of {@code n} numbers that lie one after the other: NaN when one is, minus infinity of nothing. */
    static float max(float[] x, int offset, int n) {
        int vectors = n - n % L;
        float result = vectors == 0 ? Float.NEGATIVE_INFINITY : maxOfVectors(x, offset, offset + vectors);
        for (int i = offset + vectors; i < offset + n; i++) {
            result = Math.max(result, x[i]);
        }
        return result;
    }

    private static float maxOfVectors(float[] x, int offset, int end) {
        FloatVector a = FloatVector.fromArray(SPECIES, x, offset);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector d = a;
        int i = offset;
        for (; i <= end - 4 * L; i += 4 * L) {
            a = a.max(FloatVector.fromArray(SPECIES, x, i));
            b = b.max(FloatVector.fromArray(SPECIES, x, i + L));
            c = c.max(FloatVector.fromArray(SPECIES, x, i + 2 * L));
            d = d.max(FloatVector.fromArray(SPECIES, x, i + 3 * L));
        }
        for (; i < end; i += L) {
            a = a.max(FloatVector.fromArray(SPECIES, x, i));
        }
        FloatVector all = a.max(b).max(c.max(d));
        if (L >= 16) {
            all = all.max(all.rearrange(BY_8));
        }
        if (L >= 8) {
            all = all.max(all.rearrange(BY_4));
        }
        if (L >= 4) {
            all = all.max(all.rearrange(BY_2));
        }
        if (L >= 2) {
            all = all.max(all.rearrange(BY_1));
        }
        return all.lane(0);
    }

    /** The smallest of {@code n} numbers that lie one after the other: NaN when one is, infinity of nothing. */
    static float min(float[] x, int offset, int n) {
        int vectors = n - n % L;
        float result = vectors == 0 ? Float.POSITIVE_INFINITY : minOfVectors(x, offset, offset + vectors);
        for (int i = offset + vectors; i < offset + n; i++) {
            result = Math.min(result, x[i]);
        }
        return result;
    }

    private static float minOfVectors(float[] x, int offset, int end) {
        FloatVector a = FloatVector.fromArray(SPECIES, x, offset);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector d = a;
        int i = offset;
        for (; i <= end - 4 * L; i += 4 * L) {
            a = a.min(FloatVector.fromArray(SPECIES, x, i));
            b = b.min(FloatVector.fromArray(SPECIES, x, i + L));
            c = c.min(FloatVector.fromArray(SPECIES, x, i + 2 * L));
            d = d.min(FloatVector.fromArray(SPECIES, x, i + 3 * L));
        }
        for (; i < end; i += L) {
            a = a.min(FloatVector.fromArray(SPECIES, x, i));
        }
        FloatVector all = a.min(b).min(c.min(d));
        if (L >= 16) {
            all = all.min(all.rearrange(BY_8));
        }
        if (L >= 8) {
            all = all.min(all.rearrange(BY_4));
        }
        if (L >= 4) {
            all = all.min(all.rearrange(BY_2));
        }
        if (L >= 2) {
            all = all.min(all.rearrange(BY_1));
        }
        return all.lane(0);
    }
}
