package org.cotangent.nn.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.cotangent.Tensor;
import org.cotangent.nn.module.Parameter;
import org.junit.jupiter.api.Test;

class ClipTest {
    private final Parameter a = with(3, -4);
    private final Parameter b = with(12);
    private final Parameter none = new Parameter(Tensor.scalar(1));
    private final List<Parameter> all = List.of(a, none, b);

    private static Parameter with(double... gradient) {
        Parameter parameter = new Parameter(Tensor.of(new double[gradient.length], gradient.length));
        parameter.setGrad(Tensor.of(gradient, gradient.length));
        return parameter;
    }

    @Test
    void byNormScalesAllByOneFactor() {
        assertEquals(13, Clip.byNorm(all, 6.5));
        double factor = 6.5 / (13 + 1e-6);
        assertArrayEquals(new double[] {3 * factor, -4 * factor}, a.grad().toDoubles(), 1e-15);
        assertArrayEquals(new double[] {12 * factor}, b.grad().toDoubles(), 1e-15);
        assertNull(none.grad());
    }

    @Test
    void aShortGradientStaysAsItIs() {
        Tensor before = a.grad();
        assertEquals(13, Clip.byNorm(all, 14));
        assertSame(before, a.grad());
    }

    @Test
    void otherNorms() {
        assertEquals(19, Clip.byNorm(all, 100, 1));
        assertEquals(12, Clip.byNorm(all, 100, Double.POSITIVE_INFINITY));
        assertEquals(Math.cbrt(27 + 64 + 1728), Clip.byNorm(all, 100, 3), 1e-12);
        assertEquals(0, Clip.byNorm(List.of(none), 1));
    }

    @Test
    void byValueCutsEveryElement() {
        Clip.byValue(all, 3.5);
        assertArrayEquals(new double[] {3, -3.5}, a.grad().toDoubles());
        assertArrayEquals(new double[] {3.5}, b.grad().toDoubles());
    }

    /** Gradients of leaves live on past the end of a tidy, also replaced ones. Long ones: short memory is not used again. */
    @Test
    void aClippedGradientOutlivesItsTidy() {
        Parameter p = new Parameter(Tensor.zeros(5000));
        SGD optimizer = new SGD(List.of(p), 1);
        Tensor.tidy(() -> {
            p.value().mul(2).sum().backward();
            Clip.byNorm(List.of(p), 1);
        });
        optimizer.step();
        assertEquals(-1 / Math.sqrt(5000), p.value().at(4999), 1e-7);
        p.zeroGrad();
        Tensor.tidy(() -> {
            p.value().mul(2).sum().backward();
            Clip.byValue(List.of(p), 0.5);
        });
        assertEquals(0.5, p.grad().at(4999));
    }

    @Test
    void limitsThatMakeNoSenseAreRefused() {
        String norm = assertThrows(IllegalArgumentException.class, () -> Clip.byNorm(all, 1, 0)).getMessage();
        assertTrue(norm.contains("clip by norm 0.0"), norm);
        String value = assertThrows(IllegalArgumentException.class, () -> Clip.byValue(all, -1)).getMessage();
        assertTrue(value.contains("clip by value -1.0"), value);
    }
}
