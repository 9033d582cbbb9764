package org.cotangent.kernel.simd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.cotangent.kernel.Backend;
import org.cotangent.kernel.Backends;
import org.cotangent.kernel.FloatStorage;
import org.cotangent.kernel.NdArray;
import org.cotangent.shape.Layout;
import org.cotangent.shape.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Products start on plain loops and go to vectors when those are the faster ones. */
class ProductGateTest {
    private static final long A_LOT = 1L << 40;

    private static void awaitOpen(ProductGate gate) throws InterruptedException {
        for (int i = 0; i < 10_000 && !gate.isOpen(); i++) {
            Thread.sleep(2);
        }
        assertTrue(gate.isOpen());
    }

    @Test
    void aLittleWorkStartsNoRehearsal() {
        AtomicInteger rehearsals = new AtomicInteger();
        ProductGate gate = new ProductGate(false, () -> {
            rehearsals.incrementAndGet();
            throw new AssertionError();
        });
        for (int i = 0; i < 100; i++) {
            gate.count(1000);
        }
        assertFalse(gate.isOpen());
        assertEquals(0, rehearsals.get());
    }

    @Test
    void theGateOpensOnceVectorsAreFast() throws InterruptedException {
        CountDownLatch checked = new CountDownLatch(1);
        CountDownLatch fast = new CountDownLatch(1);
        AtomicInteger rehearsals = new AtomicInteger();
        ProductGate gate = new ProductGate(false, () -> new ProductGate.Rehearsal() {
            private final int number = rehearsals.incrementAndGet();

            @Override
            public void turn() {
                assertEquals(1, number);
            }

            @Override
            public boolean isFast() {
                checked.countDown();
                return fast.getCount() == 0;
            }
        });
        gate.count(A_LOT);
        gate.count(A_LOT);
        assertTrue(checked.await(20, TimeUnit.SECONDS));
        assertFalse(gate.isOpen());
        fast.countDown();
        awaitOpen(gate);
        assertEquals(1, rehearsals.get());
    }

    @Test
    void itOpensInTheEndEvenIfSomeProductStaysSlow() throws InterruptedException {
        AtomicInteger turns = new AtomicInteger();
        ProductGate gate = new ProductGate(false, () -> new ProductGate.Rehearsal() {
            @Override
            public void turn() {
                turns.incrementAndGet();
            }

            @Override
            public boolean isFast() {
                return false;
            }
        });
        gate.count(A_LOT);
        awaitOpen(gate);
        assertTrue(turns.get() > 100);
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
