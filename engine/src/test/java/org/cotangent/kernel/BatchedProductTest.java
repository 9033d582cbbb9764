package org.cotangent.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import java.util.Random;
import org.cotangent.shape.Layout;
import org.cotangent.shape.Shape;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A batch of products is what one product after the other gives, however the threads share it. */
class BatchedProductTest {
    @ParameterizedTest
    @CsvSource({"7, 5, 6, 4, 1", "100, 20, 30, 15, 3", "90, 64, 40, 33, 2", "3, 200, 150, 90, 4", "5, 0, 3, 2, 2", "5, 2, 0, 3, 2"})
    void aBatchIsOneProductAfterTheOther(int batches, int m, int k, int n, int threads) {
        Random random = new Random(3);
        FloatStorage a = numbers(random, 2 * batches * m * k);
        FloatStorage b = numbers(random, batches * k * n);
        // [2, batches, m, k] with the first two axes swapped, times [batches, 2, k, n] with one matrix for both.
        Layout left = Layout.of(Shape.of(batches, 2, m, k), new int[] {m * k, batches * m * k, k, 1}, 0);
        Layout right = Layout.of(Shape.of(batches, 2, k, n), new int[] {k * n, 0, 1, k}, 0);
        int before = Parallel.threads();
        Parallel.setThreads(threads);
        try {
            NdArray product = Backends.current().matmul(new NdArray(a, left), new NdArray(b, right), null);
            float[] found = (float[]) product.storage().array();
            float[] one = new float[m * n];
            for (int i = 0; i < 2 * batches; i++) {
                int aAt = i / 2 * m * k + i % 2 * batches * m * k;
                MatrixProduct.multiply(
                        FloatMatrix.of(a.values(), aAt, m, k),
                        FloatMatrix.of(b.values(), i / 2 * k * n, n, k).transposed(),
                        null,
                        FloatMatrix.of(one, 0, m, n));
                assertArrayEquals(one, Arrays.copyOfRange(found, i * m * n, (i + 1) * m * n));
            }
        } finally {
            Parallel.setThreads(before);
        }
    }

    private static FloatStorage numbers(Random random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return new FloatStorage(values);
    }
}
