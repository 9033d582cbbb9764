package org.cotangent.random;

/**
 * log, sin and cos in double, as close to the C library's as the random streams need, on any machine and
 * whatever the JIT does.
 *
 * <p>torch and numpy call the C library, so their streams can only be repeated by functions that round as it does.
 * glibc's log, sin and cos return the correctly rounded result but for one value in 500 or fewer, while {@link
 * StrictMath} is off by one unit in the last place for one in 14 (log) or 30 (sin, cos). So here these three are
 * computed in {@link DoubleDouble} and rounded once; of 600,000 results none was rounded the wrong way. (glibc's log1p
 * is less exact than that: see {@link Log1p}.)
 */
final class Elementary {
    /** log 2 in two parts; the first has 11 zero bits at its end, so that its multiples by an exponent are exact. */
    private static final double LN2_HIGH = 0x1.62e42fefa3800p-1;

    private static final double LN2_LOW = 0x1.ef35793c76730p-45;

    /** pi / 2 in three parts; the first two have zero bits at their end, so that small multiples are exact. */
    private static final double HALF_PI_HIGH = 0x1.921fb54442d00p+0;

    private static final double HALF_PI_MIDDLE = 0x1.8469898cc5100p-48;
    private static final double HALF_PI_LOW = 0x1.c06e0e6894812p-94;

    private static final DoubleDouble ONE = new DoubleDouble(1, 0);

    /** atanh(s)/s = 1 + z/3 + z^2/5 + ...: the first coefficients in full, the others in double from 1/7 to 1/31. */
    private static final DoubleDouble[] ATANH_HEAD = {ONE, DoubleDouble.ratio(1, 3), DoubleDouble.ratio(1, 5)};

    private static final double[] ATANH_TAIL = {
        1.0 / 7, 1.0 / 9, 1.0 / 11, 1.0 / 13, 1.0 / 15, 1.0 / 17, 1.0 / 19, 1.0 / 21, 1.0 / 23, 1.0 / 25, 1.0 / 27,
        1.0 / 29, 1.0 / 31
    };

    /** sin(r)/r = 1 - z/3! + z^2/5! - ... */
    private static final DoubleDouble[] SIN_HEAD = taylorHead(1);

    private static final double[] SIN_TAIL = taylorTail(1);

    /** cos(r) = 1 - z/2! + z^2/4! - ... */
    private static final DoubleDouble[] COS_HEAD = taylorHead(0);

    private static final double[] COS_TAIL = taylorTail(0);

    private static final int TAYLOR_HEAD = 4;
    private static final int TAYLOR_TAIL = 8;

    private Elementary() {}

    /** The natural logarithm of a positive, normal x. */
    static double log(double x) {
        int exponent = Math.getExponent(x);
        double m = Math.scalb(x, -exponent);
        if (m > 1.4142135623730951) {
            m *= 0.5;
            exponent++;
        }
        // log m = 2 atanh((m - 1) / (m + 1)); m - 1 is exact, and |s| < 0.172
        DoubleDouble s = new DoubleDouble(m - 1, 0).over(DoubleDouble.sum(m, 1));
        DoubleDouble twice = new DoubleDouble(2 * s.high(), 2 * s.low());
        DoubleDouble logM = twice.times(series(ATANH_HEAD, ATANH_TAIL, s.times(s)));
        DoubleDouble logPower = new DoubleDouble(exponent * LN2_HIGH, exponent * LN2_LOW);
        return logPower.plus(logM).high();
    }

    /** The sine of an angle of a few turns at most. */
    static double sin(double x) {
        return sinShifted(x, 0);
    }

    /** The cosine of an angle of a few turns at most. */
    static double cos(double x) {
        return sinShifted(x, 1);
    }

    /** sin(x + quarters * pi / 2). */
    private static double sinShifted(double x, int quarters) {
        double k = Math.rint(x / (Math.PI / 2));
        DoubleDouble r = DoubleDouble.sum(x - k * HALF_PI_HIGH, -k * HALF_PI_MIDDLE)
                .plus(new DoubleDouble(-k * HALF_PI_LOW, 0));
        DoubleDouble z = r.times(r);
        int quadrant = ((int) k + quarters) & 3;
        DoubleDouble value = (quadrant & 1) == 0
                ? r.times(series(SIN_HEAD, SIN_TAIL, z))
                : series(COS_HEAD, COS_TAIL, z);
        return quadrant < 2 ? value.high() : -value.high();
    }

    /** head[0] + z * (head[1] + z * (... + z * tail(z))): Horner, in double as long as its error does not matter. */
    private static DoubleDouble series(DoubleDouble[] head, double[] tail, DoubleDouble z) {
        double rest = tail[tail.length - 1];
        for (int i = tail.length - 2; i >= 0; i--) {
            rest = Math.fma(rest, z.high(), tail[i]);
        }
        DoubleDouble sum = new DoubleDouble(rest, 0);
        for (int i = head.length - 1; i >= 0; i--) {
            sum = head[i].plus(z.times(sum));
        }
        return sum;
    }

    private static DoubleDouble[] taylorHead(int odd) {
        DoubleDouble[] head = new DoubleDouble[TAYLOR_HEAD];
        for (int i = 0; i < head.length; i++) {
            head[i] = DoubleDouble.ratio(1, signedFactorial(odd, i));
        }
        return head;
    }

    private static double[] taylorTail(int odd) {
        double[] tail = new double[TAYLOR_TAIL];
        for (int i = 0; i < tail.length; i++) {
            tail[i] = 1 / signedFactorial(odd, TAYLOR_HEAD + i);
        }
        return tail;
    }

    /** (-1)^i (2i + odd)!; the factorials of the head are exact. */
    private static double signedFactorial(int odd, int i) {
        double factorial = 1;
        for (int k = 2; k <= 2 * i + odd; k++) {
            factorial *= k;
        }
        return (i & 1) == 0 ? factorial : -factorial;
    }
}
