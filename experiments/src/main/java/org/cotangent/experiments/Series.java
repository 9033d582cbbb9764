package org.cotangent.experiments;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Numbers over time, recorded one by one, so that an interrupted run still has those until then. */
public final class Series {
    private double[] values = new double[64];
    private int size;

    Series() {}

    /**
     * Adds the next value.
     *
     * @param value any; NaN and infinities are kept
     */
    public void add(double value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
        }
        values[size++] = value;
    }

    /**
     * How many there are.
     *
     * @return the number of values added
     */
    public int size() {
        return size;
    }

    /**
     * All values so far.
     *
     * @return a copy
     */
    public double[] values() {
        return Arrays.copyOf(values, size);
    }

    List<Double> list() {
        List<Double> list = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            list.add(values[i]);
        }
        return list;
    }
}
