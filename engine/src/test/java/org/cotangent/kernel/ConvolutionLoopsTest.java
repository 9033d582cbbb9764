package org.cotangent.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import org.cotangent.shape.Shape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The loops of convolutions give what products with window matrices give, and the same bits on every backend. */
class ConvolutionLoopsTest {
    private final String before = Backends.current().name();
    private final int threads = Parallel.threads();

    @AfterEach
    void useWhatWasUsed() {
        Backends.use(before);
        Parallel.setThreads(threads);
    }

    /** A convolution of random sizes with its arrays. */
    private record Case(Placement at, int groups, NdArray x, NdArray w, NdArray g, NdArray bias) {
        static Case random(DType type, long seed) {
            Random random = new Random(seed);
            int axes = 1 + random.nextInt(3);
            int[][] lists = new int[6][axes];
            for (int i = 0; i < axes; i++) {
                int kernel = 1 + random.nextInt(3);
                int stride = 1 + random.nextInt(3);
                int dilation = 1 + random.nextInt(2);
                int padding = random.nextInt(3);
                int reach = (kernel - 1) * dilation + 1;
                int in = Math.max(1, reach - 2 * padding) + random.nextInt(9);
                int[] numbers = {in, kernel, (in + 2 * padding - reach) / stride + 1, stride, padding, dilation};
                for (int j = 0; j < numbers.length; j++) {
                    lists[j][i] = numbers[j];
                }
            }
            Placement at = new Placement(lists[0], lists[1], lists[2], lists[3], lists[4], lists[5]);
            int images = 1 + random.nextInt(40);
            int groups = 1 + random.nextInt(3);
            int depth = 1 + random.nextInt(3);
            int width = 1 + random.nextInt(9);
            return new Case(
                    at,
                    groups,
                    array(random, type, Placement.shape(images, groups * depth, at.in(), axes + 2)),
                    array(random, type, Placement.shape(groups * width, depth, at.kernel(), axes + 2)),
                    array(random, type, Placement.shape(images, groups * width, at.out(), axes + 2)),
                    array(random, type, Shape.of(groups * width)));
        }

        private static NdArray array(Random random, DType type, Shape shape) {
            NdArray made = NdArray.allocate(type, shape);
            for (int i = 0; i < made.size(); i++) {
                made.storage().set(i, random.nextGaussian());
            }
            return made;
        }

        NdArray[] results(Backend backend) {
            return new NdArray[] {
                backend.convolve(at, groups, x, w, null),
                backend.convolve(at, groups, x, w, bias),
                backend.convolveBack(at, groups, g, w),
                backend.convolveWeights(at, groups, x, g)
            };
        }

        NdArray[] meaning(Backend backend) {
            WindowMatrices matrices = new WindowMatrices(backend, at, groups);
            return new NdArray[] {
                matrices.convolve(x, w, null), matrices.convolve(x, w, bias), matrices.convolveBack(g, w),
                matrices.convolveWeights(x, g)
            };
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"scalar", "auto"})
    void loopsGiveWhatWindowMatricesGive(String name) {
        Backends.use(name);
        Backend backend = Backends.current();
        for (long seed = 0; seed < 60; seed++) {
            Case random = Case.random(DType.FLOAT64, seed);
            NdArray[] found = random.results(backend);
            NdArray[] expected = random.meaning(backend);
            for (int i = 0; i < found.length; i++) {
                String which = "result " + i + " of seed " + seed;
                assertEquals(expected[i].shape(), found[i].shape(), which);
                assertArrayEquals(
                        (double[]) expected[i].storage().array(), (double[]) found[i].storage().array(), 1e-10, which);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void theBitsAreTheSameOnEveryBackendAndNumberOfThreads(DType type) {
        for (long seed = 0; seed < 60; seed++) {
            Case random = Case.random(type, seed);
            Parallel.setThreads(1 + (int) seed % 3);
            Backends.use("scalar");
            NdArray[] expected = random.results(Backends.current());
            Parallel.setThreads(1 + (int) (seed + 1) % 4);
            Backends.use("auto");
            NdArray[] found = random.results(Backends.current());
            for (int i = 0; i < found.length; i++) {
                String which = "result " + i + " of seed " + seed;
                if (type == DType.FLOAT32) {
                    assertArrayEquals(
                            (float[]) expected[i].storage().array(), (float[]) found[i].storage().array(), which);
                } else {
                    assertArrayEquals(
                            (double[]) expected[i].storage().array(), (double[]) found[i].storage().array(), which);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void largeOnesAreSharedAmongThreads(int shared) {
        int[] in = {20, 20};
        int[] five = {5, 5};
        int[] one = {1, 1};
        Placement at = new Placement(in, five, new int[] {16, 16}, one, new int[] {0, 0}, one);
        float[][] found = new float[2][];
        for (int i = 0; i < found.length; i++) {
            Parallel.setThreads(i == 0 ? 1 : shared);
            Random random = new Random(5);
            NdArray x = Case.array(random, DType.FLOAT32, Shape.of(33, 3, 20, 20));
            NdArray w = Case.array(random, DType.FLOAT32, Shape.of(9, 3, 5, 5));
            found[i] = (float[]) Backends.current().convolve(at, 1, x, w, null).storage().array();
        }
        assertEquals(0, Arrays.mismatch(found[0], found[1]) + 1);
    }
}
