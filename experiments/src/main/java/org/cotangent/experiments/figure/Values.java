package org.cotangent.experiments.figure;

/** Plain arrays of any number type as the {@code double[]} that charts take. */
public final class Values {

    private Values() {}

    /**
     * Each element widened to a double; exact.
     *
     * @param values numbers of another type
     * @return as many doubles
     */
    public static double[] of(float... values) {
        double[] result = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            result[i] = values[i];
        }
        return result;
    }

    /**
     * Each element widened to a double; exact.
     *
     * @param values numbers of another type
     * @return as many doubles
     */
    public static double[] of(int... values) {
        double[] result = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            result[i] = values[i];
        }
        return result;
    }

    /**
     * Each element as the nearest double.
     *
     * @param values numbers of another type
     * @return as many doubles
     */
    public static double[] of(long... values) {
        double[] result = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            result[i] = values[i];
        }
        return result;
    }

    /**
     * {@code count} values from {@code first} to {@code last}, evenly spaced, both ends included.
     *
     * @param first the first value
     * @param last the last value
     * @param count how many
     * @return both ends and what lies between
     */
    public static double[] linspace(double first, double last, int count) {
        double[] result = new double[count];
        for (int i = 0; i < count; i++) {
            result[i] = count == 1 ? first : first + (last - first) * i / (count - 1);
        }
        return result;
    }

    /**
     * 0, 1, ..., count - 1.
     *
     * @param count how many
     * @return whole numbers as doubles
     */
    public static double[] indices(int count) {
        return linspace(0, count - 1.0, count);
    }
}
