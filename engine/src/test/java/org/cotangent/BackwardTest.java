package org.cotangent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.kernel.DType;
import org.junit.jupiter.api.Test;

/** The graph and the walk: what is recorded, what adds up, what is released, and what is refused. */
class BackwardTest {
    private static Tensor leaf(double... values) {
        return Tensor.of(values, values.length).requiresGrad(true);
    }

    private static Tensor number(double value) {
        return Tensor.scalar(value, DType.FLOAT64).requiresGrad(true);
    }

    // ---- sums -------------------------------------------------------------------------------------------------------

    @Test
    void gradientsAddUpOverCallsUntilZeroed() {
        Tensor x = leaf(1, 2, 3);
        x.square().sum().backward();
        assertArrayEquals(new double[] {2, 4, 6}, x.grad().toDoubles());
        x.square().sum().backward();
        assertArrayEquals(new double[] {4, 8, 12}, x.grad().toDoubles());
        x.zeroGrad();
        assertNull(x.grad());
        x.sum().backward();
        assertArrayEquals(new double[] {1, 1, 1}, x.grad().toDoubles());
    }

    @Test
    void aTensorUsedTwiceGetsBothShares() {
        Tensor x = leaf(3, -1);
        x.add(x).sum().backward();
        assertArrayEquals(new double[] {2, 2}, x.grad().toDoubles());
        Tensor y = leaf(3, -1);
        y.mul(y).sum().backward();
        assertArrayEquals(new double[] {6, -2}, y.grad().toDoubles());
    }

    @Test
    void addHandsItsGradientToBothLeavesWithoutSharingIt() {
        Tensor a = leaf(1, 2);
        Tensor b = leaf(3, 4);
        Tensor seed = Tensor.of(new double[] {1, 1}, 2);
        a.add(b).backward(seed);
        a.grad().fill(7);
        assertArrayEquals(new double[] {1, 1}, b.grad().toDoubles());
        assertArrayEquals(new double[] {1, 1}, seed.toDoubles());
    }

    @Test
    void aBroadcastOperandGetsTheSumOverItsCopies() {
        Tensor row = leaf(1, 2, 3);
        Tensor matrix = Tensor.ones(DType.FLOAT64, 4, 3);
        matrix.mul(row).sum().backward();
        assertArrayEquals(new double[] {4, 4, 4}, row.grad().toDoubles());
        Tensor column = Tensor.of(new double[] {1, 2}, 2, 1).requiresGrad(true);
        column.add(Tensor.zeros(DType.FLOAT64, 3, 2, 5)).sum().backward();
        assertEquals("[2, 1]", column.grad().shape().toString());
        assertArrayEquals(new double[] {15, 15}, column.grad().toDoubles());
    }

    @Test
    void aDiamondIsVisitedOnce() {
        Tensor x = number(1.5);
        int[] visits = {0};
        Tensor middle = x.exp();
        middle.registerHook(g -> {
            visits[0]++;
            return g;
        });
        middle.mul(middle).add(middle.sin()).backward();
        double e = Math.exp(1.5);
        assertEquals(2 * e * e + Math.cos(e) * e, x.grad().item(), 1e-12);
        assertEquals(1, visits[0]);
    }

    @Test
    void viewsPassGradientsToTheirBase() {
        Tensor x = Tensor.of(new double[] {1, 2, 3, 4, 5, 6}, 2, 3).requiresGrad(true);
        Tensor y = x.t().reshape(3, 2).slice(0, 1, 3).select(1, 0); // x[0, 1], x[0, 2]
        assertArrayEquals(new double[] {2, 3}, y.toDoubles());
        y.square().sum().backward();
        assertArrayEquals(new double[] {0, 4, 6, 0, 0, 0}, x.grad().toDoubles());
    }

    @Test
    void overlappingViewsAddUp() {
        Tensor x = leaf(1, 2, 3);
        x.slice(0, 0, 2).mul(x.slice(0, 1, 3)).sum().backward(); // x0 x1 + x1 x2
        assertArrayEquals(new double[] {2, 4, 2}, x.grad().toDoubles());
    }

    @Test
    void backwardTakesASeed() {
        Tensor x = leaf(1, 2);
        x.square().backward(Tensor.of(new double[] {10, 100}, 2));
        assertArrayEquals(new double[] {20, 400}, x.grad().toDoubles());
    }

    // ---- what is recorded -------------------------------------------------------------------------------------------

    @Test
    void nothingIsRecordedWithoutNeed() {
        Tensor x = number(2);
        assertNull(Tensor.scalar(1).exp().gradFn());
        assertNull(Autograd.<Tensor>noGrad(() -> x.exp()).gradFn());
        assertNotNull(x.exp().gradFn());
        assertNull(x.gt(1).gradFn());
        Autograd.noGrad(() -> {
            assertFalse(Autograd.isGradEnabled());
            Autograd.enableGrad(() -> assertNotNull(x.exp().gradFn()));
            assertFalse(Autograd.isGradEnabled());
        });
        assertTrue(Autograd.isGradEnabled());
    }

    @Test
    void recordingGoesOnAfterAnExceptionInNoGrad() {
        assertThrows(ArithmeticException.class, () -> Autograd.noGrad((Runnable) () -> {
            throw new ArithmeticException();
        }));
        assertTrue(Autograd.isGradEnabled());
    }

    @Test
    void detachEndsTheHistoryAndSharesTheValues() {
        Tensor x = number(2);
        Tensor y = x.square();
        Tensor cut = y.detach();
        assertFalse(cut.requiresGrad());
        assertSame(y.data().storage(), cut.data().storage());
        y.mul(cut).backward(); // cut is a constant 4
        assertEquals(4 * 4, x.grad().item());
    }

    @Test
    void gradFnsHavePyTorchsNames() {
        Tensor x = Tensor.of(new double[] {1, 2, 3, 4}, 2, 2).requiresGrad(true);
        assertEquals("<TanhBackward0>", x.tanh().gradFn().toString());
        assertEquals("<MmBackward0>", x.mm(x).gradFn().toString());
        assertEquals("<AccumulateGrad>", x.tanh().gradFn().inputs().getFirst().toString());
        assertTrue(x.isLeaf());
        assertFalse(x.tanh().isLeaf());
    }

    @Test
    void retainedGradientsOfComputedTensorsCanBeRead() {
        Tensor x = number(3);
        Tensor y = x.square().retainGrad();
        y.mul(5).backward();
        assertEquals(5, y.grad().item());
        assertEquals(30, x.grad().item());
    }

    @Test
    void hooksSeeAndReplaceGradients() {
        Tensor x = leaf(1, 2);
        Tensor y = x.mul(3);
        List<double[]> seen = new ArrayList<>();
        y.registerHook(g -> {
            seen.add(g.toDoubles());
            return g.mul(10);
        });
        x.registerHook(g -> g.neg());
        y.square().sum().backward();
        assertArrayEquals(new double[] {6, 12}, seen.getFirst());
        assertArrayEquals(new double[] {-180, -360}, x.grad().toDoubles());
    }

    @Test
    void integersHaveNoGradient() {
        assertThrows(IllegalArgumentException.class, () -> Tensor.arange(3).requiresGrad(true));
        Tensor x = leaf(1, 2, 3);
        assertFalse(x.to(DType.INT64).requiresGrad());
        assertTrue(x.to(DType.FLOAT32).requiresGrad());
    }

    // ---- gradients as values ----------------------------------------------------------------------------------------

    @Test
    void gradLeavesEveryGradAlone() {
        Tensor x = number(2);
        Tensor w = number(5);
        Tensor y = x.mul(w);
        List<Tensor> found = Autograd.grad(y, List.of(x), false);
        assertEquals(5, found.getFirst().item());
        assertNull(x.grad());
        assertNull(w.grad());
    }

    @Test
    void gradOfSomethingUnrelatedIsZero() {
        Tensor x = number(2);
        Tensor other = leaf(1, 2);
        assertArrayEquals(
                new double[] {0, 0},
                Autograd.grad(x.square(), List.of(other), false).getFirst().toDoubles());
    }

    @Test
    void gradWithRespectToAComputedTensor() {
        Tensor x = number(2);
        Tensor y = x.square();
        Tensor z = y.exp();
        assertEquals(Math.exp(4), Autograd.grad(z, List.of(y), false).getFirst().item(), 1e-12);
    }

    @Test
    void doubleAndTripleBackward() {
        Tensor x = number(0.7);
        Tensor y = x.sin().mul(x); // x sin x
        Tensor first = Autograd.grad(y, List.of(x), true).getFirst();
        Tensor second = Autograd.grad(first, List.of(x), true).getFirst();
        Tensor third = Autograd.grad(second, List.of(x), true).getFirst();
        double s = Math.sin(0.7);
        double c = Math.cos(0.7);
        assertEquals(s + 0.7 * c, first.item(), 1e-14);
        assertEquals(2 * c - 0.7 * s, second.item(), 1e-14);
        assertEquals(-3 * s - 0.7 * c, third.item(), 1e-14);
    }

    @Test
    void backwardThroughAGradientThatWasMadeWithCreateGraph() {
        Tensor x = number(2);
        x.pow(3).backward(null, false, true);
        Tensor g = x.grad();
        assertEquals(12, g.item(), 1e-12);
        x.zeroGrad();
        g.backward();
        assertEquals(12, x.grad().item(), 1e-12); // 6 x
    }

    @Test
    void aFirstOrderBackwardBuildsNoGraph() {
        Tensor x = number(2);
        x.exp().backward();
        assertNull(x.grad().gradFn());
        assertFalse(x.grad().requiresGrad());
    }

    @Test
    void severalOutputsAtOnce() {
        Tensor x = leaf(1, 2);
        Tensor a = x.square();
        Tensor b = x.sum();
        List<Tensor> found = Autograd.grad(
                List.of(a, b),
                List.of(x),
                List.of(Tensor.of(new double[] {1, 1}, 2), Tensor.scalar(100, DType.FLOAT64)),
                false);
        assertArrayEquals(new double[] {102, 104}, found.getFirst().toDoubles());
    }

    // ---- released, changed, interrupted -----------------------------------------------------------------------------

    @Test
    void aGraphIsReleasedUnlessRetained() {
        Tensor x = number(2);
        Tensor y = x.square();
        y.backward(null, true, false);
        y.backward();
        assertEquals(8, x.grad().item());
        String message = assertThrows(IllegalStateException.class, y::backward).getMessage();
        assertTrue(message.contains("second time"), message);
        assertEquals(8, x.grad().item());
    }

    @Test
    void twoWalksOverASharedPartOfAGraph() {
        Tensor x = number(2);
        Tensor shared = x.square();
        Tensor a = shared.mul(3);
        Tensor b = shared.exp();
        a.backward(null, true, false);
        b.backward();
        assertEquals(12 + 4 * Math.exp(4), x.grad().item(), 1e-11);
    }

    @Test
    void aBackwardInsideAHookOverAPartThatNoGradientHasReached() {
        Tensor x = number(2);
        Tensor shared = x.square();
        Tensor y = shared.mul(shared.exp());
        Tensor z = shared.sin();
        y.registerHook(g -> {
            z.backward(null, true, false); // `shared` belongs to both graphs, but the outer walk is not there yet
            return g;
        });
        y.backward(null, true, false);
        double expected = Math.cos(4) * 4 + 4 * (Math.exp(4) + 4 * Math.exp(4));
        assertEquals(expected, x.grad().item(), 1e-9);
    }

    @Test
    void aBackwardWithinAWalkCannotMixItsGradientsWithTheOuterOnes() {
        Tensor x = number(2);
        Tensor shared = x.square();
        Tensor late = shared.exp();
        Tensor early = shared.sin();
        Tensor y = early.add(late);
        Tensor other = shared.mul(1);
        late.registerHook(g -> { // early, made after late, has sent its share to `shared` already
            other.backward(null, true, false);
            return g;
        });
        IllegalStateException refused =
                assertThrows(IllegalStateException.class, () -> y.backward(null, true, false));
        assertTrue(refused.getMessage().contains("another backward"), refused.getMessage());
        assertNull(x.grad());
        early.mul(1).backward(null, true, false); // the refusal left nothing behind
        assertEquals(4 * Math.cos(4), x.grad().item(), 1e-12);
    }

    @Test
    void anExceptionInTheMiddleLeavesNoHalfAddedGradients() {
        Tensor x = number(2);
        Tensor w = number(3);
        x.mul(w).backward();
        Tensor broken = x.square();
        broken.registerHook(g -> {
            throw new ArithmeticException("in the middle");
        });
        Tensor y = broken.mul(w);
        assertThrows(ArithmeticException.class, () -> y.backward(null, true, false));
        assertEquals(3, x.grad().item());
        assertEquals(2, w.grad().item());
        x.mul(w).backward();
        assertEquals(6, x.grad().item());
        assertEquals(4, w.grad().item());
    }

    @Test
    void anInPlaceChangeOfAKeptValueIsCaught() {
        Tensor x = leaf(1, 2);
        Tensor factor = Tensor.of(new double[] {3, 4}, 2).named("factor");
        Tensor y = x.mul(factor).sum();
        factor.fill(0);
        String message = assertThrows(IllegalStateException.class, y::backward).getMessage();
        assertTrue(message.contains("changed in place"), message);
        assertTrue(message.contains("'factor'"), message);
        assertTrue(message.contains("version"), message);
        assertNull(x.grad());
    }

    @Test
    void aChangeThroughAViewIsCaughtToo() {
        Tensor x = leaf(1, 2);
        Tensor y = x.exp(); // keeps its output
        y.detach().slice(0, 0, 1).fill(0);
        assertThrows(IllegalStateException.class, () -> y.sum().backward());
    }

    @Test
    void aChangeOfAValueThatNoRuleNeedsIsFine() {
        Tensor x = leaf(1, 2);
        Tensor summand = Tensor.of(new double[] {3, 4}, 2);
        Tensor y = x.add(summand).sum();
        summand.fill(0);
        y.backward();
        assertArrayEquals(new double[] {1, 1}, x.grad().toDoubles());
    }

    @Test
    void aParameterIsChangedInPlaceOnlyWithoutRecording() {
        Tensor w = leaf(1, 2);
        assertThrows(IllegalStateException.class, () -> w.fill(0));
        Autograd.noGrad(() -> w.fill(5));
        assertArrayEquals(new double[] {5, 5}, w.toDoubles());
    }

    // ---- size -------------------------------------------------------------------------------------------------------

    @Test
    void aChainOfAHundredThousandOperationsIsNoProblem() {
        Tensor x = number(1);
        Tensor y = x;
        for (int i = 0; i < 100_000; i++) {
            y = y.add(1e-6);
        }
        y.backward();
        assertEquals(1, x.grad().item());
        assertEquals(1.1, y.item(), 1e-9);
    }

    @Test
    void aChainOfTenThousandOperationsTwiceDifferentiated() {
        Tensor x = number(1);
        Tensor y = x;
        for (int i = 0; i < 10_000; i++) {
            y = y.mul(1.0001);
        }
        Tensor g = Autograd.grad(y.square(), List.of(x), true).getFirst();
        double factor = Math.pow(1.0001, 10_000);
        assertEquals(2 * factor * factor, g.item(), 1e-8);
        assertEquals(
                2 * factor * factor, Autograd.grad(g, List.of(x), false).getFirst().item(), 1e-8);
    }

    @Test
    void emptyTensorsHaveEmptyGradients() {
        Tensor x = Tensor.zeros(DType.FLOAT64, 0, 3).requiresGrad(true);
        x.exp().sum().backward();
        assertEquals("[0, 3]", x.grad().shape().toString());
    }

    @Test
    void gradientsOfFloat32AreFloat32() {
        Tensor x = Tensor.of(1f, 2f).requiresGrad(true);
        Tensor y = x.to(DType.FLOAT64).square().sum();
        y.backward();
        assertEquals(DType.FLOAT32, x.grad().dtype());
        assertArrayEquals(new float[] {2, 4}, x.grad().toFloats());
    }

    @Test
    void aLeafsGradientIsItsOwnArray() {
        Tensor x = leaf(1, 2);
        Tensor seed = Tensor.of(new double[] {1, 2}, 2);
        x.reshape(1, 2).reshape(2).backward(seed);
        assertNotSame(seed.data().storage(), x.grad().data().storage());
    }
}
