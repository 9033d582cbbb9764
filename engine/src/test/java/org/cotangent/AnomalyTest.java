package org.cotangent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.cotangent.kernel.DType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class AnomalyTest {
    private static Tensor parameter(double... values) {
        return Tensor.of(values, values.length).requiresGrad(true);
    }

    private static void assertStopped(Executable action, String... parts) {
        String message = assertThrows(IllegalStateException.class, action).getMessage();
        for (String part : parts) {
            assertTrue(message.contains(part), message);
        }
    }

    private static int line() {
        return StackWalker.getInstance()
                .walk(frames -> frames.skip(1).findFirst().orElseThrow().getLineNumber());
    }

    @Test
    void theForwardOperationAndItsLine() {
        Tensor x = parameter(1, 0, 4);
        assertStopped(
                () -> Anomaly.detect(() -> x.div(2).log().sum().backward()),
                "log of [3] float64: its output holds -Infinity at [1]; its inputs are all finite",
                "called at org.cotangent.AnomalyTest",
                ". Try: ");
        String message = assertThrows(IllegalStateException.class, () -> Anomaly.detect(() -> x.log()))
                .getMessage();
        assertTrue(message.contains("(AnomalyTest.java:" + (line() - 2) + ")"), message);
        assertNull(x.grad());
    }

    @Test
    void anInputThatWasNotFiniteIsNamed() {
        Tensor x = Tensor.of(new double[] {1, Double.NaN}, 1, 2);
        assertStopped(
                () -> Anomaly.detect(() -> Tensor.ones(DType.FLOAT64, 1, 2).add(x)),
                "add of [1, 2] float64, [1, 2] float64: its output holds NaN at [0, 1]; input 1 held NaN at [0, 1] before");
    }

    /** sqrt is finite at 0, its derivative is not. */
    @Test
    void theRuleAndTheLineOfItsForwardOperation() {
        Tensor x = parameter(0, 4);
        int[] line = new int[1];
        assertStopped(
                () -> Anomaly.detect(() -> x.sqrt().sum().backward()),
                "backward through SqrtBackward0 [2]: its rule gives input 0 a gradient that holds Infinity at [0]",
                "the forward operation was called at org.cotangent.AnomalyTest");
        String message = assertThrows(IllegalStateException.class, () -> Anomaly.detect(() -> {
                    line[0] = line() + 1;
                    Tensor root = x.sqrt();
                    root.sum().backward();
                }))
                .getMessage();
        assertTrue(message.contains("(AnomalyTest.java:" + line[0] + ")"), message);
        assertNull(x.grad());
        x.square().sum().backward();
        assertEquals(8, x.grad().at(1)); // the interrupted walk left nothing behind
    }

    @Test
    void aForwardPassFromOutsideIsNotForgotten() {
        Tensor root = parameter(0).sqrt();
        assertStopped(
                () -> Anomaly.detect(() -> root.sum().backward()),
                "SqrtBackward0",
                "the forward operation ran outside of this watch");
    }

    @Test
    void aSeedOrAHookThatIsNotFinite() {
        Tensor x = parameter(1);
        assertStopped(
                () -> Anomaly.detect(() -> x.exp().backward(Tensor.of(new double[] {Double.NaN}, 1))),
                "backward at ExpBackward0 [1]: the gradient that arrives holds NaN at [0]",
                "hook");
        Tensor y = x.exp();
        y.registerHook(g -> g.div(0));
        assertStopped(() -> Anomaly.detect(() -> y.mul(2).sum().backward()), "backward at ExpBackward0", "Infinity");
    }

    @Test
    void infinitiesCanBeMeant() {
        Tensor x = parameter(1, 2);
        Tensor mask = Tensor.of(new boolean[] {false, true}, 2);
        Anomaly.detectNaN(() ->
                x.maskedFill(mask, Double.NEGATIVE_INFINITY).softmax(0).sum().backward());
        assertEquals(0, x.grad().at(1));
        assertStopped(() -> Anomaly.detectNaN(() -> x.sub(3).sqrt()), "sqrt of [2] float64: its output holds NaN at [0]");
    }

    @Test
    void whatIsFiniteRunsAsUsual() {
        Tensor x = parameter(1, 2);
        double found = Anomaly.detect(() -> {
            Tensor loss = x.square().sum();
            loss.backward();
            return loss.item();
        });
        assertEquals(5, found);
        assertEquals(4, x.grad().at(1));
        assertTrue(Double.isNaN(Tensor.scalar(-1).sqrt().item())); // nobody looks any more
    }
}
