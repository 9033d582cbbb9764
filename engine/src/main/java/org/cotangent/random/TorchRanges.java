package org.cotangent.random;

/**
 * Evenly spaced values with the bits of {@code torch.linspace} and {@code torch.arange} on one thread of an AVX2
 * machine.
 *
 * <p>Nothing here is random; it stands beside the streams because it, too, is numbers to be repeated bit for bit. torch
 * computes two vectors at a time, each lane from the first value of its vector, and what is left over one by one, which
 * rounds differently. The products of a first value are fused with the sum that follows; those of a lane are fused in
 * arange and not in linspace. (Checked against PyTorch 1.13 on a million values each.)
 */
public final class TorchRanges {
    /** Lanes of a 256-bit vector. */
    private static final int FLOAT_LANES = 8;

    private static final int DOUBLE_LANES = 4;

    private TorchRanges() {}

    /**
     * n float32 values from start to end, both included.
     *
     * @param start the first value, rounded to float32
     * @param end the last value, rounded to float32
     * @param n how many
     * @return n values
     * @throws IllegalArgumentException when n is negative
     */
    public static float[] linspace(double start, double end, int n) {
        Refusal.checkCount("linspace", n);
        float a = (float) start;
        float b = (float) end;
        float[] out = new float[n];
        float step = (b - a) / (n - 1);
        int blocked = n - n % (2 * FLOAT_LANES);
        for (int i = 0; i < n; i++) {
            int lane = i < blocked ? i % FLOAT_LANES : 0;
            int first = i - lane;
            float base = first < n / 2 ? Math.fma(step, first, a) : Math.fma(-step, n - 1 - first, b);
            out[i] = base + step * lane;
        }
        if (n == 1) {
            out[0] = a;
        }
        return out;
    }

    /**
     * n float64 values from start to end, both included.
     *
     * @param start the first value
     * @param end the last value
     * @param n how many
     * @return n values
     * @throws IllegalArgumentException when n is negative
     */
    public static double[] linspaceDouble(double start, double end, int n) {
        Refusal.checkCount("linspaceDouble", n);
        double[] out = new double[n];
        double step = (end - start) / (n - 1);
        int blocked = n - n % (2 * DOUBLE_LANES);
        for (int i = 0; i < n; i++) {
            int lane = i < blocked ? i % DOUBLE_LANES : 0;
            int first = i - lane;
            double base = first < n / 2 ? Math.fma(step, first, start) : Math.fma(-step, n - 1 - first, end);
            out[i] = base + step * lane;
        }
        if (n == 1) {
            out[0] = start;
        }
        return out;
    }

    /**
     * float32 values start, start + step, ... as long as they are below end (above it, for a negative step).
     *
     * @param start the first value
     * @param end the bound, exclusive
     * @param step the distance, not 0
     * @return ceil((end - start) / step) values
     * @throws IllegalArgumentException when the step is 0 or leads away from the end
     */
    public static float[] arange(double start, double end, double step) {
        int n = count(start, end, step);
        float[] out = new float[n];
        int blocked = n - n % (2 * FLOAT_LANES);
        for (int i = 0; i < n; i++) {
            int lane = i < blocked ? i % FLOAT_LANES : 0;
            float base = (float) Math.fma(step, i - lane, start);
            out[i] = (float) Math.fma(step, lane, base);
        }
        return out;
    }

    /**
     * float64 values start, start + step, ... as long as they are below end (above it, for a negative step).
     *
     * @param start the first value
     * @param end the bound, exclusive
     * @param step the distance, not 0
     * @return ceil((end - start) / step) values
     * @throws IllegalArgumentException when the step is 0 or leads away from the end
     */
    public static double[] arangeDouble(double start, double end, double step) {
        int n = count(start, end, step);
        double[] out = new double[n];
        int blocked = n - n % (2 * DOUBLE_LANES);
        for (int i = 0; i < n; i++) {
            int lane = i < blocked ? i % DOUBLE_LANES : 0;
            out[i] = Math.fma(step, lane, Math.fma(step, i - lane, start));
        }
        return out;
    }

    private static int count(double start, double end, double step) {
        double steps = Math.ceil((end - start) / step);
        if (!(steps >= 0 && steps <= Integer.MAX_VALUE - 8)) {
            throw Refusal.of(
                    "arange from " + start + " to " + end + " by " + step,
                    "that makes " + steps + " values",
                    "a step that leads from the start to the end");
        }
        return (int) steps;
    }
}
