// twin: FloatStorage -> DoubleStorage
package org.cotangent.kernel;

import org.jspecify.annotations.Nullable;

/** Storage over a {@code float[]}. */
public final class FloatStorage extends Storage {
    private float @Nullable [] values;

    /**
     * Wraps an array.
     *
     * @param values the array itself, not a copy
     */
    public FloatStorage(float[] values) {
        this.values = values;
    }

    /**
     * The array.
     *
     * @return the array itself, not a copy
     */
    public float[] values() {
        float[] array = values;
        if (array == null) {
            throw givenBack();
        }
        return array;
    }

    @Override
    public DType type() {
        return DType.FLOAT32;
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
        return (long) values()[index];
    }

    @Override
    public void set(int index, double value) {
        values()[index] = (float) value;
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
        float[] array = values();
        values = null;
        return array;
    }
}
