package org.cotangent.kernel;

import java.util.Arrays;

/** Runs a recipe along a row, as {@link ScalarBackend#loop} does. */
@FunctionalInterface
interface RowLoop {
    /** Computes n elements. */
    void run(Recipe recipe, int n, Object[] arrays, int[] offsets, int[] steps, Object out, int outOffset);

    /** Operands of such loops, which are gathered one after the other. */
    final class Operands {
        private static final int MOST = 6;
        private final Object[] arrays = new Object[MOST];
        private final int[] offsets = new int[MOST];
        private final int[] steps = new int[MOST];
        private int count;

        Operands add(Object array, int offset, int step) {
            arrays[count] = array;
            offsets[count] = offset;
            steps[count++] = step;
            return this;
        }

        /** One row of a matrix. */
        Operands row(NdArray matrix, int row) {
            int at = matrix.layout().offset() + row * matrix.layout().stride(0);
            return add(matrix.storage().array(), at, matrix.layout().stride(1));
        }

        /** Runs a recipe on as many of them as it takes. */
        void run(RowLoop loop, Recipe recipe, int n, Object out, int outOffset) {
            int arity = recipe.operands().size();
            loop.run(
                    recipe,
                    n,
                    Arrays.copyOf(arrays, arity),
                    Arrays.copyOf(offsets, arity),
                    Arrays.copyOf(steps, arity),
                    out,
                    outOffset);
        }
    }
}
