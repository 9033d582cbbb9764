package org.cotangent.experiments.verify;

import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.cotangent.Tensor;

/** Elementwise operations of one and two operands. */
final class PointwiseCalls {
    private final Calls calls;

    private PointwiseCalls(Calls calls) {
        this.calls = calls;
    }

    static void addTo(Calls calls) {
        PointwiseCalls add = new PointwiseCalls(calls);
        add.unary("exp", Tensor::exp);
        add.unary("log", Tensor::log);
        add.unary("sqrt", Tensor::sqrt);
        add.unary("abs", Tensor::abs);
        add.unary("sign", Tensor::sign);
        add.unary("neg", Tensor::neg);
        add.unary("reciprocal", Tensor::reciprocal);
        add.unary("square", Tensor::square);
        add.unary("sin", Tensor::sin);
        add.unary("cos", Tensor::cos);
        add.unary("tan", Tensor::tan);
        add.unary("tanh", Tensor::tanh);
        add.unary("sigmoid", Tensor::sigmoid);
        add.unary("relu", Tensor::relu);
        add.unary("logical_not", Tensor::logicalNot);
        add.binary("sub", Tensor::sub);
        add.binary("mul __rmul__", Tensor::mul);
        add.binary("true_divide", Tensor::div);
        add.binary("pow", Tensor::pow);
        add.binary("maximum max/binary", Tensor::maximum);
        add.binary("minimum min/binary", Tensor::minimum);
        add.binary("eq", Tensor::eq);
        add.binary("ne", Tensor::ne);
        add.binary("lt", Tensor::lt);
        add.binary("le", Tensor::le);
        add.binary("gt", Tensor::gt);
        add.binary("ge", Tensor::ge);
        add.binary("logical_and", Tensor::logicalAnd);
        add.binary("logical_or", Tensor::logicalOr);
        calls.one("leaky_relu", a -> a.tensor(0).leakyRelu(a.number(1, "negative_slope", 0.01)));
    }

    private void unary(String names, UnaryOperator<Tensor> function) {
        calls.one(names, a -> function.apply(a.tensor(0)));
    }

    private void binary(String names, BinaryOperator<Tensor> function) {
        calls.one(names, a -> function.apply(a.tensor(0), a.tensor(1, "other")));
    }
}
