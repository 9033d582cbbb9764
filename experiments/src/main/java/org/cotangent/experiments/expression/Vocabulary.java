package org.cotangent.experiments.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.cotangent.Tensor;
import org.cotangent.kernel.DType;
import org.jspecify.annotations.Nullable;

/** The functions that an expression may call, by name and number of operands. */
final class Vocabulary {
    private static final Map<String, UnaryOperator<Tensor>> UNARY = new TreeMap<>();
    private static final Map<String, BinaryOperator<Tensor>> BINARY = new TreeMap<>();
    private static final Map<String, Ternary> TERNARY = new TreeMap<>();
    private static final Map<String, WithNumbers> NUMBERED = new TreeMap<>();

    /** A function of three tensors. */
    @FunctionalInterface
    interface Ternary {
        /** Applies it. */
        Tensor apply(Tensor a, Tensor b, Tensor c);
    }

    /** A function of a tensor and of numbers that are not differentiated. */
    @FunctionalInterface
    interface Body {
        /** Applies it. */
        Tensor apply(Tensor x, double... numbers);
    }

    /**
     * A function of a tensor and of numbers.
     *
     * @param numbers what they are called in messages
     * @param body what it computes
     */
    record WithNumbers(List<String> numbers, Body body) {
        /** Numbers that count something. */
        private static final Set<String> WHOLE = Set.of("axis", "order");

        static boolean isWhole(String number) {
            return WHOLE.contains(number);
        }
    }

    private static void numbered(String name, Body body, String... numbers) {
        NUMBERED.put(name, new WithNumbers(List.of(numbers), body));
    }

    private static void alongAxis(String name, AlongAxis body) {
        numbered(name, (x, numbers) -> body.apply(x, (int) numbers[0]), "axis");
    }

    /** A function of a tensor and the number of an axis. */
    @FunctionalInterface
    interface AlongAxis {
        /** Applies it. */
        Tensor apply(Tensor x, int axis);
    }

    static {
        UNARY.put("exp", Tensor::exp);
        UNARY.put("exp2", Tensor::exp2);
        UNARY.put("expm1", Tensor::expm1);
        UNARY.put("log", Tensor::log);
        UNARY.put("ln", Tensor::log);
        UNARY.put("log1p", Tensor::log1p);
        UNARY.put("log2", Tensor::log2);
        UNARY.put("log10", Tensor::log10);
        UNARY.put("sin", Tensor::sin);
        UNARY.put("cos", Tensor::cos);
        UNARY.put("tan", Tensor::tan);
        UNARY.put("asin", Tensor::asin);
        UNARY.put("acos", Tensor::acos);
        UNARY.put("atan", Tensor::atan);
        UNARY.put("sinh", Tensor::sinh);
        UNARY.put("cosh", Tensor::cosh);
        UNARY.put("tanh", Tensor::tanh);
        UNARY.put("asinh", Tensor::asinh);
        UNARY.put("acosh", Tensor::acosh);
        UNARY.put("atanh", Tensor::atanh);
        UNARY.put("erf", Tensor::erf);
        UNARY.put("erfc", Tensor::erfc);
        UNARY.put("erfinv", Tensor::erfinv);
        UNARY.put("lgamma", Tensor::lgamma);
        UNARY.put("digamma", Tensor::digamma);
        UNARY.put("sqrt", Tensor::sqrt);
        UNARY.put("rsqrt", Tensor::rsqrt);
        UNARY.put("square", Tensor::square);
        UNARY.put("reciprocal", Tensor::reciprocal);
        UNARY.put("neg", Tensor::neg);
        UNARY.put("abs", Tensor::abs);
        UNARY.put("sign", Tensor::sign);
        UNARY.put("floor", Tensor::floor);
        UNARY.put("ceil", Tensor::ceil);
        UNARY.put("round", Tensor::round);
        UNARY.put("trunc", Tensor::trunc);
        UNARY.put("frac", Tensor::frac);
        UNARY.put("deg2rad", Tensor::deg2rad);
        UNARY.put("isnan", Tensor::isnan);
        UNARY.put("not", Tensor::logicalNot);
        UNARY.put("sinc", Tensor::sinc);
        UNARY.put("logit", Tensor::logit);
        UNARY.put("sigmoid", Tensor::sigmoid);
        UNARY.put("relu", Tensor::relu);
        UNARY.put("relu6", Tensor::relu6);
        UNARY.put("softplus", Tensor::softplus);
        UNARY.put("gelu", Tensor::gelu);
        UNARY.put("silu", Tensor::silu);
        UNARY.put("mish", Tensor::mish);
        UNARY.put("selu", Tensor::selu);
        UNARY.put("softsign", Tensor::softsign);
        UNARY.put("geluTanh", Tensor::geluTanh);
        UNARY.put("elu", x -> x.elu(1));
        UNARY.put("celu", x -> x.celu(1));
        UNARY.put("logsigmoid", Tensor::logsigmoid);
        UNARY.put("hardsigmoid", Tensor::hardsigmoid);
        UNARY.put("hardswish", Tensor::hardswish);
        UNARY.put("hardtanh", x -> x.hardtanh(-1, 1));
        UNARY.put("hardshrink", x -> x.hardshrink(0.5));
        UNARY.put("softshrink", x -> x.softshrink(0.5));
        UNARY.put("tanhshrink", Tensor::tanhshrink);
        UNARY.put("sum", Tensor::sum);
        UNARY.put("mean", Tensor::mean);
        UNARY.put("prod", Tensor::prod);
        UNARY.put("norm", Tensor::norm);
        UNARY.put("max", Tensor::max);
        UNARY.put("min", Tensor::min);
        UNARY.put("median", Tensor::median);
        UNARY.put("var", x -> x.var(1, false));
        UNARY.put("std", x -> x.std(1, false));
        UNARY.put("logSumExp", Tensor::logSumExp);
        UNARY.put("softmax", x -> x.softmax(-1));
        UNARY.put("logSoftmax", x -> x.logSoftmax(-1));
        UNARY.put("t", Tensor::t);
        UNARY.put("trace", Tensor::trace);
        UNARY.put("det", Tensor::det);
        UNARY.put("inv", Tensor::inv);

        BINARY.put("add", Tensor::add);
        BINARY.put("sub", Tensor::sub);
        BINARY.put("mul", Tensor::mul);
        BINARY.put("div", Tensor::div);
        BINARY.put("pow", Tensor::pow);
        BINARY.put("max", Tensor::maximum);
        BINARY.put("min", Tensor::minimum);
        BINARY.put("maximum", Tensor::maximum);
        BINARY.put("minimum", Tensor::minimum);
        BINARY.put("atan2", Tensor::atan2);
        BINARY.put("hypot", Tensor::hypot);
        BINARY.put("copysign", Tensor::copysign);
        BINARY.put("fmod", Tensor::fmod);
        BINARY.put("remainder", Tensor::remainder);
        BINARY.put("floorDivide", Tensor::floorDivide);
        BINARY.put("truncDivide", Tensor::truncDivide);
        BINARY.put("logAddExp", Tensor::logAddExp);
        BINARY.put("logAddExp2", Tensor::logAddExp2);
        BINARY.put("xlogy", Tensor::xlogy);
        BINARY.put("fmax", Tensor::fmax);
        BINARY.put("fmin", Tensor::fmin);
        BINARY.put("clampMin", Tensor::clampMin);
        BINARY.put("clampMax", Tensor::clampMax);
        BINARY.put("leakyRelu", Tensor::prelu);
        BINARY.put("prelu", Tensor::prelu);
        BINARY.put("lt", Tensor::lt);
        BINARY.put("le", Tensor::le);
        BINARY.put("gt", Tensor::gt);
        BINARY.put("ge", Tensor::ge);
        BINARY.put("eq", Tensor::eq);
        BINARY.put("ne", Tensor::ne);
        BINARY.put("and", Tensor::logicalAnd);
        BINARY.put("or", Tensor::logicalOr);
        BINARY.put("matmul", Tensor::matmul);
        BINARY.put("dot", Tensor::dot);
        BINARY.put("outer", Tensor::outer);
        BINARY.put("solve", Tensor::solve);
        BINARY.put("mse", Tensor::mse);

        TERNARY.put("where", (mask, a, b) -> (mask.dtype() == DType.BOOL ? mask : mask.ne(0)).where(a, b));
        TERNARY.put("lerp", Tensor::lerp);

        numbered("clamp", (x, n) -> x.clamp(n[0], n[1]), "least", "most");
        numbered("hardtanh", (x, n) -> x.hardtanh(n[0], n[1]), "least", "most");
        numbered("threshold", (x, n) -> x.threshold(n[0], n[1]), "threshold", "value");
        numbered("softplus", (x, n) -> x.softplus(n[0], n[1]), "beta", "threshold");
        numbered("elu", (x, n) -> x.elu(n[0]), "a");
        numbered("celu", (x, n) -> x.celu(n[0]), "a");
        numbered("hardshrink", (x, n) -> x.hardshrink(n[0]), "distance");
        numbered("softshrink", (x, n) -> x.softshrink(n[0]), "distance");
        numbered("logit", (x, n) -> x.logit(n[0]), "eps");
        numbered("polygamma", (x, n) -> x.polygamma((int) n[0]), "order");

        alongAxis("sum", (x, axis) -> x.sum(axis));
        alongAxis("mean", (x, axis) -> x.mean(axis));
        alongAxis("amax", (x, axis) -> x.amax(axis));
        alongAxis("amin", (x, axis) -> x.amin(axis));
        alongAxis("logSumExp", (x, axis) -> x.logSumExp(axis));
        alongAxis("softmax", Tensor::softmax);
        alongAxis("logSoftmax", Tensor::logSoftmax);
        alongAxis("cumsum", Tensor::cumsum);
        alongAxis("cumprod", Tensor::cumprod);
        alongAxis("logCumSumExp", Tensor::logCumSumExp);
        alongAxis("var", (x, axis) -> x.var(1, false, axis));
        alongAxis("std", (x, axis) -> x.std(1, false, axis));
        alongAxis("prod", (x, axis) -> x.prod(false, axis));
        alongAxis("norm", (x, axis) -> x.norm(2, false, axis));
        alongAxis("flip", (x, axis) -> x.flip(axis));
        alongAxis("unsqueeze", Tensor::unsqueeze);
        alongAxis("squeeze", Tensor::squeeze);
    }

    private Vocabulary() {}

    static @Nullable UnaryOperator<Tensor> unary(String name) {
        return UNARY.get(name);
    }

    static @Nullable BinaryOperator<Tensor> binary(String name) {
        return BINARY.get(name);
    }

    static @Nullable Ternary ternary(String name) {
        return TERNARY.get(name);
    }

    static @Nullable WithNumbers withNumbers(String name) {
        return NUMBERED.get(name);
    }

    static boolean has(String name) {
        return UNARY.containsKey(name)
                || BINARY.containsKey(name)
                || TERNARY.containsKey(name)
                || NUMBERED.containsKey(name);
    }

    static List<String> names() {
        Set<String> all = new TreeSet<>(UNARY.keySet());
        all.addAll(BINARY.keySet());
        all.addAll(TERNARY.keySet());
        all.addAll(NUMBERED.keySet());
        return List.copyOf(all);
    }

    /** How many operands a function takes, in words. */
    static String takes(String name) {
        List<String> forms = new ArrayList<>();
        if (UNARY.containsKey(name)) {
            forms.add("one operand");
        }
        if (BINARY.containsKey(name)) {
            forms.add("two operands");
        }
        if (TERNARY.containsKey(name)) {
            forms.add("three operands");
        }
        WithNumbers numbered = NUMBERED.get(name);
        if (numbered != null) {
            forms.add(numbered.numbers().equals(List.of("axis"))
                    ? "an operand and an axis"
                    : "an operand and the number" + (numbered.numbers().size() > 1 ? "s " : " ")
                            + String.join(" and ", numbered.numbers()));
        }
        return String.join(", or ", forms);
    }
}
