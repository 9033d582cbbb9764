package org.cotangent.experiments.figure;

/** The smallest interval that holds all finite values it was shown; on a log axis, all positive ones. */
final class Bounds {

    private double low = Double.POSITIVE_INFINITY;
    private double high = Double.NEGATIVE_INFINITY;
    private double lowPositive = Double.POSITIVE_INFINITY;

    void include(double... values) {
        for (double v : values) {
            if (Double.isFinite(v)) {
                low = Math.min(low, v);
                high = Math.max(high, v);
                if (v > 0) {
                    lowPositive = Math.min(lowPositive, v);
                }
            }
        }
    }

    boolean isEmpty() {
        return low > high;
    }

    /** [low, high], widened by {@code share} of its length on both sides; [0, 1] when nothing was shown. */
    double[] linear(double share) {
        if (isEmpty()) {
            return new double[] {0, 1};
        }
        if (low == high) {
            double half = low == 0 ? 1 : Math.abs(low) * 0.5;
            return new double[] {low - half, high + half};
        }
        double pad = (high - low) * share;
        return new double[] {low - pad, high + pad};
    }

    /** The same for a logarithmic axis, where only positive values count. */
    double[] logarithmic(double share) {
        if (lowPositive > high) {
            return new double[] {0.1, 10};
        }
        if (lowPositive == high) {
            return new double[] {high / 2, high * 2};
        }
        double factor = Math.pow(high / lowPositive, share);
        return new double[] {lowPositive / factor, high * factor};
    }
}
