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

    private FloatDot() {}

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
        for (int half = LANES / 2, vectors = sums; half > 0; half /= 2) {
            vectors = (vectors + 1) / 2;
            halve(vectors, half, acc);
        }
    }

    /**
     * Makes one vector of two, again and again: of {@code a b} and {@code c d}, where each is {@code half} lanes of one sum,
     * {@code a + b} and {@code c + d}; of {@code a b c d} and {@code e f g h} the next time.
     */
    private static void halve(int vectors, int half, float[] acc) {
        IntVector first = IntVector.fromArray(IntVector.SPECIES_PREFERRED, FIRST_HALVES, half * LANES);
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

    // each RxV in 4x5 4x4 4x2 4x1 8x1 1x4 1x1 {
    static void dot{R}x{V}(
            int k, float[] x, int xAt, int xRow, float[] y, int yAt, int yRow, float[] ends, int xEnd, int yEnd,
            float[] acc, int accAt, int accRow) {
        // each r < R, v < V
        FloatVector c{r}{v} = FloatVector.fromArray(S, acc, accAt + {r} * accRow + {v} * LANES);
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
            c{r}{v} = a{r}.fma(b{v}, c{r}{v});
            // }
        }
        if (ends.length > 0) {
            // each v < V
            FloatVector b{v} = FloatVector.fromArray(S, ends, yEnd + {v} * LANES);
            // each r < R {
            FloatVector a{r} = FloatVector.fromArray(S, ends, xEnd + {r} * LANES);
            // each v < V
            c{r}{v} = a{r}.fma(b{v}, c{r}{v});
            // }
        }
        // each r < R, v < V
        c{r}{v}.intoArray(acc, accAt + {r} * accRow + {v} * LANES);
    }
    // }
}
