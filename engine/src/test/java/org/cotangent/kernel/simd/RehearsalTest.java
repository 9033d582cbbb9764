package org.cotangent.kernel.simd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.cotangent.kernel.Backend;
import org.cotangent.kernel.Backends;
import org.cotangent.kernel.FloatMatrix;
import org.cotangent.kernel.FloatStorage;
import org.cotangent.kernel.MatrixProduct;
import org.cotangent.kernel.NdArray;
import org.cotangent.shape.Layout;
import org.cotangent.shape.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Products start on plain loops and go to vectors when those are the faster ones. */
class RehearsalTest {
    @Test
    void aRehearsalEndsOnceVectorsAreTheFasterOnes() throws InterruptedException {
        Staged staged = new Staged();
        staged.request();
        assertTrue(staged.turned.await(20, TimeUnit.SECONDS));
        assertEquals(1, staged.ended.getCount(), "vectors are slow: it goes on");
        staged.slow = false;
        assertTrue(staged.ended.await(20, TimeUnit.SECONDS));
        assertTrue(staged.fast);
    }

    @Test
    void itEndsSomeTimeEvenIfVectorsStaySlow() throws InterruptedException {
        Staged staged = new Staged();
        staged.request();
        assertTrue(staged.ended.await(60, TimeUnit.SECONDS));
        assertFalse(staged.fast);
    }

    /** Plain loops that take some time, and vectors that take more as long as they are told to. */
    private static final class Staged extends Rehearsal {
        final CountDownLatch turned = new CountDownLatch(30);
        final CountDownLatch ended = new CountDownLatch(1);
        volatile boolean slow = true;
        volatile boolean fast;

        private static void spend(long nanos) {
            long start = System.nanoTime();
            while (System.nanoTime() - start < nanos) {
                Thread.onSpinWait();
            }
        }

        @Override
        void vectors() {
            turned.countDown();
            spend(slow ? 30_000 : 0);
        }

        @Override
        void plain() {
            spend(10_000);
        }

        @Override
        void end(boolean isFast) {
            fast = isFast;
            ended.countDown();
        }
    }

    @Test
    void whatIsUsedALittleStaysPlain() {
        FloatProducts products = new FloatProducts(false);
        for (int i = 0; i < 100; i++) {
            products.multiply(square(), square(), null, square());
        }
        assertEquals(List.of(), products.onVectors());
    }

    @Test
    void whatIsUsedALotGoesToVectorsWhenTheyAreWarm() throws InterruptedException {
        FloatProducts products = new FloatProducts(false);
        FloatMatrix a = square();
        FloatMatrix c = square();
        for (int i = 0; i < 4000 && products.onVectors().isEmpty(); i++) {
            for (int j = 0; j < 200; j++) {
                products.multiply(a, a, null, c);
            }
            Thread.sleep(1);
        }
        assumeTrue(!products.onVectors().isEmpty(), "the JIT compiler is too busy to make vectors faster than plain loops");
        products.multiply(a, a, null, c);
        FloatMatrix plain = square();
        MatrixProduct.multiply(a, a, null, plain);
        assertArrayEquals(plain.values(), c.values());
    }

    private static FloatMatrix square() {
        float[] values = new float[64 * 64];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % 17 - 8;
        }
        return FloatMatrix.of(values, 0, 64, 64);
    }

    @ParameterizedTest
    @CsvSource({"300, 90, 310", "517, 700, 16", "700, 1000, 15", "15, 1000, 700", "16, 600, 700", "64, 400, 400", "3, 2, 5"})
    void aProductInPartsHasTheBitsOfTheWhole(int m, int k, int n) {
        Random random = new Random(5);
        for (int layout = 0; layout < 4; layout++) {
            NdArray a = matrix(random, m, k, layout % 2 == 1);
            NdArray b = matrix(random, k, n, layout / 2 == 1);
            float[] plain = values(Backends.scalar(), a, b);
            assertArrayEquals(plain, values(new SimdBackend(false), a, b));
            assertArrayEquals(plain, values(new SimdBackend(true), a, b));
        }
    }

    private static float[] values(Backend backend, NdArray a, NdArray b) {
        return ((float[]) backend.matmul(a, b, null).storage().array()).clone();
    }

    private static NdArray matrix(Random random, int rows, int cols, boolean transposed) {
        float[] values = new float[rows * cols];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        int[] strides = transposed ? new int[] {1, rows} : new int[] {cols, 1};
        return new NdArray(new FloatStorage(values), Layout.of(Shape.of(rows, cols), strides, 0));
    }
}
