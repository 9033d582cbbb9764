package org.cotangent.kernel.simd;

/** One compiled program: it computes {@code n} elements from operands that lie one after the other in memory. */
abstract class Loop {
    /**
     * Computes {@code n} elements. Arrays are {@code float[]} or {@code double[]} for numbers and {@code boolean[]} for
     * masks. The result may be written over an operand at the same offset; further results of a program always are, each
     * over the operand of its number.
     *
     * @param n how many
     * @param operands an array for each operand
     * @param offsets where each operand starts
     * @param out takes the result, or the first
     * @param outOffset where
     */
    abstract void run(int n, Object[] operands, int[] offsets, Object out, int outOffset);
}
