package org.cotangent.kernel;

import org.cotangent.shape.Complaint;

/**
 * A flat array of numbers and the count of the times it was changed in place.
 *
 * <p>Several tensors may look at one storage (views). The version tells a backward pass that a value it had kept is no
 * longer the value that was used in the forward pass.
 */
public abstract sealed class Storage permits FloatStorage, DoubleStorage, LongStorage, BoolStorage, DeviceStorage {
    private int version;
    private boolean kept;
    private boolean keptAsGradient;
    private boolean outlivedTidy;

    Storage() {}

    /**
     * Room for a number of elements, all zero.
     *
     * @param type of the elements
     * @param size how many
     * @return the storage
     */
    public static Storage allocate(DType type, int size) {
        return switch (type) {
            case FLOAT32 -> new FloatStorage(new float[size]);
            case FLOAT64 -> new DoubleStorage(new double[size]);
            case INT64 -> new LongStorage(new long[size]);
            case BOOL -> new BoolStorage(new boolean[size]);
        };
    }

    /**
     * Room for elements that are all about to be written: they start as anything, and inside {@link Arena#tidy} the memory
     * may have been used before.
     *
     * @param type of the elements
     * @param size how many
     * @return the storage
     */
    public static Storage room(DType type, int size) {
        return Arena.room(type, size);
    }

    static Storage wrap(Object array) {
        return switch (array) {
            case float[] values -> new FloatStorage(values);
            case double[] values -> new DoubleStorage(values);
            case long[] values -> new LongStorage(values);
            case boolean[] values -> new BoolStorage(values);
            default -> throw new IllegalArgumentException("no storage is over a " + array.getClass());
        };
    }

    /**
     * The type of the elements.
     *
     * @return the type
     */
    public abstract DType type();

    /**
     * The number of elements.
     *
     * @return at least what any layout over it shows
     */
    public abstract int size();

    /**
     * One element as a double.
     *
     * @param index 0 to size - 1
     * @return its value; a bool gives 0 or 1
     */
    public abstract double getDouble(int index);

    /**
     * One element as an integer.
     *
     * @param index 0 to size - 1
     * @return its value, cut towards zero
     */
    public abstract long getLong(int index);

    /**
     * Writes one element, rounded to the type. For filling in new arrays; does not count as a change.
     *
     * @param index 0 to size - 1
     * @param value the value
     */
    public abstract void set(int index, double value);

    /**
     * Writes one integer element.
     *
     * @param index 0 to size - 1
     * @param value the value
     */
    public abstract void set(int index, long value);

    /**
     * The Java array itself: {@code float[]}, {@code double[]}, {@code long[]} or {@code boolean[]}.
     *
     * @return the array, not a copy
     */
    public abstract Object array();

    /**
     * How often the values were changed in place.
     *
     * @return 0 for a value that nobody has changed
     */
    public int version() {
        return version;
    }

    /** Counts one change in place. */
    public void changed() {
        version++;
    }

    /** Keeps the memory past the end of the {@link Arena#tidy} it was made in; it is collected like any Java object. */
    public void keep() {
        kept = true;
    }

    /** Keeps the memory past the end of the {@link Arena#tidy} it was made in, until {@link Arena#forget} is told of it. */
    public void keepAsGradient() {
        keptAsGradient = true;
    }

    boolean isKept() {
        return kept || keptAsGradient;
    }

    /** A tidy has ended that would have given the memory back, had it not been kept. */
    void outliveTidy() {
        outlivedTidy = true;
    }

    /** Ends what {@link #keepAsGradient} began; whether that alone has kept the memory from being given back. */
    boolean forget() {
        boolean alone = keptAsGradient && outlivedTidy && !kept;
        keptAsGradient = false;
        outlivedTidy = false;
        return alone;
    }

    /** Gives the memory up, so that something else can use it. From now on every access is an error. */
    abstract Object giveBack();

    static IllegalStateException givenBack() {
        return Complaint.about("the values of a tensor")
                .because("its memory was given back for other results when a tidy(...) had ended: the one that it was made in, or for a"
                        + " gradient the one in which zeroGrad() forgot it")
                .hint("return it from there, call keep() on it there, or read its values there (item(), toFloats())")
                .state();
    }
}
