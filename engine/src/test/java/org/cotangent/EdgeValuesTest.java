package org.cotangent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import org.cotangent.kernel.DType;
import org.junit.jupiter.api.Test;

/** Values at the ends of a domain, at infinity, of nothing: PyTorch's. */
class EdgeValuesTest {
    private static final double INFINITE = Double.POSITIVE_INFINITY;

    private static Tensor leaf(double... values) {
        return Tensor.of(values, values.length).requiresGrad(true);
    }

    private static double[] gradient(Tensor leaf) {
        Tensor grad = leaf.grad();
        return grad == null ? new double[0] : grad.toDoubles();
    }

    @Test
    void wholeWayOfLerpArrivesExactly() {
        Tensor a = Tensor.of(1e8f, -3, 0.1f);
        Tensor b = Tensor.of(0.3f, 1e-20f, 0.7f);
        assertArrayEquals(b.toFloats(), a.lerp(b, Tensor.scalar(1)).toFloats());
        assertArrayEquals(a.toFloats(), a.lerp(b, Tensor.scalar(0)).toFloats());
        assertArrayEquals(b.toFloats(), a.lerp(b, Tensor.of(1, 1, 1)).toFloats());
    }

    @Test
    void lerpHasTheGradientOfTheStraightLineOnBothSidesOfItsSwitch() {
        Tensor a = leaf(1, 1, 1, 1, 1);
        Tensor b = leaf(3, 3, 3, 3, 3);
        Tensor w = leaf(0.25, 0.5, 0.75, -0.5, 2);
        Tensor y = a.lerp(b, w);
        assertArrayEquals(new double[] {1.5, 2, 2.5, 0, 5}, y.toDoubles());
        y.sum().backward();
        assertArrayEquals(new double[] {0.75, 0.5, 0.25, 1.5, -1}, gradient(a));
        assertArrayEquals(new double[] {0.25, 0.5, 0.75, -0.5, 2}, gradient(b));
        assertArrayEquals(new double[] {2, 2, 2, 2, 2}, gradient(w));
    }

    @Test
    void xlogyOfZeroIsZeroUnlessTheOtherIsNaN() {
        Tensor zero = Tensor.scalar(0, DType.FLOAT64);
        Tensor other = Tensor.of(new double[] {INFINITE, 0, -1, 5, Double.NaN}, 5);
        assertArrayEquals(new double[] {0, 0, 0, 0, Double.NaN}, zero.xlogy(other).toDoubles());
        assertEquals(INFINITE, Tensor.scalar(2).xlogy(Tensor.scalar(INFINITE)).item());
    }

    @Test
    void xlogyOfZeroAndInfinityHasNoNaNInItsGradient() {
        Tensor a = leaf(0, 0, 2);
        Tensor b = leaf(INFINITE, Math.E, Math.E);
        a.xlogy(b).sum().backward();
        assertArrayEquals(new double[] {0, 1, 1}, gradient(a), 1e-15);
        assertArrayEquals(new double[] {0, 0, 2 / Math.E}, gradient(b), 1e-15);
    }

    @Test
    void normalizeOfSingleNumbersShowsWhatIsNotFinite() {
        Tensor x = leaf(Double.NaN, INFINITE, -INFINITE, -4, 0, 1e-13);
        Tensor y = x.unsqueeze(1).normalize(2, 1, 1e-12);
        assertArrayEquals(new double[] {Double.NaN, Double.NaN, Double.NaN, -1, 0, 0.1}, y.flatten().toDoubles(), 1e-15);
        assertEquals(Double.NaN, Tensor.scalar(Double.NaN).normalize(2, 0, 1e-12).item());
        y.slice(0, 3, 6).sum().backward();
        assertArrayEquals(new double[] {0, 0, 0, 0, 1e12, 1e12}, gradient(x));
    }

    @Test
    void emptyBatchLeavesRunningStatisticsAlone() {
        for (boolean batch : List.of(true, false)) {
            Tensor mean = Tensor.of(1, 2, 3);
            Tensor variance = Tensor.of(4, 5, 6);
            Tensor weight = Tensor.ones(3).requiresGrad(true);
            Tensor x = Tensor.zeros(0, 3, 4);
            Tensor y = batch
                    ? x.batchNorm(mean, variance, weight, null, true, 0.1, 1e-5)
                    : x.instanceNorm(mean, variance, weight, null, true, 0.1, 1e-5);
            assertArrayEquals(new int[] {0, 3, 4}, y.shape().sizes());
            assertArrayEquals(new float[] {1, 2, 3}, mean.toFloats());
            assertArrayEquals(new float[] {4, 5, 6}, variance.toFloats());
            y.sum().backward();
            assertArrayEquals(new double[] {0, 0, 0}, gradient(weight));
        }
    }

    @Test
    void zerosAndOnesLikeAnotherHaveItsShapeAndTypeAndNoHistory() {
        Tensor x = leaf(1, 2, 3).exp();
        assertArrayEquals(new double[3], Tensor.zerosLike(x).toDoubles());
        assertArrayEquals(new double[] {1, 1, 1}, Tensor.onesLike(x).toDoubles());
        assertEquals(DType.FLOAT64, Tensor.onesLike(x).dtype());
        assertEquals(DType.BOOL, Tensor.zerosLike(x.gt(0)).dtype());
        assertFalse(Tensor.zerosLike(x).requiresGrad());
    }
}
