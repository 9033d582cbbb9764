// twin: FloatDot -> DoubleDot
package org.cotangent.kernel.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The innermost loops of a skinny matrix product that sums in lanes along k: rows of X against rows of Y, both
 * contiguous, {@code rows x columns} dot products at once.
 *
 * <p>Each sum has {@link #LANES} logical lanes whatever the hardware's width. A vector of fewer lanes runs over the
 * data once for each group of them; {@code x}, {@code y} and {@code acc} then point at the group's first lane. The
 * accumulators come from {@code acc} and go back there, {@code acc[(row * columns + column) * LANES + lane]}.
 *
 * <p>Parameters of every loop: the length {@code k}, a multiple of LANES; X and Y by offset and stride; what is left of
 * their rows, padded to LANES each, or an empty array; {@code acc} by offset and row stride.
 *
 * <p>The loops called {@code sum} are for vectors that have all lanes. Their sums begin as zeros, and two rounds of {@link
 * #fold} are done before they leave the registers: every four sums, row after row, go to one vector of {@code acc}.
 *
 * <p>The build writes out what stands under a comment that begins with {@code each}.
 */
final class FloatDot {
    /** The logical lanes of a sum. */
    static final int LANES = 16; // twin:16->8

    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int L = S.length();

    /** A quarter of the lanes. */
    private static final VectorSpecies<Float> Q = FloatVector.SPECIES_128;

    private static final VectorShuffle<Float> BY_2 = VectorShuffle.iota(Q, 2 % Q.length(), 1, true);

    private static final /*bits*/ int[] FIRST_HALVES = firstHalves();

    // Of two vectors, the lanes that are in the first half of a sum, or in its last half; in a first or last quarter, there.
    private static final IntVector FIRST_HALF = firstOf(LANES / 2);
    private static final IntVector LAST_HALF = FIRST_HALF.add(LANES / 2);
    private static final IntVector FIRST_QUARTER = firstOf(LANES / 4);
    private static final IntVector LAST_QUARTER = FIRST_QUARTER.add(LANES / 4);

    private FloatDot() {}

    private static IntVector firstOf(int half) {
        return IntVector.fromArray(IntVector.SPECIES_PREFERRED, FIRST_HALVES, half * LANES);
    }

    /**
     * Folds the lanes of every sum in halves: lane l gets lane l + 8, then l + 4, l + 2, l + 1. Sum i comes to lie in
     * {@code acc[i]}.
     *
     * @param sums how many
     * @param acc their lanes, one sum after the other, and room for those of {@link #LANES} more
     */
    static void fold(int sums, float[] acc) {
        if (L < LANES) {
            for (int i = 0; i < sums; i++) {
                acc[i] = quarters(acc, i * LANES);
            }
            return;
        }
        halves(sums, LANES / 2, acc);
    }

    /** The rest of {@link #fold} when every four sums lie in one vector already. */
    static void foldFours(int sums, float[] acc) {
        halves(sums / 4, LANES / 8, acc);
    }

    private static void halves(int from, int largest, float[] acc) {
        for (int half = largest, vectors = from; half > 0; half /= 2) {
            vectors = Math.ceilDiv(vectors, 2);
            halve(vectors, half, acc);
        }
    }

    /**
     * Makes one vector of two, again and again: of {@code a b} and {@code c d}, where each is {@code half} lanes of one sum,
     * {@code a + b} and {@code c + d}; of {@code a b c d} and {@code e f g h} the next time.
     */
    private static void halve(int vectors, int half, float[] acc) {
        IntVector first = firstOf(half);
        IntVector second = first.add(half);
        for (int i = 0; i < vectors; i++) {
            IntVector x = FloatVector.fromArray(S, acc, 2 * i * LANES).reinterpretAsInts();
            IntVector y = FloatVector.fromArray(S, acc, (2 * i + 1) * LANES).reinterpretAsInts();
            FloatVector left = first.selectFrom(x, y).reinterpretAsFloats();
            FloatVector right = second.selectFrom(x, y).reinterpretAsFloats();
            left.add(right).intoArray(acc, i * LANES);
        }
    }

    /** For each half, which lanes of two vectors are in a first half. */
    private static /*bits*/ int[] firstHalves() {
        /*bits*/ int[] lanes = new /*bits*/ int[LANES * LANES];
        for (int half = LANES / 2; half > 0; half /= 2) {
            for (int lane = 0; lane < LANES; lane++) {
                lanes[half * LANES + lane] = lane / half * 2 * half + lane % half;
            }
        }
        return lanes;
    }

    /** The same for one sum, on narrow vectors. */
    private static float quarters(float[] acc, int at) {
        FloatVector q0 = FloatVector.fromArray(Q, acc, at);
        FloatVector q1 = FloatVector.fromArray(Q, acc, at + LANES / 4);
        FloatVector q2 = FloatVector.fromArray(Q, acc, at + LANES / 2);
        FloatVector q3 = FloatVector.fromArray(Q, acc, at + LANES / 2 + LANES / 4);
        FloatVector sum = q0.add(q2).add(q1.add(q3));
        if (Q.length() == 4) {
            sum = sum.add(sum.rearrange(BY_2));
        }
        return sum.lane(0) + sum.lane(1);
    }

    // A dot has O of 1, a sum a G of 1 for every four rows: what is said of the other is left out.
    // each NxRxVxOxG in dotx4x5x1x0 dotx4x4x1x0 dotx4x2x1x0 dotx4x1x1x0 dotx8x1x1x0 dotx1x4x1x0 dotx1x1x1x0 sumx4x4x0x1 sumx8x2x0x2 sumx8x1x0x2 {
    static void {N}{R}x{V}(
            int k, float[] x, int xAt, int xRow, float[] y, int yAt, int yRow, float[] ends, int xEnd, int yEnd,
            float[] acc, int accAt, int accRow) {
        // each o < O, r < R, v < V
        FloatVector c{r * V + v} = FloatVector.fromArray(S, acc, accAt + {r} * accRow + {v} * LANES);
        // each t < 4 * G * V
        FloatVector c{t} = FloatVector.zero(S);
        // each r < R
        int x{r} = xAt + {r} * xRow;
        // each v < V
        int y{v} = yAt + {v} * yRow;
        for (int p = 0; p < k; p += LANES) {
            // each v < V
            FloatVector b{v} = FloatVector.fromArray(S, y, y{v} + p);
            // each r < R {
            FloatVector a{r} = FloatVector.fromArray(S, x, x{r} + p);
            // each v < V
            c{r * V + v} = a{r}.fma(b{v}, c{r * V + v});
            // }
        }
        if (ends.length > 0) {
            // each v < V
            FloatVector b{v} = FloatVector.fromArray(S, ends, yEnd + {v} * LANES);
            // each r < R {
            FloatVector a{r} = FloatVector.fromArray(S, ends, xEnd + {r} * LANES);
            // each v < V
            c{r * V + v} = a{r}.fma(b{v}, c{r * V + v});
            // }
        }
        // each o < O, r < R, v < V
        c{r * V + v}.intoArray(acc, accAt + {r} * accRow + {v} * LANES);
        // each t < 2 * G * V
        FloatVector d{t} = FIRST_HALF.selectFrom(c{2 * t}.reinterpretAsInts(), c{2 * t + 1}.reinterpretAsInts())
                .reinterpretAsFloats()
                .add(LAST_HALF.selectFrom(c{2 * t}.reinterpretAsInts(), c{2 * t + 1}.reinterpretAsInts()).reinterpretAsFloats());
        // each t < G * V
        FIRST_QUARTER.selectFrom(d{2 * t}.reinterpretAsInts(), d{2 * t + 1}.reinterpretAsInts())
                .reinterpretAsFloats()
                .add(LAST_QUARTER.selectFrom(d{2 * t}.reinterpretAsInts(), d{2 * t + 1}.reinterpretAsInts()).reinterpretAsFloats())
                .intoArray(acc, accAt + {t} * LANES);
    }
    // }
}
