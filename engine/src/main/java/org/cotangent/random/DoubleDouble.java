package org.cotangent.random;

/**
 * A number of about 106 bits as the unevaluated sum of two doubles, {@code high} being the sum rounded.
 *
 * <p>Source: T. J. Dekker, "A floating-point technique for extending the available precision", Numer. Math. 18 (1971);
 * the products use the fused multiply-add.
 */
record DoubleDouble(double high, double low) {
    /** The fraction p / q. */
    static DoubleDouble ratio(double p, double q) {
        return new DoubleDouble(p, 0).over(new DoubleDouble(q, 0));
    }

    /** The exact sum of two doubles. */
    static DoubleDouble sum(double a, double b) {
        double s = a + b;
        double bPart = s - a;
        return new DoubleDouble(s, (a - (s - bPart)) + (b - bPart));
    }

    DoubleDouble plus(DoubleDouble other) {
        DoubleDouble s = sum(high, other.high);
        return normalized(s.high, s.low + (low + other.low));
    }

    DoubleDouble times(DoubleDouble other) {
        double p = high * other.high;
        double error = Math.fma(high, other.high, -p);
        return normalized(p, error + (high * other.low + low * other.high));
    }

    DoubleDouble over(DoubleDouble other) {
        double q = high / other.high;
        double rest = Math.fma(-q, other.high, high) + (low - q * other.low);
        return normalized(q, rest / other.high);
    }

    /** The sum of two doubles the first of which is the larger. */
    private static DoubleDouble normalized(double larger, double smaller) {
        double s = larger + smaller;
        return new DoubleDouble(s, smaller - (s - larger));
    }
}
