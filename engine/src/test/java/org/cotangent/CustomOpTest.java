package org.cotangent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.cotangent.check.GradCheck;
import org.cotangent.kernel.DType;
import org.junit.jupiter.api.Test;

/** A user's own operations. */
class CustomOpTest {
    private static final CustomOp CUBE =
            CustomOp.unary("cube", x -> x.pow(3), (g, x, y) -> g.mul(x.square()).mul(3));

    @Test
    void aRuleInTensorOperationsIsDifferentiableTwice() {
        Tensor x = Tensor.of(new double[] {1, -2, 0.5}, 3);
        GradCheck.assertCorrect(in -> CUBE.apply(in.get(0)), x);
        assertEquals("<CubeBackward0>", CUBE.apply(x.requiresGrad(true)).gradFn().toString());
    }

    @Test
    void aBroadcastGradientIsSummedBack() {
        CustomOp product = CustomOp.binary("product", Tensor::mul, (g, a, b) -> g.mul(b), (g, a, b) -> g.mul(a));
        GradCheck.assertCorrect(
                in -> product.apply(in.get(0), in.get(1)),
                Tensor.of(new double[] {1, 2, 3, 4, 5, 6}, 2, 3),
                Tensor.of(new double[] {1, -1, 2}, 3));
    }

    @Test
    void aSurrogateIsMarked() {
        CustomOp step = CustomOp.unary(
                        "step", x -> x.gt(0).to(x.dtype()), (g, x, y) -> g) // straight through
                .surrogate();
        Tensor x = Tensor.of(new double[] {-1, 2}, 2).requiresGrad(true);
        Tensor y = step.apply(x);
        assertEquals(Entry.Derivative.SURROGATE, y.gradFn().op().entry().derivative());
        y.sum().backward();
        assertArrayEquals(new double[] {1, 1}, x.grad().toDoubles());
        assertEquals(Entry.Derivative.EXACT, CUBE.entry().derivative());
    }

    @Test
    void nothingIsRecordedInside() {
        boolean[] recording = {true};
        CustomOp spy = CustomOp.unary(
                "spy",
                x -> {
                    recording[0] = Autograd.isGradEnabled() || x.requiresGrad();
                    return x.exp();
                },
                (g, x, y) -> g.mul(y));
        Tensor y = spy.apply(Tensor.scalar(1, DType.FLOAT64).requiresGrad(true));
        assertFalse(recording[0]);
        assertTrue(y.requiresGrad());
    }

    @Test
    void aGradientOfAnotherShapeIsRefused() {
        CustomOp wrong = CustomOp.unary("wrong", x -> x.t(), (g, x, y) -> g);
        Tensor y = wrong.apply(Tensor.zeros(DType.FLOAT64, 2, 3).requiresGrad(true));
        String message = assertThrows(IllegalStateException.class, () -> y.sum().backward())
                .getMessage();
        assertTrue(message.contains("WrongBackward0"), message);
        assertTrue(message.contains("[2, 3]") && message.contains("[3, 2]"), message);
    }

    @Test
    void theListOfEntriesDoesNotGrow() {
        int before = Entry.all().size();
        CustomOp.unary("another", x -> x, (g, x, y) -> g);
        assertEquals(before, Entry.all().size());
    }
}
