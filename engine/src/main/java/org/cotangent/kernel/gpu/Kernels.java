package org.cotangent.kernel.gpu;

import org.cotangent.kernel.DType;
import org.cotangent.kernel.Fold;
import org.cotangent.kernel.Recipe;
import org.jspecify.annotations.Nullable;

/** Which kernel does what. Null everywhere means that there is none, and the host computes it. */
final class Kernels {
    private Kernels() {}

    /**
     * The elementwise kernel of a recipe.
     *
     * @param recipe what to compute
     * @param type the type to compute in
     * @param flat whether every operand is contiguous or one repeated number
     */
    static @Nullable DeviceKernel map(Recipe recipe, DType type, boolean flat) {
        return null;
    }

    /** Copies, and converts as {@link org.cotangent.kernel.Storage} does. */
    static @Nullable DeviceKernel copy(DType from, DType into) {
        return null;
    }

    /**
     * A fold.
     *
     * @param rows whether inner is 1
     */
    static @Nullable DeviceKernel fold(Fold fold, DType type, boolean rows) {
        return null;
    }

    /** The place of the largest or smallest. */
    static @Nullable DeviceKernel argFold(boolean largest, DType type) {
        return null;
    }

    static @Nullable DeviceKernel gather(DType type) {
        return null;
    }

    static @Nullable DeviceKernel scatterAdd(DType type) {
        return null;
    }

    static @Nullable DeviceKernel softmax(DType type, boolean log) {
        return null;
    }
}
