package org.cotangent.kernel;

import org.jspecify.annotations.Nullable;

/** Storage over a {@code long[]}. */
public final class LongStorage extends Storage {
    private long @Nullable [] values;

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
        long[] array = values;
        if (array == null) {
            throw givenBack();
        }
        return array;
    }

    @Override
    public DType type() {
        return DType.INT64;
    }

    @Override
    public int size() {
        return values().length;
    }

    @Override
    public double getDouble(int index) {
        return values()[index];
    }

    @Override
    public long getLong(int index) {
        return values()[index];
    }

    @Override
    public void set(int index, double value) {
        values()[index] = (long) value;
    }

    @Override
    public void set(int index, long value) {
        values()[index] = value;
    }

    @Override
    public Object array() {
        return values();
    }

    @Override
    Object giveBack() {
        long[] array = values();
        values = null;
        return array;
    }
}
