package org.cotangent.kernel;

/** Storage over a {@code long[]}. */
public final class LongStorage extends Storage {
    private final long[] values;

    /**
     * Wraps an array.
     *
     * @param values the array itself, not a copy
     */
    public LongStorage(long[] values) {
        this.values = values;
    }

    /**
     * The array.
     *
     * @return the array itself, not a copy
     */
    public long[] values() {
        return values;
    }

    @Override
    public DType type() {
        return DType.INT64;
    }

    @Override
    public int size() {
        return values.length;
    }

    @Override
    public double getDouble(int index) {
        return values[index];
    }

    @Override
    public long getLong(int index) {
        return values[index];
    }

    @Override
    public void set(int index, double value) {
        values[index] = (long) value;
    }

    @Override
    public void set(int index, long value) {
        values[index] = value;
    }

    @Override
    public Object array() {
        return values;
    }
}
