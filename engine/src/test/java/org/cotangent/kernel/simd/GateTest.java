package org.cotangent.kernel.simd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.cotangent.kernel.DType;
import org.cotangent.kernel.Fold;
import org.cotangent.kernel.Placement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Kernels start on plain loops and go to vectors when there was enough work, and vectors are the faster ones. */
class GateTest {
    @Test
    void anOpenGateLetsEverythingPass() {
        assertTrue(new Gate(true, 1000).passes(1, () -> {
            throw new IllegalStateException("nothing to practise");
        }));
    }

    @Test
    void aGateAsksOnceAndOpensWhenVectorsAreFaster() throws InterruptedException {
        Gate gate = new Gate(false, 1000);
        AtomicInteger asked = new AtomicInteger();
        for (int i = 0; i < 2000; i++) {
            gate.passes(1, () -> {
                asked.incrementAndGet();
                return new Spent(0, 20_000);
            });
        }
        assertEquals(1, asked.get());
        assertTrue(opens(gate));
        assertTrue(gate.passes(1, () -> new Spent(0, 0)));
    }

    @Test
    void aGateStaysClosedWhileVectorsAreSlower() throws InterruptedException {
        Gate gate = new Gate(false, 1);
        assertFalse(gate.passes(1, () -> new Spent(20_000, 0)));
        Thread.sleep(100);
        assertFalse(gate.isOpen());
    }

    /** Both ways take a time that is given. */
    private record Spent(long vectorNanos, long plainNanos) implements Gate.Practice {
        private static void spend(long nanos) {
            long start = System.nanoTime();
            while (System.nanoTime() - start < nanos) {
                Thread.onSpinWait();
            }
        }

        @Override
        public void vectors() {
            spend(vectorNanos);
        }

        @Override
        public void plain() {
            spend(plainNanos);
        }
    }

    private static boolean opens(Gate gate) throws InterruptedException {
        for (long start = System.nanoTime(); System.nanoTime() - start < TimeUnit.SECONDS.toNanos(20); ) {
            if (gate.isOpen()) {
                return true;
            }
            Thread.sleep(5);
        }
        return false;
    }

    /** A kernel's gate, and some work for it. */
    private record Kernel(String name, Gate gate, Runnable work) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Kernel> kernels() {
        FloatVectorConvolution single = new FloatVectorConvolution(false);
        DoubleVectorConvolution twice = new DoubleVectorConvolution(false);
        FloatVectorWindowMax windows = new FloatVectorWindowMax(false);
        float[] x = new float[4096];
        double[] y = new double[4096];
        int[] four = {0, 1, 2, 3};
        Placement at = new Placement(
                new int[] {1, 2, 64}, new int[] {1, 2, 2}, new int[] {1, 1, 32}, new int[] {1, 2, 2}, new int[3], new int[] {1, 1, 1});
        Stream<Kernel> convolutions = Stream.of(
                new Kernel("turn float32", single.turns, () -> single.transpose(40, 40, x, 0, 40, new float[1600], 0, 40)),
                new Kernel("turn float64", twice.turns, () -> twice.transpose(40, 40, y, 0, 40, new double[1600], 0, 40)),
                new Kernel(
                        "tile float32",
                        single.tiles,
                        () -> single.tile(4, 8, x, 0, 16, four, x, 0, new float[4 * 8 * 16], 0, 8 * 16)),
                new Kernel(
                        "contract float32",
                        single.contractions,
                        () -> single.contract(5, 5, x, four, x, four, 80, 16, new float[256], 0)),
                new Kernel(
                        "windows float32",
                        windows.gate,
                        () -> windows.images(at, x, 0, 0, 16, new long[16 * 32])));
        Stream<Kernel> folds = Stream.of(DType.FLOAT32, DType.FLOAT64).flatMap(type -> {
            FoldGates gates = new FoldGates(type, false);
            return Stream.of(
                    new Kernel("sums " + type, gates.sums, () -> gates.row(Fold.SUM, 1000)),
                    new Kernel("extremes " + type, gates.extremes, () -> gates.row(Fold.MIN, 1000)),
                    new Kernel("columns " + type, gates.columns, () -> gates.columns(100, 100)));
        });
        return Stream.concat(convolutions, folds);
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void everyKernelGoesToVectorsAfterMuchWork(Kernel kernel) throws InterruptedException {
        assertFalse(kernel.gate.isOpen());
        kernel.work.run();
        assertFalse(kernel.gate.isOpen(), "after a little work");
        for (int i = 0; i < 200_000 && !kernel.gate.isOpen(); i++) {
            kernel.work.run();
        }
        assumeTrue(opens(kernel.gate), "the JIT compiler is too busy to make vectors faster than plain loops");
        kernel.work.run();
    }

    @Test
    void bothWaysGiveTheSameBits() {
        float[] x = new float[33 * 21];
        for (int i = 0; i < x.length; i++) {
            x[i] = Rehearsal.madeUp(i);
        }
        float[][] turned = new float[2][x.length];
        for (boolean open : List.of(false, true)) {
            new FloatVectorConvolution(open).transpose(33, 21, x, 0, 21, turned[open ? 1 : 0], 0, 33);
        }
        assertArrayEquals(turned[0], turned[1]);
    }
}
