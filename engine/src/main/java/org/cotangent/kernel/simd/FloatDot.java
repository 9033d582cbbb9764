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

    static void dot4x5(
            int k, float[] x, int xAt, int xRow, float[] y, int yAt, int yRow, float[] ends, int xEnd, int yEnd,
            float[] acc, int accAt, int accRow) {
        FloatVector c00 = FloatVector.fromArray(S, acc, accAt);
        FloatVector c01 = FloatVector.fromArray(S, acc, accAt + LANES);
        FloatVector c02 = FloatVector.fromArray(S, acc, accAt + 2 * LANES);
        FloatVector c03 = FloatVector.fromArray(S, acc, accAt + 3 * LANES);
        FloatVector c04 = FloatVector.fromArray(S, acc, accAt + 4 * LANES);
        FloatVector c10 = FloatVector.fromArray(S, acc, accAt + accRow);
        FloatVector c11 = FloatVector.fromArray(S, acc, accAt + accRow + LANES);
        FloatVector c12 = FloatVector.fromArray(S, acc, accAt + accRow + 2 * LANES);
        FloatVector c13 = FloatVector.fromArray(S, acc, accAt + accRow + 3 * LANES);
        FloatVector c14 = FloatVector.fromArray(S, acc, accAt + accRow + 4 * LANES);
        FloatVector c20 = FloatVector.fromArray(S, acc, accAt + 2 * accRow);
        FloatVector c21 = FloatVector.fromArray(S, acc, accAt + 2 * accRow + LANES);
        FloatVector c22 = FloatVector.fromArray(S, acc, accAt + 2 * accRow + 2 * LANES);
        FloatVector c23 = FloatVector.fromArray(S, acc, accAt + 2 * accRow + 3 * LANES);
        FloatVector c24 = FloatVector.fromArray(S, acc, accAt + 2 * accRow + 4 * LANES);
        FloatVector c30 = FloatVector.fromArray(S, acc, accAt + 3 * accRow);
        FloatVector c31 = FloatVector.fromArray(S, acc, accAt + 3 * accRow + LANES);
        FloatVector c32 = FloatVector.fromArray(S, acc, accAt + 3 * accRow + 2 * LANES);
        FloatVector c33 = FloatVector.fromArray(S, acc, accAt + 3 * accRow + 3 * LANES);
        FloatVector c34 = FloatVector.fromArray(S, acc, accAt + 3 * accRow + 4 * LANES);
        int x0 = xAt;
        int x1 = xAt + xRow;
        int x2 = xAt + 2 * xRow;
        int x3 = xAt + 3 * xRow;
        int y0 = yAt;
        int y1 = yAt + yRow;
        int y2 = yAt + 2 * yRow;
        int y3 = yAt + 3 * yRow;
        int y4 = yAt + 4 * yRow;
        for (int p = 0; p < k; p += LANES) {
            FloatVector b0 = FloatVector.fromArray(S, y, y0 + p);
            FloatVector b1 = FloatVector.fromArray(S, y, y1 + p);
            FloatVector b2 = FloatVector.fromArray(S, y, y2 + p);
            FloatVector b3 = FloatVector.fromArray(S, y, y3 + p);
            FloatVector b4 = FloatVector.fromArray(S, y, y4 + p);
            FloatVector a0 = FloatVector.fromArray(S, x, x0 + p);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            c02 = a0.fma(b2, c02);
            c03 = a0.fma(b3, c03);
            c04 = a0.fma(b4, c04);
            FloatVector a1 = FloatVector.fromArray(S, x, x1 + p);
            c10 = a1.fma(b0, c10);
            c11 = a1.fma(b1, c11);
            c12 = a1.fma(b2, c12);
            c13 = a1.fma(b3, c13);
            c14 = a1.fma(b4, c14);
            FloatVector a2 = FloatVector.fromArray(S, x, x2 + p);
            c20 = a2.fma(b0, c20);
            c21 = a2.fma(b1, c21);
            c22 = a2.fma(b2, c22);
            c23 = a2.fma(b3, c23);
            c24 = a2.fma(b4, c24);
            FloatVector a3 = FloatVector.fromArray(S, x, x3 + p);
            c30 = a3.fma(b0, c30);
            c31 = a3.fma(b1, c31);
            c32 = a3.fma(b2, c32);
            c33 = a3.fma(b3, c33);
            c34 = a3.fma(b4, c34);
        }
        if (ends.length > 0) {
            FloatVector b0 = FloatVector.fromArray(S, ends, yEnd);
            FloatVector b1 = FloatVector.fromArray(S, ends, yEnd + LANES);
            FloatVector b2 = FloatVector.fromArray(S, ends, yEnd + 2 * LANES);
            FloatVector b3 = FloatVector.fromArray(S, ends, yEnd + 3 * LANES);
            FloatVector b4 = FloatVector.fromArray(S, ends, yEnd + 4 * LANES);
            FloatVector a0 = FloatVector.fromArray(S, ends, xEnd);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            c02 = a0.fma(b2, c02);
            c03 = a0.fma(b3, c03);
            c04 = a0.fma(b4, c04);
            FloatVector a1 = FloatVector.fromArray(S, ends, xEnd + LANES);
            c10 = a1.fma(b0, c10);
            c11 = a1.fma(b1, c11);
            c12 = a1.fma(b2, c12);
            c13 = a1.fma(b3, c13);
            c14 = a1.fma(b4, c14);
            FloatVector a2 = FloatVector.fromArray(S, ends, xEnd + 2 * LANES);
            c20 = a2.fma(b0, c20);
            c21 = a2.fma(b1, c21);
            c22 = a2.fma(b2, c22);
            c23 = a2.fma(b3, c23);
            c24 = a2.fma(b4, c24);
            FloatVector a3 = FloatVector.fromArray(S, ends, xEnd + 3 * LANES);
            c30 = a3.fma(b0, c30);
            c31 = a3.fma(b1, c31);
            c32 = a3.fma(b2, c32);
            c33 = a3.fma(b3, c33);
            c34 = a3.fma(b4, c34);
        }
        c00.intoArray(acc, accAt);
        c01.intoArray(acc, accAt + LANES);
        c02.intoArray(acc, accAt + 2 * LANES);
        c03.intoArray(acc, accAt + 3 * LANES);
        c04.intoArray(acc, accAt + 4 * LANES);
        c10.intoArray(acc, accAt + accRow);
        c11.intoArray(acc, accAt + accRow + LANES);
        c12.intoArray(acc, accAt + accRow + 2 * LANES);
        c13.intoArray(acc, accAt + accRow + 3 * LANES);
        c14.intoArray(acc, accAt + accRow + 4 * LANES);
        c20.intoArray(acc, accAt + 2 * accRow);
        c21.intoArray(acc, accAt + 2 * accRow + LANES);
        c22.intoArray(acc, accAt + 2 * accRow + 2 * LANES);
        c23.intoArray(acc, accAt + 2 * accRow + 3 * LANES);
        c24.intoArray(acc, accAt + 2 * accRow + 4 * LANES);
        c30.intoArray(acc, accAt + 3 * accRow);
        c31.intoArray(acc, accAt + 3 * accRow + LANES);
        c32.intoArray(acc, accAt + 3 * accRow + 2 * LANES);
        c33.intoArray(acc, accAt + 3 * accRow + 3 * LANES);
        c34.intoArray(acc, accAt + 3 * accRow + 4 * LANES);
    }

    static void dot4x4(
            int k, float[] x, int xAt, int xRow, float[] y, int yAt, int yRow, float[] ends, int xEnd, int yEnd,
            float[] acc, int accAt, int accRow) {
        FloatVector c00 = FloatVector.fromArray(S, acc, accAt);
        FloatVector c01 = FloatVector.fromArray(S, acc, accAt + LANES);
        FloatVector c02 = FloatVector.fromArray(S, acc, accAt + 2 * LANES);
        FloatVector c03 = FloatVector.fromArray(S, acc, accAt + 3 * LANES);
        FloatVector c10 = FloatVector.fromArray(S, acc, accAt + accRow);
        FloatVector c11 = FloatVector.fromArray(S, acc, accAt + accRow + LANES);
        FloatVector c12 = FloatVector.fromArray(S, acc, accAt + accRow + 2 * LANES);
        FloatVector c13 = FloatVector.fromArray(S, acc, accAt + accRow + 3 * LANES);
        FloatVector c20 = FloatVector.fromArray(S, acc, accAt + 2 * accRow);
        FloatVector c21 = FloatVector.fromArray(S, acc, accAt + 2 * accRow + LANES);
        FloatVector c22 = FloatVector.fromArray(S, acc, accAt + 2 * accRow + 2 * LANES);
        FloatVector c23 = FloatVector.fromArray(S, acc, accAt + 2 * accRow + 3 * LANES);
        FloatVector c30 = FloatVector.fromArray(S, acc, accAt + 3 * accRow);
        FloatVector c31 = FloatVector.fromArray(S, acc, accAt + 3 * accRow + LANES);
        FloatVector c32 = FloatVector.fromArray(S, acc, accAt + 3 * accRow + 2 * LANES);
        FloatVector c33 = FloatVector.fromArray(S, acc, accAt + 3 * accRow + 3 * LANES);
        int x0 = xAt;
        int x1 = xAt + xRow;
        int x2 = xAt + 2 * xRow;
        int x3 = xAt + 3 * xRow;
        int y0 = yAt;
        int y1 = yAt + yRow;
        int y2 = yAt + 2 * yRow;
        int y3 = yAt + 3 * yRow;
        for (int p = 0; p < k; p += LANES) {
            FloatVector b0 = FloatVector.fromArray(S, y, y0 + p);
            FloatVector b1 = FloatVector.fromArray(S, y, y1 + p);
            FloatVector b2 = FloatVector.fromArray(S, y, y2 + p);
            FloatVector b3 = FloatVector.fromArray(S, y, y3 + p);
            FloatVector a0 = FloatVector.fromArray(S, x, x0 + p);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            c02 = a0.fma(b2, c02);
            c03 = a0.fma(b3, c03);
            FloatVector a1 = FloatVector.fromArray(S, x, x1 + p);
            c10 = a1.fma(b0, c10);
            c11 = a1.fma(b1, c11);
            c12 = a1.fma(b2, c12);
            c13 = a1.fma(b3, c13);
            FloatVector a2 = FloatVector.fromArray(S, x, x2 + p);
            c20 = a2.fma(b0, c20);
            c21 = a2.fma(b1, c21);
            c22 = a2.fma(b2, c22);
            c23 = a2.fma(b3, c23);
            FloatVector a3 = FloatVector.fromArray(S, x, x3 + p);
            c30 = a3.fma(b0, c30);
            c31 = a3.fma(b1, c31);
            c32 = a3.fma(b2, c32);
            c33 = a3.fma(b3, c33);
        }
        if (ends.length > 0) {
            FloatVector b0 = FloatVector.fromArray(S, ends, yEnd);
            FloatVector b1 = FloatVector.fromArray(S, ends, yEnd + LANES);
            FloatVector b2 = FloatVector.fromArray(S, ends, yEnd + 2 * LANES);
            FloatVector b3 = FloatVector.fromArray(S, ends, yEnd + 3 * LANES);
            FloatVector a0 = FloatVector.fromArray(S, ends, xEnd);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            c02 = a0.fma(b2, c02);
            c03 = a0.fma(b3, c03);
            FloatVector a1 = FloatVector.fromArray(S, ends, xEnd + LANES);
            c10 = a1.fma(b0, c10);
            c11 = a1.fma(b1, c11);
            c12 = a1.fma(b2, c12);
            c13 = a1.fma(b3, c13);
            FloatVector a2 = FloatVector.fromArray(S, ends, xEnd + 2 * LANES);
            c20 = a2.fma(b0, c20);
            c21 = a2.fma(b1, c21);
            c22 = a2.fma(b2, c22);
            c23 = a2.fma(b3, c23);
            FloatVector a3 = FloatVector.fromArray(S, ends, xEnd + 3 * LANES);
            c30 = a3.fma(b0, c30);
            c31 = a3.fma(b1, c31);
            c32 = a3.fma(b2, c32);
            c33 = a3.fma(b3, c33);
        }
        c00.intoArray(acc, accAt);
        c01.intoArray(acc, accAt + LANES);
        c02.intoArray(acc, accAt + 2 * LANES);
        c03.intoArray(acc, accAt + 3 * LANES);
        c10.intoArray(acc, accAt + accRow);
        c11.intoArray(acc, accAt + accRow + LANES);
        c12.intoArray(acc, accAt + accRow + 2 * LANES);
        c13.intoArray(acc, accAt + accRow + 3 * LANES);
        c20.intoArray(acc, accAt + 2 * accRow);
        c21.intoArray(acc, accAt + 2 * accRow + LANES);
        c22.intoArray(acc, accAt + 2 * accRow + 2 * LANES);
        c23.intoArray(acc, accAt + 2 * accRow + 3 * LANES);
        c30.intoArray(acc, accAt + 3 * accRow);
        c31.intoArray(acc, accAt + 3 * accRow + LANES);
        c32.intoArray(acc, accAt + 3 * accRow + 2 * LANES);
        c33.intoArray(acc, accAt + 3 * accRow + 3 * LANES);
    }

    static void dot4x2(
            int k, float[] x, int xAt, int xRow, float[] y, int yAt, int yRow, float[] ends, int xEnd, int yEnd,
            float[] acc, int accAt, int accRow) {
        FloatVector c00 = FloatVector.fromArray(S, acc, accAt);
        FloatVector c01 = FloatVector.fromArray(S, acc, accAt + LANES);
        FloatVector c10 = FloatVector.fromArray(S, acc, accAt + accRow);
        FloatVector c11 = FloatVector.fromArray(S, acc, accAt + accRow + LANES);
        FloatVector c20 = FloatVector.fromArray(S, acc, accAt + 2 * accRow);
        FloatVector c21 = FloatVector.fromArray(S, acc, accAt + 2 * accRow + LANES);
        FloatVector c30 = FloatVector.fromArray(S, acc, accAt + 3 * accRow);
        FloatVector c31 = FloatVector.fromArray(S, acc, accAt + 3 * accRow + LANES);
        int x0 = xAt;
        int x1 = xAt + xRow;
        int x2 = xAt + 2 * xRow;
        int x3 = xAt + 3 * xRow;
        int y0 = yAt;
        int y1 = yAt + yRow;
        for (int p = 0; p < k; p += LANES) {
            FloatVector b0 = FloatVector.fromArray(S, y, y0 + p);
            FloatVector b1 = FloatVector.fromArray(S, y, y1 + p);
            FloatVector a0 = FloatVector.fromArray(S, x, x0 + p);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            FloatVector a1 = FloatVector.fromArray(S, x, x1 + p);
            c10 = a1.fma(b0, c10);
            c11 = a1.fma(b1, c11);
            FloatVector a2 = FloatVector.fromArray(S, x, x2 + p);
            c20 = a2.fma(b0, c20);
            c21 = a2.fma(b1, c21);
            FloatVector a3 = FloatVector.fromArray(S, x, x3 + p);
            c30 = a3.fma(b0, c30);
            c31 = a3.fma(b1, c31);
        }
        if (ends.length > 0) {
            FloatVector b0 = FloatVector.fromArray(S, ends, yEnd);
            FloatVector b1 = FloatVector.fromArray(S, ends, yEnd + LANES);
            FloatVector a0 = FloatVector.fromArray(S, ends, xEnd);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            FloatVector a1 = FloatVector.fromArray(S, ends, xEnd + LANES);
            c10 = a1.fma(b0, c10);
            c11 = a1.fma(b1, c11);
            FloatVector a2 = FloatVector.fromArray(S, ends, xEnd + 2 * LANES);
            c20 = a2.fma(b0, c20);
            c21 = a2.fma(b1, c21);
            FloatVector a3 = FloatVector.fromArray(S, ends, xEnd + 3 * LANES);
            c30 = a3.fma(b0, c30);
            c31 = a3.fma(b1, c31);
        }
        c00.intoArray(acc, accAt);
        c01.intoArray(acc, accAt + LANES);
        c10.intoArray(acc, accAt + accRow);
        c11.intoArray(acc, accAt + accRow + LANES);
        c20.intoArray(acc, accAt + 2 * accRow);
        c21.intoArray(acc, accAt + 2 * accRow + LANES);
        c30.intoArray(acc, accAt + 3 * accRow);
        c31.intoArray(acc, accAt + 3 * accRow + LANES);
    }

    static void dot4x1(
            int k, float[] x, int xAt, int xRow, float[] y, int yAt, int yRow, float[] ends, int xEnd, int yEnd,
            float[] acc, int accAt, int accRow) {
        FloatVector c00 = FloatVector.fromArray(S, acc, accAt);
        FloatVector c10 = FloatVector.fromArray(S, acc, accAt + accRow);
        FloatVector c20 = FloatVector.fromArray(S, acc, accAt + 2 * accRow);
        FloatVector c30 = FloatVector.fromArray(S, acc, accAt + 3 * accRow);
        int x0 = xAt;
        int x1 = xAt + xRow;
        int x2 = xAt + 2 * xRow;
        int x3 = xAt + 3 * xRow;
        int y0 = yAt;
        for (int p = 0; p < k; p += LANES) {
            FloatVector b0 = FloatVector.fromArray(S, y, y0 + p);
            FloatVector a0 = FloatVector.fromArray(S, x, x0 + p);
            c00 = a0.fma(b0, c00);
            FloatVector a1 = FloatVector.fromArray(S, x, x1 + p);
            c10 = a1.fma(b0, c10);
            FloatVector a2 = FloatVector.fromArray(S, x, x2 + p);
            c20 = a2.fma(b0, c20);
            FloatVector a3 = FloatVector.fromArray(S, x, x3 + p);
            c30 = a3.fma(b0, c30);
        }
        if (ends.length > 0) {
            FloatVector b0 = FloatVector.fromArray(S, ends, yEnd);
            FloatVector a0 = FloatVector.fromArray(S, ends, xEnd);
            c00 = a0.fma(b0, c00);
            FloatVector a1 = FloatVector.fromArray(S, ends, xEnd + LANES);
            c10 = a1.fma(b0, c10);
            FloatVector a2 = FloatVector.fromArray(S, ends, xEnd + 2 * LANES);
            c20 = a2.fma(b0, c20);
            FloatVector a3 = FloatVector.fromArray(S, ends, xEnd + 3 * LANES);
            c30 = a3.fma(b0, c30);
        }
        c00.intoArray(acc, accAt);
        c10.intoArray(acc, accAt + accRow);
        c20.intoArray(acc, accAt + 2 * accRow);
        c30.intoArray(acc, accAt + 3 * accRow);
    }

    static void dot8x1(
            int k, float[] x, int xAt, int xRow, float[] y, int yAt, int yRow, float[] ends, int xEnd, int yEnd,
            float[] acc, int accAt, int accRow) {
        FloatVector c00 = FloatVector.fromArray(S, acc, accAt);
        FloatVector c10 = FloatVector.fromArray(S, acc, accAt + accRow);
        FloatVector c20 = FloatVector.fromArray(S, acc, accAt + 2 * accRow);
        FloatVector c30 = FloatVector.fromArray(S, acc, accAt + 3 * accRow);
        FloatVector c40 = FloatVector.fromArray(S, acc, accAt + 4 * accRow);
        FloatVector c50 = FloatVector.fromArray(S, acc, accAt + 5 * accRow);
        FloatVector c60 = FloatVector.fromArray(S, acc, accAt + 6 * accRow);
        FloatVector c70 = FloatVector.fromArray(S, acc, accAt + 7 * accRow);
        int x0 = xAt;
        int x1 = xAt + xRow;
        int x2 = xAt + 2 * xRow;
        int x3 = xAt + 3 * xRow;
        int x4 = xAt + 4 * xRow;
        int x5 = xAt + 5 * xRow;
        int x6 = xAt + 6 * xRow;
        int x7 = xAt + 7 * xRow;
        int y0 = yAt;
        for (int p = 0; p < k; p += LANES) {
            FloatVector b0 = FloatVector.fromArray(S, y, y0 + p);
            FloatVector a0 = FloatVector.fromArray(S, x, x0 + p);
            c00 = a0.fma(b0, c00);
            FloatVector a1 = FloatVector.fromArray(S, x, x1 + p);
            c10 = a1.fma(b0, c10);
            FloatVector a2 = FloatVector.fromArray(S, x, x2 + p);
            c20 = a2.fma(b0, c20);
            FloatVector a3 = FloatVector.fromArray(S, x, x3 + p);
            c30 = a3.fma(b0, c30);
            FloatVector a4 = FloatVector.fromArray(S, x, x4 + p);
            c40 = a4.fma(b0, c40);
            FloatVector a5 = FloatVector.fromArray(S, x, x5 + p);
            c50 = a5.fma(b0, c50);
            FloatVector a6 = FloatVector.fromArray(S, x, x6 + p);
            c60 = a6.fma(b0, c60);
            FloatVector a7 = FloatVector.fromArray(S, x, x7 + p);
            c70 = a7.fma(b0, c70);
        }
        if (ends.length > 0) {
            FloatVector b0 = FloatVector.fromArray(S, ends, yEnd);
            FloatVector a0 = FloatVector.fromArray(S, ends, xEnd);
            c00 = a0.fma(b0, c00);
            FloatVector a1 = FloatVector.fromArray(S, ends, xEnd + LANES);
            c10 = a1.fma(b0, c10);
            FloatVector a2 = FloatVector.fromArray(S, ends, xEnd + 2 * LANES);
            c20 = a2.fma(b0, c20);
            FloatVector a3 = FloatVector.fromArray(S, ends, xEnd + 3 * LANES);
            c30 = a3.fma(b0, c30);
            FloatVector a4 = FloatVector.fromArray(S, ends, xEnd + 4 * LANES);
            c40 = a4.fma(b0, c40);
            FloatVector a5 = FloatVector.fromArray(S, ends, xEnd + 5 * LANES);
            c50 = a5.fma(b0, c50);
            FloatVector a6 = FloatVector.fromArray(S, ends, xEnd + 6 * LANES);
            c60 = a6.fma(b0, c60);
            FloatVector a7 = FloatVector.fromArray(S, ends, xEnd + 7 * LANES);
            c70 = a7.fma(b0, c70);
        }
        c00.intoArray(acc, accAt);
        c10.intoArray(acc, accAt + accRow);
        c20.intoArray(acc, accAt + 2 * accRow);
        c30.intoArray(acc, accAt + 3 * accRow);
        c40.intoArray(acc, accAt + 4 * accRow);
        c50.intoArray(acc, accAt + 5 * accRow);
        c60.intoArray(acc, accAt + 6 * accRow);
        c70.intoArray(acc, accAt + 7 * accRow);
    }

    static void dot1x4(
            int k, float[] x, int xAt, int xRow, float[] y, int yAt, int yRow, float[] ends, int xEnd, int yEnd,
            float[] acc, int accAt, int accRow) {
        FloatVector c00 = FloatVector.fromArray(S, acc, accAt);
        FloatVector c01 = FloatVector.fromArray(S, acc, accAt + LANES);
        FloatVector c02 = FloatVector.fromArray(S, acc, accAt + 2 * LANES);
        FloatVector c03 = FloatVector.fromArray(S, acc, accAt + 3 * LANES);
        int x0 = xAt;
        int y0 = yAt;
        int y1 = yAt + yRow;
        int y2 = yAt + 2 * yRow;
        int y3 = yAt + 3 * yRow;
        for (int p = 0; p < k; p += LANES) {
            FloatVector b0 = FloatVector.fromArray(S, y, y0 + p);
            FloatVector b1 = FloatVector.fromArray(S, y, y1 + p);
            FloatVector b2 = FloatVector.fromArray(S, y, y2 + p);
            FloatVector b3 = FloatVector.fromArray(S, y, y3 + p);
            FloatVector a0 = FloatVector.fromArray(S, x, x0 + p);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            c02 = a0.fma(b2, c02);
            c03 = a0.fma(b3, c03);
        }
        if (ends.length > 0) {
            FloatVector b0 = FloatVector.fromArray(S, ends, yEnd);
            FloatVector b1 = FloatVector.fromArray(S, ends, yEnd + LANES);
            FloatVector b2 = FloatVector.fromArray(S, ends, yEnd + 2 * LANES);
            FloatVector b3 = FloatVector.fromArray(S, ends, yEnd + 3 * LANES);
            FloatVector a0 = FloatVector.fromArray(S, ends, xEnd);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            c02 = a0.fma(b2, c02);
            c03 = a0.fma(b3, c03);
        }
        c00.intoArray(acc, accAt);
        c01.intoArray(acc, accAt + LANES);
        c02.intoArray(acc, accAt + 2 * LANES);
        c03.intoArray(acc, accAt + 3 * LANES);
    }

    static void dot1x1(
            int k, float[] x, int xAt, int xRow, float[] y, int yAt, int yRow, float[] ends, int xEnd, int yEnd,
            float[] acc, int accAt, int accRow) {
        FloatVector c00 = FloatVector.fromArray(S, acc, accAt);
        int x0 = xAt;
        int y0 = yAt;
        for (int p = 0; p < k; p += LANES) {
            FloatVector b0 = FloatVector.fromArray(S, y, y0 + p);
            FloatVector a0 = FloatVector.fromArray(S, x, x0 + p);
            c00 = a0.fma(b0, c00);
        }
        if (ends.length > 0) {
            FloatVector b0 = FloatVector.fromArray(S, ends, yEnd);
            FloatVector a0 = FloatVector.fromArray(S, ends, xEnd);
            c00 = a0.fma(b0, c00);
        }
        c00.intoArray(acc, accAt);
    }
}
