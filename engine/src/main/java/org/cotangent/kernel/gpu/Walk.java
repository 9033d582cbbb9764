package org.cotangent.kernel.gpu;

import org.cotangent.shape.Layout;
import org.cotangent.shape.Shape;

/**
 * How a kernel walks several arrays of one shape: axes of size 1 are gone, and neighbours that every array passes without a
 * jump are one axis.
 */
final class Walk {
    private final int rank;
    private final int[] sizes;
    private final int[][] strides; // [operand][axis]

    /**
     * A walk.
     *
     * @param shape the shape of all
     * @param operands of that shape; a result that is not among them must be row-major
     */
    Walk(Shape shape, Layout... operands) {
        int axes = 0;
        int all = shape.rank();
        sizes = new int[all];
        strides = new int[operands.length][all];
        for (int axis = 0; axis < all; axis++) {
            int size = shape.size(axis);
            if (size == 1) {
                continue;
            }
            boolean joins = axes > 0;
            for (int i = 0; joins && i < operands.length; i++) {
                joins = strides[i][axes - 1] == operands[i].stride(axis) * size;
            }
            if (joins) {
                sizes[axes - 1] *= size;
            } else {
                sizes[axes++] = size;
            }
            for (int i = 0; i < operands.length; i++) {
                strides[i][axes - 1] = operands[i].stride(axis);
            }
        }
        rank = axes;
    }

    /** The number of axes. */
    int rank() {
        return rank;
    }

    int size(int axis) {
        return sizes[axis];
    }

    int stride(int operand, int axis) {
        return strides[operand][axis];
    }

    /** Whether the flat form of a kernel will do: every operand goes straight or stays where it is. */
    boolean isFlat() {
        if (rank > 1) {
            return false;
        }
        for (int[] each : strides) {
            if (rank == 1 && each[0] != 0 && each[0] != 1) {
                return false;
            }
        }
        return true;
    }

    /** Whether kernels have enough axes for it. */
    boolean fits() {
        return rank <= Launcher.MAX_RANK;
    }
}
