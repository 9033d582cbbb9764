package org.cotangent.kernel.gpu;

import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.WeakHashMap;
import org.cotangent.kernel.DType;
import org.cotangent.kernel.Fold;
import org.cotangent.kernel.Recipe;
import org.jspecify.annotations.Nullable;

/** Which kernel does what. Null everywhere means that there is none, and the host computes it. */
final class Kernels {
    /** Recipes are compared as objects; those that nobody holds any more are forgotten. */
    private static final Map<Recipe, Forms> FORMS = Collections.synchronizedMap(new WeakHashMap<>());

    private Kernels() {}

    /** Read when the first kernel is asked for. */
    private static final class Compiled {
        static final PtxFile FILE = PtxFile.read();
    }

    /** The kernels of one recipe. */
    private static final class Forms {
        private static final int TYPES = DType.values().length;
        private final @Nullable DeviceKernel[] kernels = new @Nullable DeviceKernel[2 * TYPES];

        Forms(Recipe recipe) {
            for (DType type : DType.values()) {
                MapKernel kernel = MapKernel.of(recipe, Element.of(type));
                if (kernel != null) {
                    kernels[type.ordinal()] = Compiled.FILE.of(kernel, true);
                    kernels[TYPES + type.ordinal()] = Compiled.FILE.of(kernel, false);
                }
            }
        }

        @Nullable DeviceKernel of(DType type, boolean flat) {
            return kernels[(flat ? 0 : TYPES) + type.ordinal()];
        }
    }

    /**
     * The elementwise kernel of a recipe.
     *
     * @param recipe what to compute
     * @param type the type to compute in
     * @param flat whether every operand is contiguous or one repeated number
     */
    static @Nullable DeviceKernel map(Recipe recipe, DType type, boolean flat) {
        return FORMS.computeIfAbsent(recipe, Forms::new).of(type, flat);
    }

    /** Copies, and converts as {@link org.cotangent.kernel.Storage} does. */
    static @Nullable DeviceKernel copy(DType from, DType into) {
        return named("copy_" + Element.of(from).suffix(), into);
    }

    /**
     * A fold.
     *
     * @param rows whether inner is 1
     */
    static @Nullable DeviceKernel fold(Fold fold, DType type, boolean rows) {
        return named(fold.name().toLowerCase(Locale.ROOT) + (rows ? "_rows" : "_columns"), type);
    }

    /** The place of the largest or smallest. */
    static @Nullable DeviceKernel argFold(boolean largest, DType type) {
        return named(largest ? "argmax" : "argmin", type);
    }

    /** Picks elements. */
    static @Nullable DeviceKernel gather(DType type) {
        return named("gather", type);
    }

    /** Adds elements up where an index says; not for bool. */
    static @Nullable DeviceKernel scatterAdd(DType type) {
        return named("scatter_add", type);
    }

    /** The softmax of rows, or its logarithm. */
    static @Nullable DeviceKernel softmax(DType type, boolean log) {
        return named(log ? "log_softmax" : "softmax", type);
    }

    private static @Nullable DeviceKernel named(String name, DType type) {
        return Compiled.FILE.named(name + "_" + Element.of(type).suffix());
    }
}
