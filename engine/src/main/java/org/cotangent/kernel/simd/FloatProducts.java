// twin: FloatProducts -> DoubleProducts
package org.cotangent.kernel.simd;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.cotangent.kernel.FloatMatrix;
import org.cotangent.kernel.MatrixProduct;
import org.cotangent.kernel.Parallel;
import org.jspecify.annotations.Nullable;

/**
 * Decides which float32 products go to vectors.
 *
 * <p>Products are told apart by what decides their way through {@link FloatProduct}. Each kind starts on plain loops; when
 * it has done some work there, vectors are {@linkplain Rehearsal rehearsed} for it.
 */
final class FloatProducts {
    /**
     * Multiply-adds on plain loops before vectors are worth their while: about 10 ms. Sooner, the JIT compiler would be busy
     * with them while it has not seen to the program itself.
     */
    private static final long ENOUGH = 100_000_000;

    /**
     * Multiply-adds of one product that goes to vectors at once: its own loops are long enough to be compiled while they
     * run. Without this a training step on MNIST took 14 ms instead of 3.5 for its first seconds.
     */
    private static final long AT_ONCE = 2_000_000;

    private static final int LOG_RECENT = 6;

    /** The golden ratio of 2^32: neighbouring numbers come to lie far apart. */
    private static final int SPREAD = 0x9E3779B9;

    private final boolean eager;
    private final ConcurrentHashMap<Integer, Gate> kinds = new ConcurrentHashMap<>();

    /** Some of them, found without a search. Threads may see others than were put there last: each is right by itself. */
    private final @Nullable Kind[] recent = new Kind[1 << LOG_RECENT];

    private record Kind(int number, Gate gate) {}

    /**
     * Nothing is rehearsed yet.
     *
     * @param eager sends all products to vectors at once
     */
    FloatProducts(boolean eager) {
        this.eager = eager || !FusedMultiplyAdd.IN_HARDWARE; // without it plain loops give other bits
    }

    /** Computes a product. */
    void multiply(FloatMatrix a, FloatMatrix b, @Nullable FloatMatrix bias, FloatMatrix c) {
        int m = c.rows();
        long work = (long) m * c.columns() * a.columns();
        if (eager || work >= AT_ONCE) {
            FloatProduct.multiply(a, b, bias, c);
            return;
        }
        Gate gate = gate(number(a, b, bias != null, c, work));
        if (gate.passes(work, () -> new Practice(a, b, bias != null, c))) {
            FloatProduct.multiply(a, b, bias, c);
            return;
        }
        MatrixProduct.multiply(a, b, bias, c);
    }

    private Gate gate(int number) {
        int place = number * SPREAD >>> 32 - LOG_RECENT;
        Kind kind = recent[place];
        if (kind == null || kind.number != number) {
            kind = new Kind(number, kinds.computeIfAbsent(number, unknown -> new Gate(false, ENOUGH)));
            recent[place] = kind;
        }
        return kind.gate;
    }

    /** The numbers of the kinds that go to vectors. */
    List<Integer> onVectors() {
        return kinds.entrySet().stream()
                .filter(each -> each.getValue().isOpen())
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    /** Products of one number take the same way, if not through the same tiles. */
    private static int number(FloatMatrix a, FloatMatrix b, boolean biased, FloatMatrix c, long work) {
        boolean alongInner = MatrixProduct.runsAlongInner(
                c.rows(), c.columns(), a.columns(), a.columnStride(), b.rowStride());
        int number = c.rows() < 16 ? c.rows() : alongInner ? 16 + c.rows() % 8 : 16; // what is left beside tiles of rows
        number = number << 8 | (c.columns() < 128 ? c.columns() : 128 + c.columns() % FloatProduct.PANEL);
        number = number << 4 | (a.columns() <= 4 ? a.columns() : 5 + Math.min(10, log(a.columns())));
        number = number << 4 | Math.min(15, Math.max(0, log(work) - 8) / 2);
        for (boolean fact : new boolean[] {
            alongInner, c.rows() < c.columns(), a.rowStride() == 1, a.columnStride() == 1, b.rowStride() == 1,
            b.columnStride() == 1, biased
        }) {
            number = number << 1 | (fact ? 1 : 0);
        }
        return number;
    }

    private static int log(long x) {
        return 63 - Long.numberOfLeadingZeros(x | 1);
    }

    /** A product like those that were asked for, but no larger than is needed to take every turn of their way. */
    private static final class Practice implements Gate.Practice {
        private static final int MOST_ROWS = 48;
        private static final int MOST_COLUMNS = 160;
        private static final int MOST_STEPS = 400;

        private final FloatMatrix a;
        private final FloatMatrix b;
        private final @Nullable FloatMatrix bias;
        private final FloatMatrix c;

        Practice(FloatMatrix a, FloatMatrix b, boolean biased, FloatMatrix c) {
            boolean across = c.rows() < c.columns();
            int m = Math.min(c.rows(), across ? MOST_COLUMNS : MOST_ROWS + c.rows() % 8);
            int n = Math.min(c.columns(), MOST_COLUMNS + Math.floorMod(c.columns() - MOST_COLUMNS, FloatProduct.PANEL));
            int k = Math.min(a.columns(), MOST_STEPS);
            this.a = like(a, m, k);
            this.b = like(b, k, n);
            this.bias = biased ? new FloatMatrix(Rehearsal.madeUp(new float[n], 0), 0, m, n, 0, 1) : null;
            this.c = FloatMatrix.of(new float[m * n], 0, m, n);
        }

        /** Rows or columns one after the other, as they are there. */
        private static FloatMatrix like(FloatMatrix there, int rows, int columns) {
            float[] numbers = Rehearsal.madeUp(new float[rows * columns], 0);
            return there.columnStride() == 1 || there.rowStride() != 1
                    ? FloatMatrix.of(numbers, 0, rows, columns)
                    : FloatMatrix.of(numbers, 0, columns, rows).transposed();
        }

        @Override
        public void vectors() {
            FloatProduct.multiply(a, b, bias, c);
        }

        @Override
        public void plain() {
            MatrixProduct.multiply(a, b, bias, c);
        }

        @Override
        public String toString() {
            return "products like " + a.rows() + " x " + a.columns() + " times " + b.rows() + " x " + b.columns();
        }
    }
}
