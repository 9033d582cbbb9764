package org.cotangent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.kernel.DType;
import org.junit.jupiter.api.Test;

/** Hooks see the complete gradient, and may replace it. */
class HookTest {
    private final Tensor x = Tensor.of(new double[] {1, -2}, 2).requiresGrad(true);

    @Test
    void aHookSeesTheSumOfAllPathsOnce() {
        List<double[]> seen = new ArrayList<>();
        Tensor y = x.mul(2);
        y.registerHook(g -> {
            seen.add(g.toDoubles());
            return g;
        });
        y.square().sum().add(y.sum()).backward();
        assertEquals(1, seen.size());
        assertArrayEquals(new double[] {2 * 2 + 1, 2 * -4 + 1}, seen.getFirst());
        assertArrayEquals(new double[] {10, -14}, x.grad().toDoubles());
    }

    @Test
    void whatAHookReturnsGoesOn() {
        Tensor y = x.mul(2);
        y.registerHook(g -> g.clamp(-1, 1)); // gradient clipping in the middle
        y.square().sum().backward();
        assertArrayEquals(new double[] {2, -2}, x.grad().toDoubles());
    }

    @Test
    void hooksRunInTheOrderInWhichTheyWereRegistered() {
        Tensor y = x.exp();
        y.registerHook(g -> g.add(1));
        y.registerHook(g -> g.mul(10));
        List<double[]> seen = new ArrayList<>();
        y.registerHook(g -> {
            seen.add(g.toDoubles());
            return g;
        });
        y.sum().backward();
        assertArrayEquals(new double[] {20, 20}, seen.getFirst());
    }

    @Test
    void aHookOnALeafChangesWhatIsKept() {
        x.registerHook(g -> g.mul(-1));
        x.square().sum().backward();
        x.square().sum().backward();
        assertArrayEquals(new double[] {-4, 8}, x.grad().toDoubles());
    }

    @Test
    void aRetainedGradientIsTheHookedOne() {
        Tensor y = x.mul(3).retainGrad();
        y.registerHook(g -> g.mul(5));
        y.sum().backward();
        assertArrayEquals(new double[] {5, 5}, y.grad().toDoubles());
        assertArrayEquals(new double[] {15, 15}, x.grad().toDoubles());
    }

    @Test
    void aHookIsPartOfADifferentiableGradient() {
        Tensor y = x.square();
        y.registerHook(g -> g.mul(x));
        Tensor g = Autograd.grad(y.sum(), List.of(x), true).getFirst(); // 2 x x
        assertArrayEquals(new double[] {2, 8}, g.toDoubles());
        Tensor second = Autograd.grad(g.sum(), List.of(x), false).getFirst();
        assertArrayEquals(new double[] {4, -8}, second.toDoubles());
        assertEquals(DType.FLOAT64, second.dtype());
    }
}
