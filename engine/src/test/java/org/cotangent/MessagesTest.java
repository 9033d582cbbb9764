package org.cotangent;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import org.cotangent.kernel.Backends;
import org.cotangent.kernel.DType;
import org.cotangent.shape.Shape;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Error messages are part of the API: what was asked, why not, where it came from, what to try. */
class MessagesTest {
    private static Tensor x(int... sizes) {
        return Tensor.zeros(DType.FLOAT64, sizes);
    }

    private static Tensor p(int... sizes) {
        return x(sizes).requiresGrad(true);
    }

    private static Arguments row(String asked, String why, String origin, String advice, Executable mistake) {
        return arguments(asked, why, origin, advice, mistake);
    }

    static List<Arguments> mistakes() {
        return List.of(
                row("matmul [3, 4] x [5, 2]", "inner sizes 4 and 5 differ", "", "t()", () -> x(3, 4).matmul(x(5, 2))),
                row("matmul [3, 4] x [5, 2]", "differ", "left operand is 'w'", "t()", () -> x(3, 4)
                        .named("w")
                        .matmul(x(5, 2))),
                row("matmul", "differ", "right operand was made by ExpBackward0", "t()", () -> x(3, 4)
                        .matmul(p(5, 2).exp())),
                row("matmul [] x [2]", "no rows and columns", "", "mul", () -> x().matmul(x(2))),
                row("add [3] and [4]", "do not broadcast", "", "unsqueeze", () -> x(3).add(x(4))),
                row("linear of [2, 3]", "size 4", "", "reshape(-1, 4)", () -> x(2, 3).linear(x(5, 4), x(5))),
                row("linear", "types differ", "", "to(DType.FLOAT32)", () -> x(2, 4)
                        .linear(Tensor.zeros(5, 4), Tensor.zeros(5))),
                row("reshape [2, 3]", "6 elements", "", "product is 6", () -> x(2, 3).reshape(4, 2)),
                row("axis 2 of shape [2, 3]", "only 2 axes", "", "-2 to 1", () -> x(2, 3).sum(2)),
                row("permute", "named once", "", "permutation", () -> x(2, 3).permute(0, 0)),
                row("t() of shape [2, 3, 4]", "more than two axes", "", "transpose(-2, -1)", () -> x(2, 3, 4)
                        .t()),
                row("index 5 along axis 0", "size 3", "", "-3 to 2", () -> x(3).get(5)),
                row("narrow", "leaves the axis", "", "0 to 3", () -> x(3).narrow(0, 2, 2)),
                row("slice", "at least 1", "", "flip", () -> x(3).slice(0, 0, 3, -1)),
                row("expand [2] to [3]", "size 1", "", "unsqueeze", () -> x(2).expand(3)),
                row("cat along axis 0", "all but that axis", "", "reshape", () -> Tensor.cat(0, x(2, 3), x(2, 4))),
                row("cat of no tensors", "nothing", "", "at least one", () -> Tensor.cat(0)),
                row("gather", "must be int64, not float64", "", "to(DType.INT64)", () -> x(3).gather(0, x(2))),
                row("gather", "1 axes, not 2", "", "unsqueeze", () -> x(3, 2).gather(0, Tensor.arange(2))),
                row("indexSelect", "vector", "", "flatten()", () -> x(3).indexSelect(0, Tensor.arange(4)
                        .reshape(2, 2))),
                row("scatterAdd", "shapes differ", "", "slice", () -> x(3).scatterAdd(0, Tensor.arange(2), x(3))),
                row("mse of [2, 1] against target [2]", "broadcasting", "", "reshape the target", () -> x(2, 1)
                        .mse(x(2))),
                row("loss of [2, 3]", "int64 labels [N]", "", "to(DType.INT64)", () -> x(2, 3).crossEntropy(x(2))),
                row("tensor of shape [2, 2] from 3 values", "4 elements", "", "product", () -> Tensor.of(
                        new double[3], 2, 2)),
                row("a matrix from rows", "row 1 has 1", "", "one length", () -> Tensor.of(new double[][] {{1, 2}, {3}})),
                row("tensor of shape [-1]", "negative", "", "0 or more", () -> Shape.of(-1)),
                row("more than 2^31", "2^31", "", "smaller", () -> Shape.of(1 << 20, 1 << 20)),
                row("item() of [2]", "2 elements", "", "get(i, ...)", () -> x(2).item()),
                row("requiresGrad of [2] int64", "float32 and float64", "", "to(DType.FLOAT32)", () -> Tensor.arange(2)
                        .requiresGrad(true)),
                row("requiresGrad(false)", "computed by ExpBackward0", "", "detach()", () -> p(2)
                        .exp()
                        .requiresGrad(false)),
                row("backward from [3]", "not a scalar", "", "sum() or mean()", () -> p(3).exp().backward()),
                row("backward from []", "does not require a gradient", "", "requiresGrad(true)", () -> x().backward()),
                row("with a seed of shape [2]", "tensor's shape", "", "expand or reshape", () -> p(3).exp()
                        .backward(x(2))),
                row("grad of [3]", "not a leaf: it was computed by ExpBackward0", "", "retainGrad()", () -> p(3).exp()
                        .grad()),
                row("grad of [3]", "does not require a gradient", "", "requiresGrad(true)", () -> Autograd.grad(
                        p(3).sum(), List.of(x(3)), false)),
                row("retainGrad of [2]", "does not require", "", "requiresGrad(true)", () -> x(2).retainGrad()),
                row("registerHook on [2]", "does not require", "", "requiresGrad(true)", () -> x(2).registerHook(
                        g -> g)),
                row("setGrad of shape [3] on [2]", "shape of its tensor", "", "sumTo or reshape", () -> p(2).setGrad(
                        x(3))),
                row("fill on [2]", "leaf that requires a gradient", "", "Autograd.noGrad", () -> p(2).fill(1)),
                row("fill on [2]", "part of a recorded graph", "", "Autograd.noGrad", () -> p(2).exp().fill(1)),
                row("copyFrom on [3, 2]", "expanded view", "", "clone()", () -> x(2).expand(3, 2).copyFrom(x(2))),
                row("backend 'gpu'", "no such backend", "", "scalar or simd", () -> Backends.use("gpu")),
                row("backward through ExpBackward0", "second time", "", "retainGraph", () -> {
                    Tensor y = p().exp();
                    y.backward();
                    y.backward();
                }),
                row("backward through MulBackward0", "changed in place", "named 'b'", "clone()", () -> {
                    Tensor b = x().named("b");
                    Tensor y = p().mul(b);
                    b.fill(1);
                    y.backward();
                }));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("mistakes")
    void everyPartIsThere(String asked, String why, String origin, String advice, Executable mistake) {
        RuntimeException thrown = assertThrows(RuntimeException.class, mistake);
        assertTrue(
                thrown instanceof IllegalArgumentException || thrown instanceof IllegalStateException,
                () -> "thrown was " + thrown);
        String message = thrown.getMessage();
        int advised = message.indexOf(". Try: ");
        int reason = message.indexOf(": ");
        assertTrue(reason > 0 && advised > reason, message);
        assertTrue(message.contains(asked), message);
        assertTrue(message.substring(reason, advised).contains(why), message);
        assertTrue(message.contains(origin), message);
        assertTrue(message.substring(advised).contains(advice), message);
    }
}
