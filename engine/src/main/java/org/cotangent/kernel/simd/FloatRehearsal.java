// twin: FloatRehearsal -> DoubleRehearsal
package org.cotangent.kernel.simd;

import org.cotangent.kernel.MatrixProduct;

/**
 * Small float32 products that together take every way through {@link FloatProduct}.
 *
 * <p>They also keep the JIT compiler from optimizing for the first shape it sees only to start over at the second.
 */
final class FloatRehearsal implements ProductGate.Rehearsal {
    private static final int[][] SHAPES = {
        {32, 64, 64}, {20, 390, 33}, {6, 40, 70}, {40, 6, 70}, {20, 140, 128}, // tiles
        {5, 30, 4}, {64, 9, 8}, {40, 3, 100}, // few columns
        {64, 256, 4}, {4, 256, 64}, {33, 300, 10}, {40, 300, 1}, {1, 300, 40}, // along k
        {33, 1, 40}, {32, 2, 64}, {33, 4, 40} // k of 1, 2, 4
    };

    /** Rows of A that far apart are copied. */
    private static final int FAR = 2048;

    private static final int REPEATS = 3;
    private static final int LAYOUTS = 5;

    private final float[] a = numbers(FAR * 400);
    private final float[] b = numbers(1 << 15);
    private final float[] c = new float[1 << 15];

    private static float[] numbers(int count) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (i * 37 % 64 - 31.5f) / 16;
        }
        return numbers;
    }

    @Override
    public void turn() {
        for (int[] shape : SHAPES) {
            for (int layout = 0; layout < LAYOUTS; layout++) {
                time(shape, layout, true);
                time(shape, layout, false);
            }
        }
    }

    @Override
    public boolean isFast() {
        for (int[] shape : SHAPES) {
            for (int layout = 0; layout < LAYOUTS; layout++) {
                long vectors = Long.MAX_VALUE;
                long plain = Long.MAX_VALUE;
                for (int i = 0; i < REPEATS; i++) {
                    vectors = Math.min(vectors, time(shape, layout, true));
                    plain = Math.min(plain, time(shape, layout, false));
                }
                if (vectors > plain + plain / 4) {
                    return false;
                }
            }
        }
        return true;
    }

    /** The time of two products, with and without a bias, whose factors are transposed or not, or A is far spread. */
    private long time(int[] shape, int layout, boolean vectors) {
        int m = shape[0];
        int k = shape[1];
        int n = shape[2];
        boolean transposedA = layout % 2 == 1 || layout == 4;
        boolean transposedB = layout / 2 == 1;
        int aRow = transposedA ? 1 : k;
        int aCol = transposedA ? layout == 4 ? FAR : m : 1;
        int bRow = transposedB ? 1 : n;
        int bCol = transposedB ? k : 1;
        long start = System.nanoTime();
        if (vectors) {
            FloatProduct.multiply(m, n, k, a, 0, aRow, aCol, b, 0, bRow, bCol, null, 0, c, 0, n);
            FloatProduct.multiply(m, n, k, a, 0, aRow, aCol, b, 0, bRow, bCol, a, 0, c, 0, n);
        } else {
            MatrixProduct.multiply(m, n, k, a, 0, aRow, aCol, b, 0, bRow, bCol, null, 0, c, 0, n);
            MatrixProduct.multiply(m, n, k, a, 0, aRow, aCol, b, 0, bRow, bCol, a, 0, c, 0, n);
        }
        return System.nanoTime() - start;
    }
}
