package org.cotangent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BinaryOperator;
import java.util.function.LongBinaryOperator;
import org.cotangent.kernel.DType;
import org.junit.jupiter.api.Test;

/** Integers are divided as integers, and become floating where an inverse or a mean is asked for. */
class IntegerArithmeticTest {
    private static Tensor longs(long... values) {
        return Tensor.of(values, values.length);
    }

    private static void check(BinaryOperator<Tensor> operation, LongBinaryOperator meaning, long[] a, long[] b) {
        Tensor result = operation.apply(longs(a), longs(b));
        assertEquals(DType.INT64, result.dtype());
        long[] expected = new long[a.length];
        for (int i = 0; i < a.length; i++) {
            expected[i] = meaning.applyAsLong(a[i], b[i]);
        }
        assertArrayEquals(expected, result.toLongs());
    }

    private static void checkAll(long[] a, long[] b) {
        check(Tensor::floorDivide, Math::floorDiv, a, b);
        check(Tensor::remainder, Math::floorMod, a, b);
        check(Tensor::truncDivide, (x, y) -> x / y, a, b);
        check(Tensor::fmod, (x, y) -> x % y, a, b);
    }

    @Test
    void everySignIsDividedExactly() {
        checkAll(new long[] {7, -7, 7, -7, 6, -6, 0, 1}, new long[] {2, 2, -2, -2, 3, 3, -5, -1});
    }

    @Test
    void numbersThatNoFloatHoldsAreDividedExactly() {
        long large = (1L << 53) + 1;
        long most = Long.MAX_VALUE;
        long least = Long.MIN_VALUE;
        checkAll(
                new long[] {large, -large, large, 16777217, most, most, least, least, most, least, most - 1, least + 1},
                new long[] {1, 1, 3, 16777216, 1, 2, 1, 3, least, most, most, least});
    }

    @Test
    void anyTwoIntegersAreDividedExactly() {
        SplittableRandom random = new SplittableRandom(7);
        long[] a = new long[3000];
        long[] b = new long[a.length];
        for (int i = 0; i < a.length; i++) {
            a[i] = random.nextLong() >> random.nextInt(64);
            b[i] = random.nextLong() >> random.nextInt(64);
            b[i] = b[i] == 0 ? 1 : b[i];
        }
        checkAll(a, b);
    }

    @Test
    void zeroAsDivisorOfIntegersIsRefused() {
        List<BinaryOperator<Tensor>> all =
                List.of(Tensor::floorDivide, Tensor::remainder, Tensor::truncDivide, Tensor::fmod);
        for (BinaryOperator<Tensor> each : all) {
            String message = assertThrows(IllegalArgumentException.class, () -> each.apply(longs(1, 2), longs(1, 0)))
                    .getMessage();
            assertTrue(message.contains("0") && message.contains(". Try: "), message);
            assertEquals(0, each.apply(longs(), longs(0)).size());
        }
    }

    @Test
    void floatingDividendsKeepTheirZeroDivisors() {
        Tensor a = Tensor.of(1, -1, 0);
        Tensor zero = Tensor.scalar(0);
        float infinite = Float.POSITIVE_INFINITY;
        assertArrayEquals(new float[] {infinite, -infinite, Float.NaN}, a.floorDivide(zero).toFloats());
        assertArrayEquals(new float[] {infinite, -infinite, Float.NaN}, a.truncDivide(zero).toFloats());
        assertArrayEquals(new float[] {Float.NaN, Float.NaN, Float.NaN}, a.remainder(zero).toFloats());
    }

    @Test
    void quotientByInfinityIsRoundedDown() {
        Tensor a = Tensor.of(1, -1, -7.5f, 7.5f);
        assertArrayEquals(
                new float[] {0, -1, -1, 0}, a.floorDivide(Tensor.scalar(Double.POSITIVE_INFINITY)).add(0).toFloats());
        assertArrayEquals(new float[] {0, -1, -4, 3}, a.floorDivide(Tensor.scalar(2)).add(0).toFloats());
    }

    @Test
    void gradientOfARoundedQuotientIsZero() {
        Tensor a = Tensor.of(1, 3).requiresGrad(true);
        a.floorDivide(Tensor.of(0, 2)).add(a).sum().backward();
        Tensor grad = a.grad();
        assertArrayEquals(new float[] {1, 1}, grad == null ? new float[0] : grad.toFloats());
    }

    @Test
    void boolAndIntegerMeetAsInteger() {
        Tensor truths = Tensor.of(new boolean[] {true, false}, 2);
        assertArrayEquals(new long[] {1, 0}, truths.remainder(longs(2, 3)).toLongs());
        assertArrayEquals(new long[] {1, 0}, truths.floorDivide(Tensor.scalar(1, DType.INT64)).toLongs());
        assertEquals(DType.FLOAT32, longs(7).floorDivide(Tensor.scalar(2)).dtype());
    }

    @Test
    void matricesOfIntegersAreInvertedAsFloatingOnes() {
        Tensor a = longs(1, 2, 3, 4).reshape(2, 2);
        Tensor same = a.toFloating();
        assertArrayEquals(same.inv().toFloats(), a.inv().toFloats());
        assertArrayEquals(new double[] {-2, 1, 1.5, -0.5}, a.inv().toDoubles(), 1e-6);
        assertArrayEquals(same.solve(Tensor.of(1, 1)).toFloats(), a.solve(longs(1, 1)).toFloats());
        assertEquals(same.det().item(), a.det().item());
        assertEquals(DType.FLOAT32, a.det().dtype());
        assertEquals(Math.log(2), a.slogdet().get(1).item(), 1e-6);
        assertEquals(-1, a.slogdet().get(0).item());
        assertArrayEquals(same.matrixPower(-2).toFloats(), a.matrixPower(-2).toFloats());
        assertArrayEquals(new long[] {7, 10, 15, 22}, a.matrixPower(2).toLongs());
        Tensor square = longs(2, 1, 1, 2).reshape(2, 2);
        assertArrayEquals(square.toFloating().cholesky(false).toFloats(), square.cholesky(false).toFloats());
        assertEquals(Math.sqrt(2), square.cholesky(false).at(0, 0), 1e-6);
    }

    @Test
    void solveMeetsInTheWiderType() {
        Tensor a = Tensor.of(2, 0, 0, 3).reshape(2, 2);
        Tensor b = Tensor.of(new double[] {1, 1}, 2).requiresGrad(true);
        Tensor x = a.solve(b);
        assertEquals(DType.FLOAT64, x.dtype());
        assertArrayEquals(new double[] {0.5, 1 / 3.0}, x.toDoubles(), 1e-15);
        Tensor w = a.clone().requiresGrad(true);
        w.solve(b).sum().backward();
        Tensor grad = w.grad();
        assertEquals(DType.FLOAT32, grad == null ? DType.BOOL : grad.dtype());
        assertArrayEquals(new double[] {1 / 3.0}, w.to(DType.FLOAT64).solve(longs(0, 1)).slice(0, 1, 2).toDoubles(), 1e-15);
    }

    @Test
    void linearInterpolationOfIntegersIsFloating() {
        Tensor x = longs(0, 1, 4, 9).reshape(1, 1, 4);
        Resize to = Resize.to(7).linear(true);
        assertArrayEquals(new float[] {0, 0.5f, 1, 2.5f, 4, 6.5f, 9}, x.interpolate(to).toFloats());
        assertEquals(DType.INT64, x.interpolate(Resize.to(2)).dtype());
    }
}
