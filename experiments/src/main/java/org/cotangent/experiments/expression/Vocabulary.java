package org.cotangent.experiments.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.cotangent.Tensor;
import org.jspecify.annotations.Nullable;

/** The functions that an expression may call, by name and number of operands. */
final class Vocabulary {
    private static final Map<String, UnaryOperator<Tensor>> UNARY = new TreeMap<>();
    private static final Map<String, BinaryOperator<Tensor>> BINARY = new TreeMap<>();
    private static final Map<String, AlongAxis> AXIS = new TreeMap<>();

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
        UNARY.put("sum", Tensor::sum);
        UNARY.put("mean", Tensor::mean);
        UNARY.put("prod", Tensor::prod);
        UNARY.put("norm", Tensor::norm);
        UNARY.put("max", Tensor::max);
        UNARY.put("min", Tensor::min);
        UNARY.put("logSumExp", Tensor::logSumExp);
        UNARY.put("softmax", x -> x.softmax(-1));
        UNARY.put("logSoftmax", x -> x.logSoftmax(-1));
        UNARY.put("t", Tensor::t);

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
        BINARY.put("logAddExp", Tensor::logAddExp);
        BINARY.put("leakyRelu", Tensor::prelu);
        BINARY.put("matmul", Tensor::matmul);
        BINARY.put("dot", Tensor::dot);

        AXIS.put("sum", (x, axis) -> x.sum(axis));
        AXIS.put("mean", (x, axis) -> x.mean(axis));
        AXIS.put("amax", (x, axis) -> x.amax(axis));
        AXIS.put("amin", (x, axis) -> x.amin(axis));
        AXIS.put("logSumExp", (x, axis) -> x.logSumExp(axis));
        AXIS.put("softmax", Tensor::softmax);
        AXIS.put("logSoftmax", Tensor::logSoftmax);
        AXIS.put("cumsum", Tensor::cumsum);
        AXIS.put("cumprod", Tensor::cumprod);
    }

    private Vocabulary() {}

    static @Nullable UnaryOperator<Tensor> unary(String name) {
        return UNARY.get(name);
    }

    static @Nullable BinaryOperator<Tensor> binary(String name) {
        return BINARY.get(name);
    }

    static @Nullable AlongAxis alongAxis(String name) {
        return AXIS.get(name);
    }

    static boolean has(String name) {
        return UNARY.containsKey(name) || BINARY.containsKey(name) || AXIS.containsKey(name);
    }

    static List<String> names() {
        TreeMap<String, Boolean> all = new TreeMap<>();
        UNARY.keySet().forEach(each -> all.put(each, true));
        BINARY.keySet().forEach(each -> all.put(each, true));
        AXIS.keySet().forEach(each -> all.put(each, true));
        return new ArrayList<>(all.keySet());
    }

    /** How many operands a function takes, in words. */
    static String takes(String name) {
        boolean one = UNARY.containsKey(name);
        String two = BINARY.containsKey(name) ? "two operands" : AXIS.containsKey(name) ? "an operand and an axis" : "";
        return two.isEmpty() ? "one operand" : one ? "one operand, or " + two : two;
    }
}
