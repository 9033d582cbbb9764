package org.cotangent.kernel;

import java.util.ArrayList;
import java.util.List;

/**
 * Recipes for the elementary functions: straight lines of machine operations, the same for float32 and float64.
 *
 * <p>Each function first brings its argument into a short interval (Cody and Waite, <i>Software Manual for the Elementary
 * Functions</i>, 1980), evaluates a polynomial there and puts the result together by integer work on exponents. Nothing
 * branches, so a SIMD backend turns a recipe into one loop. The polynomials are our own: minimax fits by the Remez exchange
 * in 60 digits, weighted so that the error relative to the function is level, the coefficients then rounded one after
 * another to the type with a refit of the rest. Errors are in units in the last place (ulp) of the exact result.
 */
public final class Elementary {
    // Constants come in pairs {float32, float64}; number() picks one. Sums such as LN2_HIGH + LN2_LOW carry a number
    // beyond the precision of the type.
    private static final double[] LOG2_E = {1.4426950408889634, 1.4426950408889634};
    private static final double[] LN2_FULL = {0.6931471824645996, 0.6931471805599453};
    private static final double[] LN2_FULL_REST = {-1.9046542121259336e-09, 2.3190468138462996e-17};
    // The high part has so few bits that its product with any exponent is exact.
    private static final double[] LN2_HIGH = {0.693145751953125, 0.6931471805598903};
    private static final double[] LN2_LOW = {1.428606765330187e-06, 5.497923018708371e-14};

    // e^r = 1 + r + r^2 q(r), |r| <= ln(2)/2
    private static final double[][] EXP = {
        {1.3823215e-03, 8.368824e-03, 4.166824e-02, 1.666652e-01, 4.9999994e-01},
        {
            2.5003446372812766e-08, 2.763054561453453e-07, 2.7557576394591995e-06, 2.4801492242544806e-05,
            0.00019841269516927923, 0.0013888888944493445, 0.008333333333490078, 0.04166666666652663,
            0.1666666666666642, 0.5000000000000011
        }
    };
    // tanh(x) = x + x^3 q(x^2), |x| <= 0.55
    private static final double[][] TANH = {
        {-6.2613785e-03, 2.1061774e-02, -5.384962e-02, 1.3332556e-01, -3.3333316e-01},
        {
            -1.9482255447179896e-05, 8.329687767837317e-05, -0.00023336832121305864, 0.0005884394484806932,
            -0.0014555416640940253, 0.0035920918540176838, -0.008863232584744961, 0.021869488384890216,
            -0.05396825396372914, 0.13333333333326572, -0.333333333333333
        }
    };
    // float32: log(1 + f) = f - f^2/2 + f^3 q(f);  float64: 2 atanh(s) = 2 s + s z q(z), z = s^2
    private static final double[][] LOG = {
        {
            -7.6373525e-02, 1.2762718e-01, -1.3159499e-01, 1.4201503e-01, -1.6623412e-01, 2.0001245e-01,
            -2.500082e-01, 3.333333e-01
        },
        {
            0.14795585479938242, 0.15314089597783462, 0.18183562668926478, 0.22222198608401325, 0.2857142874199909,
            0.39999999999416735, 0.6666666666666734
        }
    };
    // 2 atanh(s/2) = s (1 + z (1/12 + z q(z))), z = s^2
    private static final double[][] LOG_LONG = {
        {9.535045e-05, 4.3322388e-04, 2.2321842e-03, 1.2499999e-02},
        {
            1.0067937711980081e-06, 4.045662109391258e-06, 1.878266240056632e-05, 8.877824400568467e-05,
            0.0004340277835913646, 0.002232142857039041, 0.012500000000000705
        }
    };
    private static final double[] TWELFTH = {0.0833333358168602, 0.08333333333333333};
    private static final double[] TWELFTH_REST = {-2.4835269396561444e-09, 4.625929269271485e-18};
    // sin(r) = r + r^3 q(r^2), cos(r) = 1 - r^2/2 + r^4 q(r^2), |r| <= pi/4
    private static final double[][] SIN = {
        {-1.9505147e-04, 8.332093e-03, -1.6666654e-01},
        {
            1.5889717505682518e-10, -2.5050636664905144e-08, 2.755731292187157e-06, -0.00019841269827609582,
            0.008333333333319703, -0.1666666666666662
        }
    };
    private static final double[][] COS = {
        {2.4413832e-05, -1.388714e-03, 4.166664e-02},
        {
            -1.1354102891523324e-11, 2.087561582478049e-09, -2.755731355983256e-07, 2.4801587286734775e-05,
            -0.0013888888888869725, 0.041666666666666574
        }
    };
    // tan(r) = r + r^3 q(r^2), |r| <= pi/4
    private static final double[][] TAN = {
        {
            4.4414164e-03, -4.2591753e-05, 1.0940606e-02, 2.1241214e-02, 5.406807e-02, 1.3332587e-01, 3.3333352e-01
        },
        {
            9.95475135711942e-06, -2.4970377699764693e-05, 5.00353006254728e-05, -2.7301928458366743e-05,
            6.853433197076017e-05, 8.284163707896158e-05, 0.00024403021539348439, 0.0005887865679491626,
            0.0014560611419779186, 0.0035920986897786493, 0.008863238131940065, 0.02186948838638475,
            0.05396825397337473, 0.13333333333324476, 0.33333333333333387
        }
    };
    private static final double[][] HALF_PI = {
        {1.5707963705062866, -4.371138828673793e-08, -1.7151245100058819e-15},
        {1.5707963267948966, 6.123233995736766e-17, -1.4973849048591698e-33}
    };

    private Elementary() {}

    // ---- the type's numbers ----

    private static double number(Expr x, double[] pair) {
        return pair[x.isSingle() ? 0 : 1];
    }

    private static double[] coefficients(Expr x, double[][] pair) {
        return pair[x.isSingle() ? 0 : 1];
    }

    /** Bits of the stored mantissa. */
    private static int mantissa(Expr x) {
        return x.isSingle() ? 23 : 52;
    }

    private static int bias(Expr x) {
        return x.isSingle() ? 127 : 1023;
    }

    /** Adding this rounds to the nearest integer, which then stands in the low bits. */
    private static double shifter(Expr x) {
        return x.isSingle() ? 0x1.8p23 : 0x1.8p52;
    }

    private static Expr bitsOf(Expr x, double number) {
        return x.constant(number).toBits();
    }

    private static Expr signBits(Expr x) {
        return x.toBits().bitsAnd(bitsOf(x, -0.0));
    }

    /** The bits of x turned where the sign bit of y is set: |x| with the sign of y if x was not negative. */
    private static Expr flipSign(Expr x, Expr y) {
        return x.toBits().bitsXor(signBits(y)).fromBits();
    }

    /** At least low; a NaN stays. Two operations where the machine's max, which must watch zeros and NaN, has five. */
    private static Expr atLeast(Expr x, double low) {
        Expr bound = x.constant(low);
        return x.less(bound).select(bound, x);
    }

    private static Expr atMost(Expr x, double high) {
        Expr bound = x.constant(high);
        return bound.less(x).select(bound, x);
    }

    /**
     * A polynomial in x as even part + x * odd part, each by Horner's scheme in x^2: no more multiply-adds than Horner's
     * scheme in x, but they wait for each other only half as long.
     */
    private static Expr split(Expr x, double... highestFirst) {
        int n = highestFirst.length;
        if (n < 3) {
            return x.polynomial(highestFirst);
        }
        double[] even = new double[(n + 1) / 2];
        double[] odd = new double[n / 2];
        for (int power = 0; power < n; power++) {
            double c = highestFirst[n - 1 - power];
            if (power % 2 == 0) {
                even[even.length - 1 - power / 2] = c;
            } else {
                odd[odd.length - 1 - power / 2] = c;
            }
        }
        Expr square = x.mul(x);
        return square.polynomial(odd).fma(x, square.polynomial(even));
    }

    // ---- exponential family ----

    /** An argument taken apart as k ln(2) + r + rest, with shifted = k + 2 bias + 1.5 * 2^mantissa. */
    private record Reduced(Expr shifted, Expr r) {
        static Reduced of(Expr x, int offset) {
            Expr shifted = x.fma(x.constant(number(x, LOG2_E)), shifter(x) + offset);
            Expr k = shifted.sub(shifter(x) + offset);
            Expr r = k.fma(x.constant(-number(x, LN2_FULL)), x); // exact
            return new Reduced(shifted, k.fma(x.constant(-number(x, LN2_FULL_REST)), r));
        }
    }

    /** 2^k as a product, so that a subnormal result is rounded but once; shifted is made with an offset of 2 bias. */
    private record Powers(Expr first, Expr second) {
        static Powers of(Expr shifted) {
            Expr both = shifted.toBits();
            Expr half = both.shiftRight(1);
            return new Powers(
                    half.shiftLeft(mantissa(shifted)).fromBits(),
                    both.bitsSub(half).shiftLeft(mantissa(shifted)).fromBits());
        }
    }

    /** 0 and infinity beyond the range: chosen last, so that the comparisons are not waited for. */
    private static Expr expBounds(Expr x, Expr result) {
        Expr notTiny = x.less(x.choose(-104.0, -746.0)).select(x.constant(0), result);
        return x.constant(x.choose(89.0, 710.0)).less(x).select(x.constant(Double.POSITIVE_INFINITY), notTiny);
    }

    /** e^x, nonsense where it overflows or underflows altogether. */
    private static Expr expWithin(Expr x) {
        Reduced reduced = Reduced.of(x, 2 * bias(x));
        Expr r = reduced.r;
        Expr e = r.mul(r).fma(split(r, coefficients(x, EXP)), r);
        Powers power = Powers.of(reduced.shifted);
        return power.first.fma(e, power.first).mul(power.second);
    }

    /**
     * The exponential function.
     *
     * @param x a number
     * @return e^x
     */
    public static Expr exp(Expr x) {
        return expBounds(x, expWithin(x));
    }

    /** A power of two from an exponent in the low bits of shifted, which was made with an offset of bias. */
    private static Expr power(Expr shifted) {
        return shifted.toBits().shiftLeft(mantissa(shifted)).fromBits();
    }

    /**
     * The hyperbolic tangent.
     *
     * @param x a number
     * @return tanh x
     */
    public static Expr tanh(Expr x) {
        // With 2 |x| = k ln 2 + r and e = e^r - 1: tanh |x| = 1 - 2^(1-k) / (2^-k + 1 + e)
        Expr y = x.abs();
        double offset = shifter(x) + bias(x);
        Expr shifted = y.fma(x.constant(-2 * number(x, LOG2_E)), offset);
        Expr minusK = shifted.sub(offset);
        Expr r = minusK.fma(x.constant(number(x, LN2_FULL)), y.add(y));
        r = minusK.fma(x.constant(number(x, LN2_FULL_REST)), r);
        Expr e = r.mul(r).fma(split(r, coefficients(x, EXP)), r);
        Expr power = power(shifted);
        Expr middle = x.constant(1).sub(power.add(power).div(power.add(1).add(e)));
        // near 0 that would cancel
        Expr square = y.mul(y);
        Expr small = y.mul(square).fma(split(square, coefficients(x, TANH)), y);
        Expr large = x.constant(x.choose(9.5, 20.0)).less(y).select(x.constant(1), middle);
        return flipSign(y.less(0.55).select(small, large), x);
    }

    /**
     * The logistic function.
     *
     * @param x a number
     * @return 1 / (1 + e^-x)
     */
    public static Expr sigmoid(Expr x) {
        // With -x = -k ln 2 + r: 1 / (1 + 2^-k e^r) = 2^k / ((1 + 2^k) + (e^r - 1)).
        double offset = shifter(x) + 2 * bias(x);
        Expr shifted = x.fma(x.constant(number(x, LOG2_E)), offset);
        Expr k = shifted.sub(offset);
        Expr r = k.fma(x.constant(number(x, LN2_FULL)), x.neg());
        r = k.fma(x.constant(number(x, LN2_FULL_REST)), r);
        Expr e = r.mul(r).fma(split(r, coefficients(x, EXP)), r);
        Powers power = Powers.of(shifted);
        Expr sum = power.first.fma(power.second, 1);
        Expr lost = power.first.fma(power.second, x.constant(1).sub(sum));
        Expr result = power.first.div(sum.add(e.add(lost))).mul(power.second);
        Expr notTiny = x.less(x.choose(-104.0, -746.0)).select(x.constant(0), result);
        return x.constant(x.choose(80.0, 700.0)).less(x).select(x.constant(1), notTiny);
    }

    // ---- logarithms ----

    /** x = 2^k (1 + f) with 1 + f between sqrt(1/2) and sqrt(2). */
    private record Parts(Expr k, Expr f) {
        static Parts of(Expr x) {
            Expr tiny = x.less(x.choose(0x1p-126, 0x1p-1022));
            int lift = mantissa(x) + 1;
            Expr normal = tiny.select(x.mul(Math.scalb(1.0, lift)), x);
            Expr bits = normal.toBits();
            Expr exponent = bits.bitsSub(bitsOf(x, 0.7071067811865476)).shiftRight(mantissa(x));
            Expr m = bits.bitsSub(exponent.shiftLeft(mantissa(x))).fromBits();
            Expr offset = tiny.select(x.constant(shifter(x) + lift), x.constant(shifter(x)));
            Expr k = exponent.bitsAdd(bitsOf(x, shifter(x))).fromBits().sub(offset);
            return new Parts(k, m.sub(1));
        }
    }

    /**
     * The natural logarithm.
     *
     * @param x a number
     * @return ln x
     */
    public static Expr log(Expr x) {
        Parts parts = Parts.of(x);
        Expr k = parts.k;
        Expr f = parts.f;
        Expr lowPart = k.mul(number(x, LN2_LOW));
        Expr y;
        if (x.isSingle()) {
            Expr q = f.fma(split(f, coefficients(x, LOG)), -0.5);
            y = f.add(f.mul(f).fma(q, lowPart));
        } else {
            // f - (f^2/2 - s (f^2/2 + R)) - the error of the quotient s only touches small terms
            Expr s = f.div(f.add(2));
            Expr z = s.mul(s);
            Expr rest = z.mul(split(z, coefficients(x, LOG)));
            Expr halfSquare = f.mul(f).mul(0.5);
            y = f.sub(halfSquare.sub(s.fma(halfSquare.add(rest), lowPart)));
        }
        Expr result = k.fma(x.constant(number(x, LN2_HIGH)), y);
        return logSpecial(x, result);
    }

    /** -infinity at zero, NaN below, infinity at infinity. */
    private static Expr logSpecial(Expr x, Expr result) {
        Expr zero = x.constant(0);
        Expr pole = x.equal(zero).select(x.constant(Double.NEGATIVE_INFINITY), x.constant(Double.NaN));
        Expr positive = zero.less(x).select(result, pole);
        return x.less(Double.POSITIVE_INFINITY).select(positive, x);
    }

    // ---- powers ----

    /** A number as an unevaluated sum; low is at most half a unit in the last place of high. */
    private record Long(Expr high, Expr low) {
        /** Dekker's fast two-sum: exact if |a| is not less than |b|. */
        static Long sum(Expr a, Expr b) {
            Expr high = a.add(b);
            return new Long(high, a.sub(high).add(b));
        }

        static Long product(Expr a, Expr b) {
            Expr high = a.mul(b);
            return new Long(high, a.fma(b, high.neg()));
        }

        Long times(Long other) {
            Expr product = high.mul(other.high);
            Expr error = high.fma(other.high, product.neg());
            return new Long(product, high.fma(other.low, low.fma(other.high, error)));
        }
    }

    /** ln x for x > 0 to about one and a half times the precision of the type. */
    private static Long logLong(Expr x) {
        Parts parts = Parts.of(x);
        Expr f = parts.f;
        Expr one = x.constant(1);
        // s = 2 f / (2 + f) with the error of the denominator and of the quotient
        Expr m = f.add(1);
        Expr d = m.add(1);
        Expr dLow = one.sub(d).add(m);
        Expr inverse = x.constant(2).div(d);
        Expr sHigh = f.mul(inverse);
        Expr halfS = sHigh.mul(-0.5);
        Expr remainder = halfS.fma(dLow, halfS.fma(d, f));
        Long s = new Long(sHigh, remainder.mul(inverse));
        Expr zHigh = sHigh.mul(sHigh);
        Expr zLow = sHigh.add(sHigh).fma(s.low, sHigh.fma(sHigh, zHigh.neg()));
        Long z = new Long(zHigh, zLow);
        Expr tail = zHigh.mul(split(zHigh, coefficients(x, LOG_LONG)));
        Expr twelfth = x.constant(number(x, TWELFTH));
        Expr vHigh = twelfth.add(tail);
        Expr vLow = twelfth.sub(vHigh).add(tail).add(number(x, TWELFTH_REST));
        Long t = s.times(z.times(new Long(vHigh, vLow)));
        Long w = Long.sum(s.high, t.high);
        Expr wLow = w.low.add(s.low.add(t.low));
        Long h = Long.sum(parts.k.mul(number(x, LN2_HIGH)), w.high);
        Expr low = h.low.add(parts.k.fma(x.constant(number(x, LN2_LOW)), wLow));
        return Long.sum(h.high, low);
    }

    /** e^(high + low), rounded but once for all that matters, and so exact where the result is a number of the type. */
    private static Expr expLong(Expr high, Expr low) {
        double offset = shifter(high) + 2 * bias(high);
        Expr shifted = high.fma(high.constant(number(high, LOG2_E)), offset);
        Expr k = shifted.sub(offset);
        Expr rHigh = k.fma(high.constant(-number(high, LN2_FULL)), high);
        Expr rLow = k.fma(high.constant(-number(high, LN2_FULL_REST)), low);
        Long r = Long.sum(rHigh, rLow);
        Expr tail = r.high.mul(r.high).fma(split(r.high, coefficients(high, EXP)), r.low);
        Long p = Long.sum(high.constant(1), r.high);
        Expr sum = p.high.add(p.low.add(tail));
        Powers power = Powers.of(shifted);
        return expBounds(high, sum.mul(power.first).mul(power.second));
    }

    /**
     * The power function with all the special cases of C's pow: pow(x, 0) = 1 and pow(1, y) = 1 even for NaN, a negative
     * base takes an integer exponent, and pow(-1, +-infinity) = 1.
     *
     * @param a the base
     * @param b the exponent
     * @return a^b
     */
    public static Expr pow(Expr a, Expr b) {
        Expr size = a.abs();
        Expr infinity = a.constant(Double.POSITIVE_INFINITY);
        Expr zero = a.constant(0);
        Expr one = a.constant(1);
        // An infinite exponent acts as a huge even one, and 0 * infinity does not arise where |a| = 1.
        double huge = a.choose(0x1p100, 0x1p1000);
        Expr y = atLeast(atMost(b, huge), -huge);
        Long log = logLong(size);
        Expr high = y.mul(log.high);
        Expr low = y.fma(log.low, y.fma(log.high, high.neg()));
        Expr result = expLong(high, low);
        // Half the exponent less its nearest integer is 0 for even, 1/2 for odd exponents.
        Expr yAbs = y.abs();
        double even = a.choose(0x1p24, 0x1p53);
        Expr half = yAbs.less(even).select(yAbs, zero).mul(0.5);
        double round = a.choose(0x1p23, 0x1p52);
        Expr fraction = half.sub(half.add(round).sub(round)).abs();
        Expr odd = fraction.equal(a.constant(0.5));
        Expr whole = odd.or(fraction.equal(zero));
        Expr nan = a.constant(Double.NaN);
        result = a.less(zero).and(whole.not()).select(nan, result);
        // A base of 0 or infinity gives 0 or infinity; the integer difference swaps the two.
        Expr swapped = bitsOf(a, Double.POSITIVE_INFINITY).bitsSub(size.toBits()).fromBits();
        Expr extreme = size.equal(zero).or(size.equal(infinity));
        result = extreme.select(y.less(zero).select(swapped, size), result);
        result = flipSign(result, odd.select(a, one));
        result = a.equal(a).and(b.equal(b)).select(result, nan);
        return a.equal(one).or(b.equal(zero)).select(one, result);
    }

    // ---- trigonometric functions ----

    /** An angle as n pi/2 + high + low; n stands in the low bits of quadrant. */
    private record Angle(Expr quadrant, Expr high, Expr low) {
        /** By Cody and Waite's constants in three pieces, with the rounding errors kept. */
        static Angle of(Expr x) {
            Expr shifted = x.fma(x.constant(2 / Math.PI), shifter(x));
            Expr n = shifted.sub(shifter(x));
            double[] pieces = coefficients(x, HALF_PI);
            Expr first = n.fma(x.constant(-pieces[0]), x); // exact
            Expr second = n.mul(pieces[1]);
            Expr secondLow = n.fma(x.constant(pieces[1]), second.neg());
            Expr third = n.fma(x.constant(-pieces[2]), secondLow.neg());
            Expr high = first.sub(second);
            return new Angle(shifted, high, first.sub(high).sub(second).add(third));
        }

        /** high + high^3 q(high^2) + low: the sine or the tangent of the remainder. */
        Expr series(double[] q) {
            Expr square = high.mul(high);
            return high.add(high.mul(square).fma(split(square, q), low));
        }

        Expr cosine() {
            Expr square = high.mul(high);
            Expr w = square.fma(split(square, coefficients(high, COS)), -0.5);
            return square.fma(w, high.mul(low).neg()).add(1);
        }

        /** Whether bit 0 of the quadrant is set. */
        Expr odd() {
            Expr bit = quadrant.toBits().shiftLeft(high.isSingle() ? 30 : 62).bitsAnd(bitsOf(high, 2.0));
            return bit.fromBits().equal(high.constant(2));
        }

        /** Turns the sign where bit 1 of the quadrant is set. */
        Expr flip(Expr x) {
            return flipSign(x, quadrant.toBits().shiftLeft(high.isSingle() ? 30 : 62).fromBits());
        }
    }

    /**
     * The sine.
     *
     * @param x in radians
     * @return sin x
     */
    public static Expr sin(Expr x) {
        Angle a = Angle.of(x.abs());
        return flipSign(a.flip(a.odd().select(a.cosine(), a.series(coefficients(x, SIN)))), x);
    }

    /**
     * The cosine.
     *
     * @param x in radians
     * @return cos x
     */
    public static Expr cos(Expr x) {
        Angle a = Angle.of(x.abs());
        Angle next = new Angle(a.quadrant.add(1), a.high, a.low);
        return next.flip(next.odd().select(a.cosine(), a.series(coefficients(x, SIN))));
    }

    /**
     * The tangent.
     *
     * @param x in radians
     * @return tan x
     */
    public static Expr tan(Expr x) {
        Angle a = Angle.of(x.abs());
        Expr t = a.series(coefficients(x, TAN));
        return flipSign(a.odd().select(x.constant(-1).div(t), t), x);
    }
}
