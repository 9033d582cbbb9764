package org.cotangent.experiments.gradient;

/**
 * Derivatives of {@code f = tanh(ln(1 + d))} with {@code d = 2 x z / sin y}, as one finds them on paper.
 *
 * <p>With u = 1 + d, f is (u^2 - 1) / (u^2 + 1), so that f' = 4 u / (u^2 + 1)^2 and f'' = 4 (1 - 3 u^2) / (u^2 + 1)^3 by d.
 *
 * @param x an input
 * @param y an input
 * @param z an input
 */
record TanhLnByHand(double x, double y, double z) {

    private double u() {
        return 1 + 2 * x * z / Math.sin(y);
    }

    /** f by d. */
    private double first() {
        double u = u();
        double q = u * u + 1;
        return 4 * u / (q * q);
    }

    /** f by d, twice. */
    private double second() {
        double u = u();
        double q = u * u + 1;
        return 4 * (1 - 3 * u * u) / (q * q * q);
    }

    /** d by x, y, z. */
    private double[] inner() {
        double s = Math.sin(y);
        return new double[] {2 * z / s, -2 * x * z * Math.cos(y) / (s * s), 2 * x / s};
    }

    double[] partials() {
        double[] d = inner();
        double f = first();
        return new double[] {f * d[0], f * d[1], f * d[2]};
    }

    /** Row by row: f'' times the product of the first derivatives of d, plus f' times the second derivative of d. */
    double[] hessian() {
        double s = Math.sin(y);
        double k = Math.cos(y);
        double xy = -2 * z * k / (s * s);
        double xz = 2 / s;
        double yy = 2 * x * z * (1 / s + 2 * k * k / (s * s * s));
        double yz = -2 * x * k / (s * s);
        double[] twice = {0, xy, xz, xy, yy, yz, xz, yz, 0};
        double[] d = inner();
        double[] rows = new double[9];
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                rows[3 * i + j] = second() * d[i] * d[j] + first() * twice[3 * i + j];
            }
        }
        return rows;
    }

    /** The arrows of the graph in the order of {@link TanhLn#locals}. */
    double[] locals() {
        double a = 2 * x;
        double b = Math.sin(y);
        double c = a / b;
        double d = z * c;
        double f = Math.tanh(Math.log(1 + d));
        return new double[] {2, Math.cos(y), 1 / b, -a / (b * b), z, c, 1 / (1 + d), 1 - f * f};
    }
}
