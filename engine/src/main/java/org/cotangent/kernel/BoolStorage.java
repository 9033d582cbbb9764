package org.cotangent.kernel;

import org.jspecify.annotations.Nullable;

/** Storage over a {@code boolean[]}. */
public final class BoolStorage extends Storage {
    private boolean @Nullable [] values;

    /**
     * Wraps an array.
     *
     * @param values the array itself, not a copy
     */
    public BoolStorage(boolean[] values) {
        this.values = values;
    }

    /**
     * The array.
     *
     * @return the array itself, not a copy
     */
    public boolean[] values() {
        boolean[] array = values;
        if (array == null) {
            throw givenBack();
        }
        return array;
    }

    @Override
    public DType type() {
        return DType.BOOL;
    }

    @Override
    public int size() {
        return values().length;
    }

    @Override
    public double getDouble(int index) {
        return values()[index] ? 1 : 0;
    }

    @Override
    public long getLong(int index) {
        return values()[index] ? 1 : 0;
    }

    @Override
    public void set(int index, double value) {
        values()[index] = value != 0;
    }

    @Override
    public void set(int index, long value) {
        values()[index] = value != 0;
    }

    @Override
    public Object array() {
        return values();
    }

    @Override
    Object giveBack() {
        boolean[] array = values();
        values = null;
        return array;
    }
}
