package org.cotangent.check;

import java.util.Arrays;

/**
 * Derivatives by differences: central, extrapolated (Richardson), at several step sizes, and from one side.
 *
 * <p>A step size is a compromise between the curve (large steps) and rounding (small steps), and a kink can lie inside any
 * step. So an estimate comes with its own error estimate, and the best of several step sizes is taken without looking at the value that it
 * will be compared with. The extrapolation table is Ridders' (Advances in Engineering Software 4, 1982).
 */
final class Differences {
    private static final double[] STEPS = {0x1p-7, 0x1p-10, 0x1p-13, 0x1p-16, 0x1p-19, 0x1p-22};
    private static final double ULPS = 16;

    private final Subject subject;
    private final double[][] x;
    private final double[] here;
    private final double magnitude;
    private final double rounding;
    private final double usual;

    /** A derivative and how far it may be off. */
    record Estimate(double value, double error) {
        static final Estimate NONE = new Estimate(Double.NaN, Double.POSITIVE_INFINITY);

        boolean better(Estimate other) {
            return error < other.error;
        }

        /** Whether the estimate shows at least three digits, or that the derivative is about zero. */
        boolean isUsable(double magnitude) {
            return error <= 1e-3 * Math.abs(value) + 1e-6 * magnitude;
        }
    }

    /**
     * @param coarse whether the function rounds to float32
     */
    Differences(Subject subject, double[][] x, double[] here, boolean coarse) {
        this.subject = subject;
        this.x = x;
        this.here = here;
        this.magnitude = Math.max(1, Arrays.stream(here).map(Math::abs).max().orElse(0));
        this.rounding = ULPS * (coarse ? 0x1p-24 : 0x1p-53);
        this.usual = coarse ? STEPS[0] : STEPS[1];
    }

    double magnitude() {
        return magnitude;
    }

    /** Rounding in a difference quotient of a given step. */
    private double noise(double step) {
        return rounding * magnitude / step;
    }

    private double scale(int input, int element) {
        return Math.max(1, Math.scalb(1, Math.getExponent(x[input][element])));
    }

    private double[] shifted(int input, int element, double step) {
        double[][] moved = x.clone();
        moved[input] = x[input].clone();
        moved[input][element] += step;
        return subject.value(moved);
    }

    private double[] central(int input, int element, double step) {
        double[] above = shifted(input, element, step);
        double[] below = shifted(input, element, -step);
        double distance = (x[input][element] + step) - (x[input][element] - step);
        double[] slope = new double[above.length];
        Arrays.setAll(slope, j -> (above[j] - below[j]) / distance);
        return slope;
    }

    /** One column of the Jacobian with one step: good to about ten digits where nothing is special. */
    Estimate[] column(int input, int element) {
        double step = usual * scale(input, element);
        double[] whole = central(input, element, step);
        double[] half = central(input, element, step / 2);
        Estimate[] column = new Estimate[whole.length];
        Arrays.setAll(column, j -> new Estimate((4 * half[j] - whole[j]) / 3, noise(step / 2)));
        return column;
    }

    /** One column of the Jacobian with the best of many steps, for each element of the result. */
    Estimate[] bestColumn(int input, int element) {
        Estimate[] best = new Estimate[here.length];
        Arrays.fill(best, Estimate.NONE);
        for (double step : steps(input, element)) {
            double[] first = central(input, element, step);
            double[] second = central(input, element, step / 2);
            double[] third = central(input, element, step / 4);
            for (int j = 0; j < best.length; j++) {
                double coarse = (4 * second[j] - first[j]) / 3;
                double fine = (4 * third[j] - second[j]) / 3;
                double value = (16 * fine - coarse) / 15;
                Estimate estimate = new Estimate(value, Math.abs(value - fine) + noise(step / 4));
                if (estimate.better(best[j])) {
                    best[j] = estimate;
                }
            }
        }
        return best;
    }

    /** The usual steps, and smaller ones next to the border of a domain such as that of a logarithm. */
    private double[] steps(int input, int element) {
        double scale = scale(input, element);
        double value = Math.abs(x[input][element]);
        double[] all = Arrays.stream(STEPS).map(step -> step * scale).toArray();
        if (value == 0 || value > STEPS[0]) {
            return all;
        }
        double[] more = Arrays.copyOf(all, all.length + 2);
        more[all.length] = value * STEPS[0];
        more[all.length + 1] = value * STEPS[1];
        return more;
    }

    /** The derivative from one side: {@code +1} from the right, {@code -1} from the left. */
    Estimate[] oneSided(int input, int element, int side) {
        Estimate[] best = new Estimate[here.length];
        Arrays.fill(best, Estimate.NONE);
        for (int k = 1; k < STEPS.length; k++) {
            double step = side * STEPS[k] * scale(input, element);
            double[] whole = shifted(input, element, step);
            double[] half = shifted(input, element, step / 2);
            double[] quarter = shifted(input, element, step / 4);
            for (int j = 0; j < best.length; j++) {
                double coarse = (4 * half[j] - 3 * here[j] - whole[j]) / step;
                double fine = (4 * quarter[j] - 3 * here[j] - half[j]) / (step / 2);
                double value = (4 * fine - coarse) / 3;
                Estimate estimate = new Estimate(value, Math.abs(value - fine) + 8 * noise(Math.abs(step) / 4));
                if (estimate.better(best[j])) {
                    best[j] = estimate;
                }
            }
        }
        return best;
    }

    /** Whether an element of the result jumps at the point: it changes as much over a tiny step as over a large one. */
    boolean jumps(int input, int element, int output) {
        double scale = scale(input, element);
        for (int side = -1; side <= 1; side += 2) {
            double near = Math.abs(shifted(input, element, side * STEPS[5] * scale)[output] - here[output]);
            double far = Math.abs(shifted(input, element, side * STEPS[1] * scale)[output] - here[output]);
            if (near > 1e-5 * magnitude && near > 0.2 * far) {
                return true;
            }
        }
        return false;
    }

    /** Whether all values near the point are float32 numbers: the function computes in float32, whatever it is given. */
    boolean isFloat32(int input, int element) {
        for (double step : STEPS) {
            if (!isFloat32(shifted(input, element, step * 1.1))) {
                return false;
            }
        }
        return true;
    }

    /** Whether all values are float32 numbers, and not because they are round. */
    static boolean isFloat32(double... values) {
        boolean fraction = false;
        for (double value : values) {
            if (value != (float) value) {
                return false;
            }
            fraction |= value != Math.rint(value * 1024) / 1024;
        }
        return fraction;
    }

    /** The derivative of a single number along a direction of all arguments. */
    Estimate along(double[][] direction) {
        double whole = slope(direction, usual);
        double half = slope(direction, usual / 2);
        return new Estimate((4 * half - whole) / 3, noise(usual / 2));
    }

    /** The same with the best of many steps: among many elements some are always next to a kink. */
    Estimate bestAlong(double[][] direction) {
        Estimate best = Estimate.NONE;
        for (double step : STEPS) {
            double second = slope(direction, step / 2);
            double third = slope(direction, step / 4);
            double coarse = (4 * second - slope(direction, step)) / 3;
            double fine = (4 * third - second) / 3;
            double value = (16 * fine - coarse) / 15;
            Estimate estimate = new Estimate(value, Math.abs(value - fine) + noise(step / 4));
            best = estimate.better(best) ? estimate : best;
        }
        return best.isUsable(magnitude) ? best : Estimate.NONE;
    }

    private double slope(double[][] direction, double step) {
        double above = subject.value(moved(direction, step))[0];
        double below = subject.value(moved(direction, -step))[0];
        return (above - below) / (2 * step);
    }

    private double[][] moved(double[][] direction, double step) {
        double[][] moved = new double[x.length][];
        for (int k = 0; k < x.length; k++) {
            moved[k] = x[k].clone();
            for (int i = 0; i < moved[k].length; i++) {
                moved[k][i] += step * direction[k][i];
            }
        }
        return moved;
    }
}
