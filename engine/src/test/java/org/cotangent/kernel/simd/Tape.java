package org.cotangent.kernel.simd;

import java.util.Arrays;
import org.cotangent.kernel.DType;
import org.cotangent.kernel.Recipe;
import org.cotangent.kernel.ScalarBackend;

/** Runs a recipe as it is written: what a compiled loop must agree with. */
final class Tape extends ScalarBackend {
    static void run(
            Recipe recipe, DType type, int n, int repeatedMask, Object[] operands, int[] offsets, Object out, int at) {
        int[] steps = new int[operands.length];
        Arrays.setAll(steps, i -> 1 - (repeatedMask >> i & 1));
        new Tape().loop(recipe, type, n, operands, offsets, steps, out, at);
    }
}
