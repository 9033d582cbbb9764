package org.cotangent;

import static org.cotangent.Binary.binary;
import static org.cotangent.Unary.unary;

import org.cotangent.kernel.Backend;
import org.cotangent.kernel.Elementary;
import org.cotangent.kernel.Expr;
import org.cotangent.kernel.NdArray;
import org.cotangent.kernel.Recipe;

/**
 * Special functions of {@link Tensor}: what a composition of simpler ones would compute less accurately has an entry, the
 * rest is composed.
 */
sealed interface Functions permits Tensor {
    /** ln 2. */
    double LN_2 = 0.6931471805599453;

    /** ln 10. */
    double LN_10 = 2.302585092994046;

    /** 2 / sqrt(pi), the slope of the error function at 0. */
    double TWO_OVER_ROOT_PI = 1.1283791670955126;

    /** 2 sqrt(2/pi), how steep the sigmoid's argument in {@link #geluTanh()} is at 0. */
    double SLOPE_OF_GELU_TANH = 1.5957691216057308;

    /** How much of x^3 comes to x there. */
    double CUBE_OF_GELU_TANH = 0.044715;

    private Tensor self() {
        return (Tensor) this;
    }

    /** The entry of {@link #exp2()}. */
    Unary EXP2 = unary("exp2", "y = 2^x")
            .meaning(x -> Math.pow(2, x))
            .recipe(Elementary::exp2)
            .ruleByOutput((g, y) -> g.mul(y).mul(LN_2));

    /**
     * The power of two {@code 2^x}.
     *
     * @return a tensor of this shape
     */
    default Tensor exp2() {
        return EXP2.of(self());
    }

    /** The entry of {@link #expm1()}. */
    Unary EXPM1 = unary("expm1", "y = e^x - 1")
            .meaning(Math::expm1)
            .recipe(Elementary::expm1)
            .ruleByOutput((g, y) -> g.mul(y.add(1)));

    /**
     * {@code e^x - 1}, accurate near 0, where the difference would cancel.
     *
     * @return a tensor of this shape
     */
    default Tensor expm1() {
        return EXPM1.of(self());
    }

    /** The entry of {@link #log1p()}. */
    Unary LOG1P = unary("log1p", "y = ln(1 + x)")
            .meaning(Math::log1p)
            .recipe(Elementary::log1p)
            .domain(-0.6, 3)
            .ruleByInput((g, x) -> g.div(x.add(1)));

    /**
     * {@code ln(1 + x)}, accurate near 0, where the sum would swallow x.
     *
     * @return a tensor of this shape
     */
    default Tensor log1p() {
        return LOG1P.of(self());
    }

    /** The entry of {@link #log2()}. */
    Unary LOG2 = unary("log2", "y = log2 x")
            .meaning(x -> Math.log(x) / LN_2)
            .recipe(Elementary::log2)
            .domain(0.2, 3)
            .ruleByInput((g, x) -> g.div(x.mul(LN_2)));

    /**
     * The binary logarithm.
     *
     * @return a tensor of this shape
     */
    default Tensor log2() {
        return LOG2.of(self());
    }

    /** The entry of {@link #log10()}. */
    Unary LOG10 = unary("log10", "y = log10 x")
            .meaning(Math::log10)
            .recipe(Elementary::log10)
            .domain(0.2, 3)
            .ruleByInput((g, x) -> g.div(x.mul(LN_10)));

    /**
     * The decimal logarithm.
     *
     * @return a tensor of this shape
     */
    default Tensor log10() {
        return LOG10.of(self());
    }

    /** The entry of {@link #asin()}. */
    Unary ASIN = unary("asin", "y = arcsin x")
            .meaning(Math::asin)
            .recipe(Elementary::asin)
            .domain(-0.9, 0.9)
            .ruleByInput((g, x) -> g.div(x.square().rsub(1).sqrt()));

    /**
     * The inverse sine; NaN beyond 1.
     *
     * @return a tensor of this shape
     */
    default Tensor asin() {
        return ASIN.of(self());
    }

    /** The entry of {@link #acos()}. */
    Unary ACOS = unary("acos", "y = arccos x")
            .meaning(Math::acos)
            .recipe(Elementary::acos)
            .domain(-0.9, 0.9)
            .ruleByInput((g, x) -> g.div(x.square().rsub(1).sqrt()).neg());

    /**
     * The inverse cosine; NaN beyond 1.
     *
     * @return a tensor of this shape
     */
    default Tensor acos() {
        return ACOS.of(self());
    }

    /** The entry of {@link #atan()}. */
    Unary ATAN = unary("atan", "y = arctan x")
            .meaning(Math::atan)
            .recipe(Elementary::atan)
            .ruleByInput((g, x) -> g.div(x.square().add(1)));

    /**
     * The inverse tangent.
     *
     * @return a tensor of this shape
     */
    default Tensor atan() {
        return ATAN.of(self());
    }

    /** The entry of {@link #sinh()}. */
    Unary SINH = unary("sinh", "y = sinh x")
            .meaning(Math::sinh)
            .recipe(Elementary::sinh)
            .ruleByInput((g, x) -> g.mul(x.cosh()));

    /**
     * The hyperbolic sine, accurate near 0.
     *
     * @return a tensor of this shape
     */
    default Tensor sinh() {
        return SINH.of(self());
    }

    /** The entry of {@link #cosh()}. */
    Unary COSH = unary("cosh", "y = cosh x")
            .meaning(Math::cosh)
            .recipe(Elementary::cosh)
            .ruleByInput((g, x) -> g.mul(x.sinh()));

    /**
     * The hyperbolic cosine.
     *
     * @return a tensor of this shape
     */
    default Tensor cosh() {
        return COSH.of(self());
    }

    /** The entry of {@link #asinh()}. */
    Unary ASINH = unary("asinh", "y = arsinh x")
            .meaning(x -> Math.copySign(Math.log(Math.abs(x) + Math.sqrt(x * x + 1)), x))
            .recipe(Elementary::asinh)
            .ruleByInput((g, x) -> g.div(x.square().add(1).sqrt()));

    /**
     * The inverse hyperbolic sine.
     *
     * @return a tensor of this shape
     */
    default Tensor asinh() {
        return ASINH.of(self());
    }

    /** The entry of {@link #acosh()}. */
    Unary ACOSH = unary("acosh", "y = arcosh x")
            .meaning(x -> Math.log(x + Math.sqrt(x * x - 1)))
            .recipe(Elementary::acosh)
            .domain(1.2, 4)
            .ruleByInput((g, x) -> g.div(x.square().sub(1).sqrt()));

    /**
     * The inverse hyperbolic cosine; NaN below 1.
     *
     * @return a tensor of this shape
     */
    default Tensor acosh() {
        return ACOSH.of(self());
    }

    /** The entry of {@link #atanh()}. */
    Unary ATANH = unary("atanh", "y = artanh x")
            .meaning(x -> 0.5 * Math.log((1 + x) / (1 - x)))
            .recipe(Elementary::atanh)
            .domain(-0.9, 0.9)
            .ruleByInput((g, x) -> g.div(x.square().rsub(1)));

    /**
     * The inverse hyperbolic tangent.
     *
     * @return a tensor of this shape
     */
    default Tensor atanh() {
        return ATANH.of(self());
    }

    /** The entry of {@link #erf()}. */
    Unary ERF = unary("erf", "y = 2/sqrt(pi) integral of e^-t^2 from 0 to x")
            .meaning(Exact::erf)
            .recipe(Elementary::erf)
            .ruleByInput((g, x) -> g.mul(x.square().neg().exp()).mul(TWO_OVER_ROOT_PI));

    /**
     * The error function.
     *
     * @return a tensor of this shape
     */
    default Tensor erf() {
        return ERF.of(self());
    }

    /** The entry of {@link #erfc()}. */
    Unary ERFC = unary("erfc", "y = 1 - erf x")
            .meaning(Exact::erfc)
            .recipe(Elementary::erfc)
            .ruleByInput((g, x) -> g.mul(x.square().neg().exp()).mul(-TWO_OVER_ROOT_PI));

    /**
     * The complement of the error function, accurate where it is tiny.
     *
     * @return a tensor of this shape
     */
    default Tensor erfc() {
        return ERFC.of(self());
    }

    /** The entry of {@link #erfinv()}. */
    Unary ERFINV = unary("erfinv", "erf y = x")
            .meaning(Exact::erfinv)
            .recipe(Elementary::erfinv)
            .domain(-0.9, 0.9)
            .ruleByOutput((g, y) -> g.mul(y.square().exp()).div(TWO_OVER_ROOT_PI));

    /**
     * The inverse of the error function.
     *
     * @return a tensor of this shape
     */
    default Tensor erfinv() {
        return ERFINV.of(self());
    }

    /** The entry of {@link #gelu()}. */
    Unary GELU = unary("gelu", "y = x Phi(x), Phi(x) = erfc(-x / sqrt 2) / 2")
            .meaning(x -> x * Exact.erfc(-x * Math.sqrt(0.5)) / 2)
            .recipe(Elementary::gelu)
            .ruleByInput((g, x) -> Functions.GELU_GRAD.of(g, x));

    /**
     * The Gaussian error linear unit: x times the probability that a standard normal variable is below it (Hendrycks and
     * Gimpel 2016).
     *
     * @return a tensor of this shape
     */
    default Tensor gelu() {
        return GELU.of(self());
    }

    /** Fused, for composed it would be six passes over memory: {@code g (Phi(x) + x Phi'(x))}. */
    Binary GELU_GRAD = binary("geluGrad", "z = g (Phi(x) + x Phi'(x))")
            .meaning((g, x) -> g * (Exact.erfc(-x * Math.sqrt(0.5)) / 2 + x * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI)))
            .recipe((g, x) -> g.mul(Elementary.geluSlope(x)))
            .rules((h, g, x) -> Functions.GELU_GRAD.of(h, x), (h, g, x) -> {
                Tensor density = x.square().mul(-0.5).exp().div(Math.sqrt(2 * Math.PI));
                return h.mul(g).mul(density).mul(x.square().rsub(2));
            });

    /** The entry of {@link #geluTanh()}. */
    Unary GELU_TANH = unary("geluTanh", "y = x sigmoid(2 u), u = sqrt(2/pi) (x + 0.044715 x^3)")
            .meaning(x -> x / (1 + Math.exp(-SLOPE_OF_GELU_TANH * x * (1 + CUBE_OF_GELU_TANH * x * x))))
            .recipe(x -> x.mul(Functions.gateOfGeluTanh(x)))
            .ruleByInput((g, x) -> Functions.GELU_TANH_GRAD.of(g, x));

    /**
     * The approximation of {@link #gelu()} by a hyperbolic tangent, {@code x (1 + tanh u) / 2} with {@code u = sqrt(2/pi) (x +
     * 0.044715 x^3)}, computed as {@code x sigmoid(2 u)}, which does not cancel where x is negative.
     *
     * @return a tensor of this shape
     */
    default Tensor geluTanh() {
        return GELU_TANH.of(self());
    }

    /** The sigmoid of {@code 2 u}. */
    private static Expr gateOfGeluTanh(Expr x) {
        Expr rise = x.mul(x).fma(x.constant(SLOPE_OF_GELU_TANH * CUBE_OF_GELU_TANH), x.constant(SLOPE_OF_GELU_TANH));
        return Elementary.sigmoid(x.mul(rise));
    }

    /** Fused: {@code g s (1 + x (1 - s) v)}, with s the sigmoid of 2 u and v the derivative of 2 u. */
    Binary GELU_TANH_GRAD = binary("geluTanhGrad", "z = g s (1 + x (1 - s) v), s = sigmoid(2 u), v = (2 u)'")
            .meaning((g, x) -> {
                double s = 1 / (1 + Math.exp(-SLOPE_OF_GELU_TANH * x * (1 + CUBE_OF_GELU_TANH * x * x)));
                return g * s * (1 + x * (1 - s) * SLOPE_OF_GELU_TANH * (1 + 3 * CUBE_OF_GELU_TANH * x * x));
            })
            .recipe((g, x) -> {
                Expr s = Functions.gateOfGeluTanh(x);
                Expr v = x.mul(x).fma(x.constant(3 * SLOPE_OF_GELU_TANH * CUBE_OF_GELU_TANH), x.constant(SLOPE_OF_GELU_TANH));
                return g.mul(s.mul(x.mul(v).fma(x.constant(1).sub(s), x.constant(1))));
            })
            .rules((h, g, x) -> Functions.GELU_TANH_GRAD.of(h, x), (h, g, x) -> {
                Tensor square = x.square().mul(SLOPE_OF_GELU_TANH * CUBE_OF_GELU_TANH);
                Tensor s = square.add(SLOPE_OF_GELU_TANH).mul(x).sigmoid();
                Tensor v = square.mul(3).add(SLOPE_OF_GELU_TANH);
                Tensor bend = v.mul(x.mul(v).mul(s.mul(-2).add(1)).add(2)).add(square.mul(6)); // x v' is 6 squares
                return h.mul(g).mul(s.mul(s.rsub(1))).mul(bend);
            });

    /** The entry of {@link #silu()}. */
    Unary SILU = unary("silu", "y = x sigmoid(x)")
            .meaning(x -> x / (1 + Math.exp(-x)))
            .recipe(x -> x.mul(Elementary.sigmoid(x)))
            .ruleByInput((g, x) -> Functions.SILU_GRAD.of(g, x));

    /**
     * {@code x sigmoid(x)}, also called swish.
     *
     * @return a tensor of this shape
     */
    default Tensor silu() {
        return SILU.of(self());
    }

    /** Fused: {@code g s (1 + x (1 - s))} with s the sigmoid of x. */
    Binary SILU_GRAD = binary("siluGrad", "z = g s (1 + x (1 - s)), s = sigmoid(x)")
            .meaning((g, x) -> g / (1 + Math.exp(-x)) * (1 + x / (1 + Math.exp(x))))
            .recipe((g, x) -> {
                Expr s = Elementary.sigmoid(x);
                return g.mul(s.mul(x.fma(x.constant(1).sub(s), x.constant(1))));
            })
            .rules((h, g, x) -> Functions.SILU_GRAD.of(h, x), (h, g, x) -> {
                Tensor s = x.sigmoid();
                return h.mul(g).mul(s.mul(s.rsub(1))).mul(x.mul(s.mul(-2).add(1)).add(2));
            });

    /** The entry of {@link #lgamma()}. */
    Unary LGAMMA = unary("lgamma", "y = ln |Gamma(x)|")
            .meaning(Exact::lgamma)
            .recipe(Elementary::lgamma)
            .domain(0.3, 4)
            .ruleByInput((g, x) -> g.mul(x.digamma()));

    /**
     * The logarithm of the absolute value of the gamma function.
     *
     * @return a tensor of this shape
     */
    default Tensor lgamma() {
        return LGAMMA.of(self());
    }

    /** The entry of {@link #digamma()}. */
    Unary DIGAMMA = unary("digamma", "y = (ln Gamma)'(x)")
            .meaning(Exact::digamma)
            .recipe(Elementary::digamma)
            .domain(0.3, 4)
            .ruleByInput((g, x) -> g.mul(x.polygamma(1)));

    /**
     * The derivative of {@link #lgamma()}.
     *
     * @return a tensor of this shape
     */
    default Tensor digamma() {
        return DIGAMMA.of(self());
    }

    /** The entry of {@link #softplus()}. */
    Unary SOFTPLUS = unary("softplus", "y = ln(1 + e^x)")
            .meaning(x -> Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))))
            .recipe(Elementary::softplus)
            .ruleByInput((g, x) -> g.mul(x.sigmoid()));

    /**
     * The smooth rectifier {@code ln(1 + e^x)}, which neither overflows nor cancels.
     *
     * @return a tensor of this shape
     */
    default Tensor softplus() {
        return SOFTPLUS.of(self());
    }

    /** The entry of {@link #floor()}. */
    Unary FLOOR = unary("floor", "y = largest integer <= x")
            .meaning(Math::floor)
            .recipe(Elementary::floor)
            .domain(-2, 2, -2, -1, 0, 1, 2)
            .onIntegers()
            .ruleZero();

    /**
     * The largest integer that is not larger.
     *
     * @return a tensor of this shape
     */
    default Tensor floor() {
        return FLOOR.of(self());
    }

    /** The entry of {@link #ceil()}. */
    Unary CEIL = unary("ceil", "y = smallest integer >= x")
            .meaning(Math::ceil)
            .recipe(Elementary::ceil)
            .domain(-2, 2, -2, -1, 0, 1, 2)
            .onIntegers()
            .ruleZero();

    /**
     * The smallest integer that is not smaller.
     *
     * @return a tensor of this shape
     */
    default Tensor ceil() {
        return CEIL.of(self());
    }

    /** The entry of {@link #round()}. */
    Unary ROUND = unary("round", "y = nearest integer, ties to even")
            .meaning(Math::rint)
            .recipe(Elementary::round)
            .domain(-2, 2, -1.5, -0.5, 0.5, 1.5)
            .onIntegers()
            .ruleZero();

    /**
     * The nearest integer; a tie goes to the even one.
     *
     * @return a tensor of this shape
     */
    default Tensor round() {
        return ROUND.of(self());
    }

    /** The entry of {@link #trunc()}. */
    Unary TRUNC = unary("trunc", "y = integer part of x")
            .meaning(x -> x < 0 ? Math.ceil(x) : Math.floor(x))
            .recipe(Elementary::trunc)
            .domain(-2, 2, -2, -1, 0, 1, 2)
            .onIntegers()
            .ruleZero();

    /**
     * The integer part, towards 0.
     *
     * @return a tensor of this shape
     */
    default Tensor trunc() {
        return TRUNC.of(self());
    }


    /** The derivatives of digamma. Beyond the second only for x above 0. */
    record Polygamma(int order) implements Op {
        static final Entry ENTRY = Entry.exact(
                "polygamma",
                "y = derivative of order n of digamma x",
                Example.of("first", Domain.positive(3, 4), x -> x.polygamma(1)),
                Example.of("first, below 0", Domain.real(4).within(-1.9, -0.1).avoiding(-1), x -> x.polygamma(1)),
                Example.of("second", Domain.positive(3), x -> x.polygamma(2)));

        /** Bernoulli numbers B2, B4, ... over (2k)!, for the asymptotic series. */
        private static final double[] BERNOULLI = {
            1.0 / 6, -1.0 / 30, 1.0 / 42, -1.0 / 30, 5.0 / 66, -691.0 / 2730, 7.0 / 6, -3617.0 / 510
        };

        private static final int SHIFT = 12;

        @Override
        public Entry entry() {
            return ENTRY;
        }

        @Override
        public NdArray forward(Backend backend, NdArray[] in) {
            return backend.map(Recipe.of1("polygamma", this::recipe), in[0].type(), in);
        }

        /** Below 0 by reflection: psi1(x) + psi1(1 - x) = pi^2 / sin^2, psi2(x) - psi2(1 - x) = -2 pi^3 cos / sin^3. */
        private Expr recipe(Expr x) {
            if (order > 2) {
                return above(x);
            }
            Expr negative = x.less(0);
            Expr value = above(negative.select(x.constant(1).sub(x), x));
            Expr angle = x.sub(Elementary.round(x)).mul(Math.PI);
            Expr sine = Elementary.sin(angle);
            Expr square = x.constant(Math.PI * Math.PI).div(sine.mul(sine));
            Expr reflected = order == 1
                    ? square.sub(value)
                    : value.sub(square.mul(2 * Math.PI).mul(Elementary.cos(angle)).div(sine));
            return negative.select(reflected, value);
        }

        /** (-1)^(n+1) n! sum over k of (x + k)^-(n+1): twelve terms, and an asymptotic series for the others. */
        private Expr above(Expr x) {
            Expr sum = x.constant(0);
            for (int k = 0; k < SHIFT; k++) {
                sum = sum.add(power(x.constant(1).div(x.add(k)), order + 1));
            }
            Expr inverse = x.constant(1).div(x.add(SHIFT));
            Expr tail = power(inverse, order).mul(1.0 / order).add(power(inverse, order + 1).mul(0.5));
            double rising = order + 1; // (n + 1)(n + 2) ... (n + 2k - 1) / (2k)!
            double factorial = 2;
            for (int k = 1; k <= BERNOULLI.length; k++) {
                tail = tail.add(power(inverse, order + 2 * k).mul(BERNOULLI[k - 1] * rising / factorial));
                rising *= (order + 2.0 * k) * (order + 2.0 * k + 1);
                factorial *= (2.0 * k + 1) * (2.0 * k + 2);
            }
            double scale = order % 2 == 0 ? -1 : 1;
            for (int k = 2; k <= order; k++) {
                scale *= k;
            }
            return sum.add(tail).mul(scale);
        }

        private static Expr power(Expr x, int exponent) {
            Expr power = x;
            for (int i = 1; i < exponent; i++) {
                power = power.mul(x);
            }
            return power;
        }

        @Override
        public Keep keeps() {
            return Keep.INPUTS;
        }

        @Override
        public Tensor gradient(int input, Tensor g, Node at) {
            return g.mul(at.input(0).polygamma(order + 1));
        }
    }

    /** The entry of {@link #polygamma(int)}. */
    Entry POLYGAMMA = Polygamma.ENTRY;

    /**
     * The derivative of some order of {@link #digamma()}.
     *
     * @param order 1 (trigamma) or more; below 0 only the first two are defined here
     * @return a tensor of this shape
     */
    default Tensor polygamma(int order) {
        return order == 0 ? digamma() : Tensor.apply(new Polygamma(order), self().toFloating());
    }

    // ---- two operands -----------------------------------------------------------------------------------------------

    /** The entry of {@link #atan2(Tensor)}. */
    Binary ATAN2 = binary("atan2", "y = angle of the point (b, a)")
            .meaning(Math::atan2)
            .recipe(Elementary::atan2)
            .domain(Domain.positive(), Domain.real())
            .rules(
                    (g, a, b) -> g.mul(b).div(a.square().add(b.square())),
                    (g, a, b) -> g.mul(a).div(a.square().add(b.square())).neg());

    /**
     * The angle of the point (other, this), from -pi to pi.
     *
     * @param other the abscissa
     * @return radians
     */
    default Tensor atan2(Tensor other) {
        return ATAN2.of(self(), other);
    }

    /** The entry of {@link #hypot(Tensor)}: squares would overflow. */
    Binary HYPOT = binary("hypot", "y = (a^2 + b^2)^(1/2)")
            .meaning(Math::hypot)
            .recipe((a, b) -> {
                Expr large = a.abs().max(b.abs());
                Expr small = a.abs().min(b.abs());
                Expr ratio = large.equal(small).select(a.constant(1), small.div(large));
                Expr length = large.mul(ratio.fma(ratio, 1).sqrt());
                return large.equal(a.constant(0)).select(large, length);
            })
            .domain(Domain.positive(), Domain.positive())
            .rules((g, a, b, y) -> g.mul(a.div(y)), (g, a, b, y) -> g.mul(b.div(y)));

    /**
     * The length of the vector (this, other), without overflow on the way.
     *
     * @param other the other side
     * @return a tensor of the common shape
     */
    default Tensor hypot(Tensor other) {
        return HYPOT.of(self(), other);
    }

    /** The entry of {@link #copysign(Tensor)}. */
    Binary COPYSIGN = binary("copysign", "y = |a| with the sign of b")
            .meaning(Math::copySign)
            .recipe(Elementary::copysign)
            .domain(Domain.real().avoiding(0), Domain.real().avoiding(0))
            .rules((g, a, b, y) -> a.eq(0).where(g.like(0), g.mul(y.div(a))), (g, a, b, y) -> null);

    /**
     * This value with another's sign.
     *
     * @param other whose sign counts, also that of a zero
     * @return a tensor of the common shape
     */
    default Tensor copysign(Tensor other) {
        return COPYSIGN.of(self(), other);
    }

    /** The entry of {@link #fmod(Tensor)}. */
    Binary FMOD = binary("fmod", "y = a - b trunc(a / b)")
            .meaning((a, b) -> a % b)
            .recipe(Elementary::fmod)
            .domain(Domain.real().within(0.1, 0.9), Domain.real().within(1, 2))
            .rules((g, a, b) -> g, (g, a, b) -> g.mul(a.div(b).trunc()).neg());

    /**
     * The remainder with the sign of this, as C and Java compute it; that of integers is an exact integer.
     *
     * @param other the divisor
     * @return a tensor of the common shape
     * @throws IllegalArgumentException when both are integers and a divisor is 0
     */
    default Tensor fmod(Tensor other) {
        return IntegerDivision.isFor(self(), other)
                ? IntegerDivision.of("fmod", self(), other).towardsZero(self(), other).rest()
                : FMOD.of(self(), other);
    }

    /** The entry of {@link #remainder(Tensor)}. */
    Binary REMAINDER = binary("remainder", "y = a - b floor(a / b)")
            .meaning((a, b) -> a - b * Math.floor(a / b))
            .recipe(Elementary::remainder)
            .domain(Domain.real().within(-0.9, -0.1), Domain.real().within(1, 2))
            .rules((g, a, b) -> g, (g, a, b) -> g.mul(a.div(b).floor()).neg());

    /**
     * The remainder with the sign of the divisor, as Python computes it; that of integers is an exact integer.
     *
     * @param other the divisor
     * @return a tensor of the common shape
     * @throws IllegalArgumentException when both are integers and a divisor is 0
     */
    default Tensor remainder(Tensor other) {
        return IntegerDivision.isFor(self(), other)
                ? IntegerDivision.of("remainder", self(), other).rest()
                : REMAINDER.of(self(), other);
    }

    /** The entry of {@link #logAddExp(Tensor)}: composed with a maximum it would have a kink in its second derivative. */
    Binary LOG_ADD_EXP = binary("logAddExp", "y = ln(e^a + e^b)")
            .meaning((a, b) -> Math.max(a, b) + Math.log1p(Math.exp(-Math.abs(a - b))))
            .recipe((a, b) -> {
                Expr larger = a.max(b);
                Expr gap = a.sub(b).abs().neg();
                Expr sum = larger.add(Elementary.log1p(Elementary.exp(gap)));
                return larger.abs().equal(a.constant(Double.POSITIVE_INFINITY)).select(larger, sum);
            })
            .rules((g, a, b) -> g.mul(a.sub(b).sigmoid()), (g, a, b) -> g.mul(b.sub(a).sigmoid()));

    /**
     * {@code ln(e^a + e^b)} without overflow.
     *
     * @param other broadcasts against this
     * @return a tensor of the common shape
     */
    default Tensor logAddExp(Tensor other) {
        return LOG_ADD_EXP.of(self(), other);
    }

    /**
     * {@code log2(2^a + 2^b)} without overflow.
     *
     * @param other broadcasts against this
     * @return a tensor of the common shape
     */
    default Tensor logAddExp2(Tensor other) {
        return self().mul(LN_2).logAddExp(other.mul(LN_2)).div(LN_2);
    }

    // ---- compositions -----------------------------------------------------------------------------------------------

    /**
     * The reciprocal of the square root.
     *
     * @return a tensor of this shape
     */
    default Tensor rsqrt() {
        return self().sqrt().reciprocal();
    }

    /**
     * The power, computed in float64.
     *
     * @param exponent the exponent
     * @return float64
     */
    default Tensor floatPower(Tensor exponent) {
        return self().to(org.cotangent.kernel.DType.FLOAT64).pow(exponent.to(org.cotangent.kernel.DType.FLOAT64));
    }

    /**
     * {@code ln(x / (1 - x))}, the inverse of the sigmoid; NaN outside of 0 to 1.
     *
     * @return a tensor of this shape
     */
    default Tensor logit() {
        Tensor x = self();
        Tensor outside = x.lt(0).logicalOr(x.gt(1));
        Tensor valid = outside.where(x.like(Double.NaN), x.like(1)); // makes the gradient NaN as well
        return x.div(x.rsub(1)).log().mul(valid);
    }

    /**
     * {@link #logit()} of this, kept between eps and 1 - eps.
     *
     * @param eps small
     * @return a tensor of this shape
     */
    default Tensor logit(double eps) {
        return self().clamp(eps, 1 - eps).logit();
    }

    /**
     * {@code sin(pi x) / (pi x)}, 1 at 0.
     *
     * @return a tensor of this shape
     */
    default Tensor sinc() {
        Tensor x = self().toFloating().mul(Math.PI);
        Tensor zero = x.eq(0);
        Tensor safe = zero.where(x.like(1), x);
        return zero.where(x.like(1), safe.sin().div(safe));
    }

    /**
     * Degrees to radians.
     *
     * @return a tensor of this shape
     */
    default Tensor deg2rad() {
        return self().toFloating().mul(Math.PI / 180);
    }

    /**
     * What follows the point: x - trunc x.
     *
     * @return a tensor of this shape
     */
    default Tensor frac() {
        return self().sub(self().trunc());
    }

    /**
     * This kept between two numbers; the gradient goes through at the limits.
     *
     * @param least such as 0, or minus infinity
     * @param most such as 1, or infinity
     * @return a tensor of this shape
     */
    default Tensor clamp(double least, double most) {
        Tensor x = self();
        Tensor low = Double.isInfinite(least) ? x : x.clampMin(x.like(least));
        return Double.isInfinite(most) ? low : low.clampMax(x.like(most));
    }

    /**
     * This, but no less than a bound; at equality the gradient goes to this.
     *
     * @param least broadcasts against this
     * @return a tensor of the common shape
     */
    default Tensor clampMin(Tensor least) {
        return self().lt(least).where(least, self());
    }

    /**
     * This, but no more than a bound; at equality the gradient goes to this.
     *
     * @param most broadcasts against this
     * @return a tensor of the common shape
     */
    default Tensor clampMax(Tensor most) {
        return self().gt(most).where(most, self());
    }

    /**
     * NaN and infinities replaced.
     *
     * @param nan for NaN
     * @param positive for plus infinity
     * @param negative for minus infinity
     * @return a tensor of this shape
     */
    default Tensor nanToNum(double nan, double positive, double negative) {
        Tensor x = self();
        Tensor finite = x.isnan().where(x.like(nan), x);
        Tensor below = finite.eq(Double.POSITIVE_INFINITY).where(x.like(positive), finite);
        return below.eq(Double.NEGATIVE_INFINITY).where(x.like(negative), below);
    }

    /**
     * The larger of two; a NaN loses against a number.
     *
     * @param other broadcasts against this
     * @return a tensor of the common shape
     */
    default Tensor fmax(Tensor other) {
        return self().ge(other).logicalOr(other.isnan()).where(self(), other);
    }

    /**
     * The smaller of two; a NaN loses against a number.
     *
     * @param other broadcasts against this
     * @return a tensor of the common shape
     */
    default Tensor fmin(Tensor other) {
        return self().le(other).logicalOr(other.isnan()).where(self(), other);
    }

    /**
     * The quotient rounded down, {@code a / b} where b is 0; its gradient is 0. That of integers is an exact integer.
     *
     * @param other the divisor
     * @return a tensor of the common shape
     * @throws IllegalArgumentException when both are integers and a divisor is 0
     */
    default Tensor floorDivide(Tensor other) {
        Tensor a = self();
        if (IntegerDivision.isFor(a, other)) {
            return IntegerDivision.of("floorDivide", a, other).quotient();
        }
        Tensor rest = a.fmod(other);
        Tensor towardsZero = a.sub(rest).div(other).round();
        Tensor above = rest.ne(0).logicalAnd(rest.lt(0).ne(other.lt(0)));
        Tensor quotient = towardsZero.sub(above.to(rest.dtype()));
        return other.eq(0).where(a.div(other), quotient).floor().to(Tensor.resultType(a, other)); // floor for its gradient
    }

    /**
     * The quotient rounded towards 0; its gradient is 0. That of integers is an exact integer.
     *
     * @param other the divisor
     * @return a tensor of the common shape
     * @throws IllegalArgumentException when both are integers and a divisor is 0
     */
    default Tensor truncDivide(Tensor other) {
        if (IntegerDivision.isFor(self(), other)) {
            return IntegerDivision.of("truncDivide", self(), other).towardsZero(self(), other).quotient();
        }
        return self().div(other).trunc().to(Tensor.resultType(self(), other));
    }

    /**
     * The way from this to another: {@code a + w (b - a)}, from {@code |w| = 1/2} on computed as {@code b - (b - a) (1 -
     * w)}, so that weight 1 gives b exactly.
     *
     * @param end b, where weight 1 leads
     * @param weight w, broadcasts
     * @return a tensor of the common shape
     */
    default Tensor lerp(Tensor end, Tensor weight) {
        Tensor way = end.sub(self());
        Tensor fromStart = self().add(weight.mul(way));
        Tensor fromEnd = end.sub(way.mul(weight.rsub(1)));
        return weight.abs().lt(0.5).where(fromStart, fromEnd);
    }

    /**
     * {@code a ln b}, 0 where a is 0, also for an infinite b; NaN where b is.
     *
     * @param other b
     * @return a tensor of the common shape
     */
    default Tensor xlogy(Tensor other) {
        Tensor a = self().toFloating();
        Tensor none = a.eq(0).logicalAnd(other.le(0).logicalOr(other.eq(Double.POSITIVE_INFINITY)));
        Tensor product = none.where(other.like(0), a).mul(none.where(other.toFloating().like(1), other).log());
        return none.where(product.like(0), product);
    }

    /**
     * {@code x + c a b}.
     *
     * @param a a factor
     * @param b a factor
     * @param c a number
     * @return a tensor of the common shape
     */
    default Tensor addcmul(Tensor a, Tensor b, double c) {
        return self().add(a.mul(b).mul(c));
    }

    /**
     * {@code x + c a / b}.
     *
     * @param a the dividend
     * @param b the divisor
     * @param c a number
     * @return a tensor of the common shape
     */
    default Tensor addcdiv(Tensor a, Tensor b, double c) {
        return self().add(a.div(b).mul(c));
    }

    /**
     * Where two agree within {@code atol + rtol |b|}.
     *
     * @param other b
     * @param rtol relative to it
     * @param atol absolute
     * @param equalNan whether NaN agrees with NaN
     * @return bool
     */
    default Tensor isclose(Tensor other, double rtol, double atol, boolean equalNan) {
        Tensor near = self().sub(other).abs().le(other.abs().mul(rtol).add(atol));
        Tensor finite = other.abs().ne(Double.POSITIVE_INFINITY).logicalAnd(self().abs().ne(Double.POSITIVE_INFINITY));
        Tensor same = self().eq(other).logicalOr(near.logicalAnd(finite));
        return equalNan ? same.logicalOr(self().isnan().logicalAnd(other.isnan())) : same;
    }
}
