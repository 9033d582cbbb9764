package org.cotangent.kernel.gpu;

import org.cotangent.kernel.DType;

/** How the elements of a type are written in CUDA C. */
enum Element {
    /** float32. */
    F32("f32", "float", 4),
    /** float64. */
    F64("f64", "double", 2),
    /** int64. */
    I64("i64", "long long", 1),
    /** bool, and masks. */
    B8("b8", "flag", 1);

    private final String suffix;
    private final String text;
    private final int pack;

    Element(String suffix, String text, int pack) {
        this.suffix = suffix;
        this.text = text;
        this.pack = pack;
    }

    static Element of(DType type) {
        return switch (type) {
            case FLOAT32 -> F32;
            case FLOAT64 -> F64;
            case INT64 -> I64;
            case BOOL -> B8;
        };
    }

    /** What the names of its kernels end in. */
    String suffix() {
        return suffix;
    }

    /** The type of an element. */
    String text() {
        return text;
    }

    /** How many are read at once where all lie one after the other. */
    int pack() {
        return pack;
    }

    /** Whether recipes run on it as on integers. */
    boolean isIntegral() {
        return this == I64 || this == B8;
    }

    /** The type to ask a recipe's program for. */
    DType type() {
        return switch (this) {
            case F32 -> DType.FLOAT32;
            case F64 -> DType.FLOAT64;
            case I64 -> DType.INT64;
            case B8 -> DType.BOOL;
        };
    }
}
