package org.cotangent.kernel;

/** The type of a tensor's elements, ordered so that the later of two is the one both fit in. */
public enum DType {
    /** True or false: the result of comparisons, and masks. */
    BOOL("bool", 1),
    /** 64-bit integers: indices and labels. */
    INT64("int64", 8),
    /** IEEE single precision: the default. */
    FLOAT32("float32", 4),
    /** IEEE double precision: gradient checks, and the tutorials that were written in numpy. */
    FLOAT64("float64", 8);

    private final String label;
    private final int bytes;

    DType(String label, int bytes) {
        this.label = label;
        this.bytes = bytes;
    }

    /**
     * Whether this is one of the two floating-point types, the only ones that can require a gradient.
     *
     * @return true for float32 and float64
     */
    public boolean isFloating() {
        return this == FLOAT32 || this == FLOAT64;
    }

    /**
     * The size of one element.
     *
     * @return bytes
     */
    public int bytes() {
        return bytes;
    }

    /**
     * The distance from 1 to the next number.
     *
     * @return 2^-23 or 2^-52; 0 for integers and bool
     */
    public double eps() {
        return switch (this) {
            case FLOAT32 -> 0x1p-23;
            case FLOAT64 -> 0x1p-52;
            default -> 0;
        };
    }

    /**
     * The type in which two operands meet.
     *
     * @param other the other operand's type
     * @return the later of the two in the order bool, int64, float32, float64
     */
    public DType promote(DType other) {
        return compareTo(other) >= 0 ? this : other;
    }

    @Override
    public String toString() {
        return label;
    }
}
