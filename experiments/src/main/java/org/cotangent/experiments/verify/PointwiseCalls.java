package org.cotangent.experiments.verify;

import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.cotangent.Tensor;
import org.cotangent.kernel.DType;

/** Elementwise operations of one and two operands. */
final class PointwiseCalls {
    private final Calls calls;

    private PointwiseCalls(Calls calls) {
        this.calls = calls;
    }

    static void addTo(Calls calls) {
        PointwiseCalls add = new PointwiseCalls(calls);
        add.functions();
        add.clamping();
        add.activations();
        add.arithmetic();
        add.comparisons();
    }

    private void unary(String names, UnaryOperator<Tensor> function) {
        calls.one(names, a -> function.apply(a.tensor(0)));
    }

    private void binary(String names, BinaryOperator<Tensor> function) {
        calls.one(names, a -> function.apply(a.tensor(0), a.tensor(1, "other")));
    }

    private void functions() {
        unary("exp", Tensor::exp);
        unary("exp2 special.exp2", Tensor::exp2);
        unary("expm1 special.expm1", Tensor::expm1);
        unary("log", Tensor::log);
        unary("log1p special.log1p", Tensor::log1p);
        unary("log2", Tensor::log2);
        unary("log10", Tensor::log10);
        unary("sqrt", Tensor::sqrt);
        unary("rsqrt", Tensor::rsqrt);
        unary("abs absolute", Tensor::abs);
        unary("sign sgn", Tensor::sign);
        unary("neg negative", Tensor::neg);
        unary("positive", x -> x);
        unary("reciprocal", Tensor::reciprocal);
        unary("square", Tensor::square);
        unary("sin", Tensor::sin);
        unary("cos", Tensor::cos);
        unary("tan", Tensor::tan);
        unary("asin arcsin", Tensor::asin);
        unary("acos arccos", Tensor::acos);
        unary("atan arctan", Tensor::atan);
        unary("sinh", Tensor::sinh);
        unary("cosh", Tensor::cosh);
        unary("tanh", Tensor::tanh);
        unary("asinh arcsinh", Tensor::asinh);
        unary("acosh arccosh", Tensor::acosh);
        unary("atanh arctanh", Tensor::atanh);
        unary("erf special.erf", Tensor::erf);
        unary("erfc special.erfc", Tensor::erfc);
        unary("erfinv special.erfinv", Tensor::erfinv);
        unary("lgamma special.gammaln", Tensor::lgamma);
        unary("digamma special.digamma special.psi", Tensor::digamma);
        calls.one("polygamma special.polygamma", a -> a.isNumber(0, "n")
                ? a.tensor(1, "input").polygamma(a.integer(0, "n"))
                : a.tensor(0).polygamma(a.integer(1, "n")));
        unary("sinc special.sinc", Tensor::sinc);
        unary("deg2rad", Tensor::deg2rad);
        unary("floor", Tensor::floor);
        unary("ceil", Tensor::ceil);
        unary("trunc fix", Tensor::trunc);
        unary("frac", Tensor::frac);
        calls.one("round", a -> {
            double scale = Math.pow(10, a.integer(-1, "decimals", 0));
            return scale == 1 ? a.tensor(0).round() : a.tensor(0).mul(scale).round().div(scale);
        });
        unary("isnan", Tensor::isnan);
        calls.one("logit special.logit", a -> a.has(1, "eps") ? a.tensor(0).logit(a.number(1, "eps")) : a.tensor(0).logit());
    }

    private void clamping() {
        calls.one("clamp clip", a -> {
            Tensor x = a.tensor(0);
            Tensor low = a.has(1, "min") ? x.clampMin(a.tensor(1, "min").to(x.dtype())) : x;
            return a.has(2, "max") ? low.clampMax(a.tensor(2, "max").to(x.dtype())) : low;
        });
        calls.one("clamp_min", a -> a.tensor(0).clampMin(a.tensor(1, "min").to(a.tensor(0).dtype())));
        calls.one("clamp_max", a -> a.tensor(0).clampMax(a.tensor(1, "max").to(a.tensor(0).dtype())));
        calls.one("nan_to_num", a -> {
            double most = a.type() == DType.FLOAT32 ? Float.MAX_VALUE : Double.MAX_VALUE;
            return a.tensor(0)
                    .nanToNum(a.number(1, "nan", 0), a.number(2, "posinf", most), a.number(3, "neginf", -most));
        });
    }

    private void activations() {
        unary("sigmoid special.expit", Tensor::sigmoid);
        unary("relu", Tensor::relu);
        unary("relu6", Tensor::relu6);
        unary("selu", Tensor::selu);
        unary("silu", Tensor::silu);
        unary("mish", Tensor::mish);
        unary("softsign", Tensor::softsign);
        unary("tanhshrink", Tensor::tanhshrink);
        unary("logsigmoid", Tensor::logsigmoid);
        unary("hardsigmoid", Tensor::hardsigmoid);
        unary("hardswish", Tensor::hardswish);
        calls.one("leaky_relu", a -> a.tensor(0).leakyRelu(a.number(1, "negative_slope", 0.01)));
        calls.one("elu", a -> a.tensor(0).elu(a.number(1, "alpha", 1)));
        calls.one("celu", a -> a.tensor(0).celu(a.number(1, "alpha", 1)));
        calls.one("gelu", a -> a.text(-1, "approximate", "none").equals("tanh")
                ? a.tensor(0).geluTanh()
                : a.tensor(0).gelu());
        calls.one("softplus", a -> a.tensor(0).softplus(a.number(1, "beta", 1), a.number(2, "threshold", 20)));
        calls.one("hardtanh", a -> a.tensor(0).hardtanh(a.number(1, "min_val", -1), a.number(2, "max_val", 1)));
        calls.one("hardshrink", a -> a.tensor(0).hardshrink(a.number(1, "lambd", 0.5)));
        calls.one("softshrink", a -> a.tensor(0).softshrink(a.number(1, "lambd", 0.5)));
        calls.one("threshold", a -> a.tensor(0).threshold(a.number(1, "threshold"), a.number(2, "value")));
        calls.one("glu", a -> a.tensor(0).glu(a.integer(1, "dim", -1)));
        calls.one("prelu", a -> {
            Tensor slope = a.tensor(1, "weight");
            int rank = a.tensor(0).rank();
            if (slope.size() == 1 || rank < 2) {
                return a.tensor(0).prelu(slope.size() == 1 ? slope.reshape() : slope);
            }
            int[] channels = new int[rank];
            java.util.Arrays.fill(channels, 1);
            channels[1] = slope.size();
            return a.tensor(0).prelu(slope.reshape(channels));
        });
    }

    private void arithmetic() {
        calls.one("add __radd__", a -> a.tensor(0).add(scaled(a)));
        calls.one("sub subtract", a -> a.tensor(0).sub(scaled(a)));
        calls.one("rsub __rsub__", a -> a.tensor(1, "other").sub(alpha(a, a.tensor(0))));
        binary("mul multiply __rmul__", Tensor::mul);
        calls.one("div divide", PointwiseCalls::divide);
        binary("true_divide", Tensor::div);
        binary("floor_divide", Tensor::floorDivide);
        calls.one("__rdiv__", a -> a.tensor(1, "other").div(a.tensor(0)));
        calls.one("__rpow__", a -> a.tensor(1, "other").detach().pow(a.tensor(0)));
        calls.one("__rmod__", a -> a.tensor(1, "other").remainder(a.tensor(0)));
        calls.one("pow", a -> a.tensor(0).pow(a.tensor(1, "exponent")));
        calls.one("float_power", a -> a.tensor(0).floatPower(a.tensor(1, "exponent")));
        binary("maximum max/binary", Tensor::maximum);
        binary("minimum min/binary", Tensor::minimum);
        binary("fmax", Tensor::fmax);
        binary("fmin", Tensor::fmin);
        binary("atan2 arctan2", Tensor::atan2);
        binary("hypot", Tensor::hypot);
        binary("copysign", Tensor::copysign);
        binary("fmod", Tensor::fmod);
        binary("remainder", Tensor::remainder);
        binary("xlogy special.xlogy", Tensor::xlogy);
        binary("logaddexp", Tensor::logAddExp);
        binary("logaddexp2", Tensor::logAddExp2);
        calls.one("lerp", a -> a.tensor(0).lerp(a.tensor(1, "end"), a.tensor(2, "weight")));
        calls.one("addcmul", a -> a.tensor(0)
                .addcmul(a.tensor(1, "tensor1"), a.tensor(2, "tensor2"), a.number(-1, "value", 1)));
        calls.one("addcdiv", a -> a.tensor(0)
                .addcdiv(a.tensor(1, "tensor1"), a.tensor(2, "tensor2"), a.number(-1, "value", 1)));
    }

    private static Tensor scaled(Arguments a) {
        return alpha(a, a.tensor(1, "other"));
    }

    private static Tensor alpha(Arguments a, Tensor x) {
        double alpha = a.number(2, "alpha", 1);
        return alpha == 1 ? x : x.mul(alpha);
    }

    private static Tensor divide(Arguments a) {
        Tensor x = a.tensor(0);
        Tensor other = a.tensor(1, "other");
        return switch (a.text(2, "rounding_mode", "none")) {
            case "floor" -> x.floorDivide(other);
            case "trunc" -> x.truncDivide(other);
            default -> x.div(other);
        };
    }

    private void comparisons() {
        binary("eq", Tensor::eq);
        binary("ne not_equal", Tensor::ne);
        binary("lt less", Tensor::lt);
        binary("le less_equal", Tensor::le);
        binary("gt greater", Tensor::gt);
        binary("ge greater_equal", Tensor::ge);
        unary("logical_not", Tensor::logicalNot);
        binary("logical_and", Tensor::logicalAnd);
        binary("logical_or", Tensor::logicalOr);
        binary("logical_xor", (x, y) -> x.to(DType.BOOL).ne(y.to(DType.BOOL)));
        calls.one("isclose", a -> a.tensor(0)
                .isclose(
                        a.tensor(1, "other"),
                        a.number(2, "rtol", 1e-5),
                        a.number(3, "atol", 1e-8),
                        a.flag(4, "equal_nan", false)));
    }
}
