package org.cotangent;

/**
 * The meaning of the special functions that {@link Math} lacks, by slow and obvious methods: what their fast recipes are
 * measured against.
 */
final class Exact {
    private static final double ROOT_PI = Math.sqrt(Math.PI);

    private Exact() {}

    /** The Taylor series near 0, 1 - erfc beyond. */
    static double erf(double x) {
        if (Math.abs(x) > 2.5) {
            return x > 0 ? 1 - erfc(x) : erfc(-x) - 1;
        }
        double term = x;
        double sum = x;
        for (int n = 1; n < 80; n++) {
            term *= -x * x / n;
            sum += term / (2 * n + 1);
        }
        return 2 / ROOT_PI * sum;
    }

    /** The continued fraction of Laplace above 2.5, 1 - erf below. */
    static double erfc(double x) {
        if (x < 2.5) {
            return 1 - erf(x);
        }
        double fraction = x;
        for (int n = 200; n > 0; n--) {
            fraction = x + n / 2.0 / fraction;
        }
        return Math.exp(-x * x) / (ROOT_PI * fraction);
    }

    /** Bisection. */
    static double erfinv(double x) {
        if (Math.abs(x) >= 1) {
            return Math.abs(x) > 1 ? Double.NaN : Math.copySign(Double.POSITIVE_INFINITY, x);
        }
        double low = -6;
        double high = 6;
        for (int i = 0; i < 200; i++) {
            double middle = (low + high) / 2;
            if (erf(middle) < x) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    /** Stirling's series above 20, recurrence down to x; by reflection below 0. */
    static double lgamma(double x) {
        if (x <= 0) {
            return x == Math.rint(x)
                    ? Double.POSITIVE_INFINITY
                    : Math.log(Math.PI / Math.abs(Math.sin(Math.PI * x))) - lgamma(1 - x);
        }
        double product = 1;
        double z = x;
        while (z < 20) {
            product *= z++;
        }
        double r = 1 / (z * z);
        double series = (1.0 / 12 - r * (1.0 / 360 - r * (1.0 / 1260 - r / 1680))) / z;
        return (z - 0.5) * Math.log(z) - z + 0.5 * Math.log(2 * Math.PI) + series - Math.log(product);
    }

    /** The asymptotic series above 20, recurrence down to x; by reflection below 0. */
    static double digamma(double x) {
        if (x <= 0) {
            return x == Math.rint(x) ? Double.NaN : digamma(1 - x) - Math.PI / Math.tan(Math.PI * x);
        }
        double sum = 0;
        double z = x;
        while (z < 20) {
            sum -= 1 / z++;
        }
        double r = 1 / (z * z);
        return sum + Math.log(z) - 0.5 / z - r * (1.0 / 12 - r * (1.0 / 120 - r * (1.0 / 252 - r / 240)));
    }
}
