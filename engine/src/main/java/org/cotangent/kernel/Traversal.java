package org.cotangent.kernel;

import org.cotangent.shape.Layout;
import org.cotangent.shape.Shape;

/**
 * The order in which a kernel visits several arrays of one shape: a number of runs, each a straight line through all of
 * them.
 *
 * <p>Axes that every array passes without a jump are merged first, so that contiguous arrays make a single run and a
 * bias added to a matrix makes one run for each row.
 */
final class Traversal {
    private final int[] sizes; // of the outer axes, merged
    private final int[][] strides; // [operand][outer axis]
    private final int[] origins;
    private final int[] steps;
    private final int length;
    private final int runs;

    Traversal(Shape shape, Layout... operands) {
        int rank = shape.rank();
        int[] merged = new int[rank];
        int[][] mergedStrides = new int[operands.length][rank];
        int axes = 0;
        for (int axis = 0; axis < rank; axis++) {
            int size = shape.size(axis);
            if (size == 1) {
                continue;
            }
            boolean joins = axes > 0;
            for (int i = 0; joins && i < operands.length; i++) {
                joins = mergedStrides[i][axes - 1] == operands[i].stride(axis) * size;
            }
            if (joins) {
                merged[axes - 1] *= size;
            } else {
                merged[axes++] = size;
            }
            for (int i = 0; i < operands.length; i++) {
                mergedStrides[i][axes - 1] = operands[i].stride(axis);
            }
        }
        origins = new int[operands.length];
        steps = new int[operands.length];
        for (int i = 0; i < operands.length; i++) {
            origins[i] = operands[i].offset();
            steps[i] = axes == 0 ? 1 : mergedStrides[i][axes - 1];
        }
        length = shape.size() == 0 ? 0 : axes == 0 ? 1 : merged[axes - 1];
        runs = length == 0 ? 0 : shape.size() / length;
        sizes = java.util.Arrays.copyOf(merged, Math.max(0, axes - 1));
        strides = mergedStrides;
    }

    /** The number of elements in one run. */
    int length() {
        return length;
    }

    /** The number of runs. */
    int runs() {
        return runs;
    }

    /** From one element of a run to the next, for each operand. */
    int[] steps() {
        return steps;
    }

    /** Whether an operand's elements do not follow each other in a run. */
    boolean jumps() {
        for (int step : steps) {
            if (step != 0 && step != 1) {
                return true;
            }
        }
        return false;
    }

    /** Whether the runs of each operand are equally far from each other. */
    boolean isRegular() {
        return sizes.length <= 1;
    }

    /** From one run to the next, for an operand, where that {@linkplain #isRegular() is} one distance. */
    int jump(int operand) {
        return sizes.length == 0 ? 0 : strides[operand][0];
    }

    /** Where each operand stands at the start of a run. */
    void offsets(int run, int[] into) {
        System.arraycopy(origins, 0, into, 0, origins.length);
        int rest = run;
        for (int axis = sizes.length - 1; axis >= 0; axis--) {
            int index = rest % sizes[axis];
            rest /= sizes[axis];
            for (int i = 0; i < into.length; i++) {
                into[i] += index * strides[i][axis];
            }
        }
    }
}
