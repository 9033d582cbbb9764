package org.cotangent.kernel.simd;

import org.jspecify.annotations.Nullable;

/** One compiled program: it computes {@code n} elements from up to three operands that lie one after the other in memory. */
abstract class Loop {
    /**
     * Computes {@code n} elements. Arrays are {@code float[]} or {@code double[]} for numbers and {@code boolean[]} for
     * masks; operands that the program does not have are null. The result may be written over an operand at the same
     * offset.
     */
    abstract void run(
            int n,
            @Nullable Object a,
            int aOffset,
            @Nullable Object b,
            int bOffset,
            @Nullable Object c,
            int cOffset,
            Object out,
            int outOffset);
}
