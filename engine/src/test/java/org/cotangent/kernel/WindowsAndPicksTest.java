package org.cotangent.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import java.util.stream.IntStream;
import org.cotangent.shape.Layout;
import org.cotangent.shape.Shape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The largest elements of windows, and elements at indices, are those that a loop over all of them finds. */
class WindowsAndPicksTest {
    private static final int CASES = 80;

    private final String before = Backends.current().name();

    @AfterEach
    void useWhatWasUsed() {
        Backends.use(before);
    }

    @ParameterizedTest
    @CsvSource({"scalar, FLOAT32", "scalar, FLOAT64", "auto, FLOAT32", "auto, FLOAT64"})
    void theLargestElementOfEveryWindowIsFound(String name, DType type) {
        Backends.use(name);
        for (long seed = 0; seed < CASES; seed++) {
            Random random = new Random(seed);
            int height = 3 + random.nextInt(20);
            int width = 3 + random.nextInt(40);
            int kernel = 1 + random.nextInt(3);
            int stride = 1 + random.nextInt(3);
            int dilation = 1 + random.nextInt(2);
            int padding = random.nextInt(kernel / 2 + 1);
            int reach = (kernel - 1) * dilation + 1;
            int[] out = {(height + 2 * padding - reach) / stride + 1, (width + 2 * padding - reach) / stride + 1};
            Placement at = new Placement(
                    new int[] {height, width},
                    new int[] {kernel, kernel},
                    out,
                    new int[] {stride, stride},
                    new int[] {padding, padding},
                    new int[] {dilation, dilation});
            int images = 1 + random.nextInt(40);
            NdArray x = NdArray.allocate(type, Shape.of(1, images, height, width));
            for (int i = 0; i < x.size(); i++) {
                double[] special = {Double.NaN, Double.NEGATIVE_INFINITY, 0};
                boolean rare = random.nextInt(10) == 0 || seed % 8 == 0;
                x.storage().set(i, rare ? special[random.nextInt(3)] : random.nextInt(20));
            }
            long[] found = (long[]) Backends.current().windowArgMax(at, x).storage().array();
            assertEquals(images * out[0] * out[1], found.length);
            for (int i = 0; i < found.length; i++) {
                int image = i / (out[0] * out[1]) * height * width;
                int[] rows = inside(i / out[1] % out[0] * stride - padding, kernel, dilation, height);
                int[] columns = inside(i % out[1] * stride - padding, kernel, dilation, width);
                assertEquals(
                        largest(x.storage(), image, width, rows, columns), found[i], "window " + i + " of seed " + seed);
            }
        }
    }

    /** The places along an axis that a window lies over; of one with gaps that misses them all, the nearest. */
    private static int[] inside(int from, int kernel, int dilation, int size) {
        int[] places = IntStream.range(0, kernel)
                .map(k -> from + k * dilation)
                .filter(place -> place >= 0 && place < size)
                .toArray();
        return places.length > 0 ? places : new int[] {Math.clamp(from, 0, size - 1)};
    }

    private static int largest(Storage x, int from, int width, int[] rows, int[] columns) {
        int best = -1;
        for (int i : rows) {
            for (int j : columns) {
                double value = x.getDouble(from + i * width + j);
                if (best < 0 || value > x.getDouble(from + best) || Double.isNaN(value)) {
                    best = i * width + j;
                }
            }
        }
        return best;
    }

    @ParameterizedTest
    @CsvSource({"0, FLOAT32", "1, FLOAT32", "2, FLOAT32", "0, FLOAT64", "1, FLOAT64", "2, FLOAT64", "1, INT64"})
    void whatAnIndexNamesIsPickedAndAdded(int axis, DType type) {
        for (long seed = 0; seed < CASES; seed++) {
            Random random = new Random(seed);
            int[] sizes = {1 + random.nextInt(5), 1 + random.nextInt(5), 1 + random.nextInt(5)};
            NdArray x = filled(NdArray.allocate(type, Shape.of(sizes)), random);
            int[] counts = sizes.clone();
            counts[axis] = 1 + random.nextInt(7);
            if (seed % 4 == 3) { // an index may be smaller along other axes
                counts[(axis + 1) % 3] = 1;
            }
            NdArray index = index(random, counts, sizes[axis], axis, seed % 2 == 0);
            NdArray picked = Backends.current().gather(x, axis, index);
            NdArray source = filled(NdArray.allocate(type, Shape.of(counts)), random);
            NdArray sums = Backends.current().scatterAdd(Shape.of(sizes), axis, index, source);
            double[] expected = new double[sums.size()];
            for (int i = 0; i < picked.size(); i++) {
                int[] place = {i / (counts[1] * counts[2]), i / counts[2] % counts[1], i % counts[2]};
                Layout layout = index.layout();
                place[axis] = (int) index.storage()
                        .getLong(layout.offset()
                                + place[0] * layout.stride(0)
                                + place[1] * layout.stride(1)
                                + place[2] * layout.stride(2));
                int at = (place[0] * sizes[1] + place[1]) * sizes[2] + place[2];
                assertEquals(x.storage().getDouble(at), picked.storage().getDouble(i), "pick " + i + " of seed " + seed);
                expected[at] += source.storage().getDouble(i);
            }
            double[] found = new double[expected.length];
            for (int i = 0; i < found.length; i++) {
                found[i] = sums.storage().getDouble(i);
            }
            assertArrayEquals(expected, found, 1e-5, "sums of seed " + seed);
            index.storage().set(0, (long) sizes[axis]);
            assertThrows(IllegalArgumentException.class, () -> Backends.current().gather(x, axis, index));
        }
    }

    /** Random numbers, the same ones along all axes after the given one if whole rows are to be picked. */
    private static NdArray index(Random random, int[] counts, int size, int axis, boolean byRow) {
        int[] numbers = counts.clone();
        for (int i = axis + 1; byRow && i < numbers.length; i++) {
            numbers[i] = 1;
        }
        NdArray made = NdArray.allocate(DType.INT64, Shape.of(numbers));
        for (int i = 0; i < made.size(); i++) {
            made.storage().set(i, (long) random.nextInt(size));
        }
        return made.expand(Shape.of(counts));
    }

    private static NdArray filled(NdArray x, Random random) {
        for (int i = 0; i < x.size(); i++) {
            x.storage().set(i, (double) random.nextInt(100));
        }
        return x;
    }
}
