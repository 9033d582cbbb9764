package org.cotangent.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.cotangent.shape.Layout;
import org.cotangent.shape.Shape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Copies, broadcasting, reductions and softmaxes of arrays of any layout give what reading element by element gives. */
class LayoutsTest {
    private static final int CASES = 100;

    private final String before = Backends.current().name();

    @AfterEach
    void useWhatWasUsed() {
        Backends.use(before);
    }

    /** A transposed part of a larger array, with some axes repeated. */
    private static NdArray any(Random random, DType type) {
        int rank = 1 + random.nextInt(4);
        int[] sizes = new int[rank];
        int[] order = new int[rank];
        for (int i = 0; i < rank; i++) {
            sizes[i] = 1 + random.nextInt(rank < 3 ? 150 : 24);
            order[i] = i;
        }
        for (int i = rank - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int kept = order[i];
            order[i] = order[j];
            order[j] = kept;
        }
        NdArray whole = NdArray.allocate(type, Shape.of(sizes));
        for (int i = 0; i < whole.size(); i++) {
            whole.storage().set(i, (double) random.nextInt(1000));
        }
        Layout layout = whole.layout().permute(order);
        int axis = random.nextInt(rank);
        int size = layout.shape().size(axis);
        if (random.nextInt(3) == 0) {
            layout = layout.slice(axis, size / 2, size - size / 2, 1);
        } else if (random.nextInt(3) == 0) {
            layout = layout.slice(axis, 0, 1, 1);
            layout = layout.expand(layout.shape().with(axis, 1 + random.nextInt(60)));
        }
        return whole.view(layout);
    }

    private static double[] elements(NdArray x) {
        double[] values = new double[x.size()];
        int rank = x.shape().rank();
        for (int i = 0; i < values.length; i++) {
            int at = x.layout().offset();
            int rest = i;
            for (int axis = rank - 1; axis >= 0; axis--) {
                at += rest % x.shape().size(axis) * x.layout().stride(axis);
                rest /= x.shape().size(axis);
            }
            values[i] = x.storage().getDouble(at);
        }
        return values;
    }

    @ParameterizedTest
    @CsvSource({"scalar, FLOAT32", "auto, FLOAT32", "auto, FLOAT64", "auto, INT64", "auto, BOOL"})
    void copiesReadEveryElement(String name, DType type) {
        Backends.use(name);
        for (long seed = 0; seed < CASES; seed++) {
            NdArray x = any(new Random(seed), type);
            assertArrayEquals(elements(x), elements(Backends.current().copy(x, type)), "seed " + seed);
            if (type != DType.BOOL) {
                double[] as64 = elements(Backends.current().copy(x, DType.FLOAT64));
                assertArrayEquals(elements(x), as64, "to float64, seed " + seed);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"scalar, FLOAT32", "auto, FLOAT32", "auto, FLOAT64", "auto, INT64"})
    void operandsAreRepeatedAsFarAsTheyMust(String name, DType type) {
        Backends.use(name);
        Recipe add = Recipe.of2("add", Expr::add);
        for (long seed = 0; seed < CASES; seed++) {
            Random random = new Random(seed);
            NdArray x = any(random, type);
            int axis = random.nextInt(x.shape().rank());
            NdArray one = x.view(x.layout().slice(axis, 0, 1, 1));
            double[] expected = elements(x);
            double[] repeated = elements(one.expand(x.shape()));
            for (int i = 0; i < expected.length; i++) {
                expected[i] += repeated[i];
            }
            assertArrayEquals(expected, elements(Backends.current().map(add, type, x, one)), "seed " + seed);
        }
    }

    @ParameterizedTest
    @CsvSource({"scalar, FLOAT64", "auto, FLOAT64", "auto, INT64"})
    void foldsTakeEveryElementOnce(String name, DType type) {
        Backends.use(name);
        for (long seed = 0; seed < CASES; seed++) {
            Random random = new Random(seed);
            NdArray x = any(random, type);
            int rank = x.shape().rank();
            boolean[] reduced = new boolean[rank];
            Shape shape = x.shape();
            for (int axis = 0; axis < rank; axis++) {
                reduced[axis] = random.nextBoolean();
                shape = reduced[axis] ? shape.with(axis, 1) : shape;
            }
            for (Fold fold : new Fold[] {Fold.SUM, Fold.MAX, Fold.MIN}) {
                double[] expected = new double[shape.size()];
                java.util.Arrays.fill(
                        expected,
                        fold == Fold.SUM ? 0 : fold == Fold.MAX ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
                double[] values = elements(x);
                for (int i = 0; i < values.length; i++) {
                    int at = 0;
                    int step = 1;
                    int rest = i;
                    for (int axis = rank - 1; axis >= 0; axis--) {
                        int place = rest % x.shape().size(axis);
                        rest /= x.shape().size(axis);
                        at += reduced[axis] ? 0 : place * step;
                        step *= shape.size(axis);
                    }
                    expected[at] = switch (fold) {
                        case SUM -> expected[at] + values[i];
                        case MAX -> Math.max(expected[at], values[i]);
                        default -> Math.min(expected[at], values[i]);
                    };
                }
                NdArray found = Backends.current().fold(fold, x, reduced);
                assertEquals(shape, found.shape());
                assertArrayEquals(expected, elements(found), 1e-6, fold + " of seed " + seed);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"FLOAT32, false", "FLOAT32, true", "FLOAT64, false", "FLOAT64, true"})
    void softmaxesOfAnyLengthSumToOneAndHaveTheSameBitsOnEveryBackend(DType type, boolean log) {
        for (int n : new int[] {1, 2, 5, 10, 31, 32, 33, 64, 100, 1000}) {
            int rows = n < 50 ? 2000 : 37;
            Random random = new Random(n);
            NdArray x = NdArray.allocate(type, Shape.of(rows, n));
            for (int i = 0; i < x.size(); i++) {
                x.storage().set(i, 5 * random.nextGaussian());
            }
            Backends.use("scalar");
            double[] expected = elements(Backends.current().softmax(x, log));
            Backends.use("auto");
            assertArrayEquals(expected, elements(Backends.current().softmax(x, log)), 0.0, "rows of " + n);
            double[] values = elements(x);
            for (int row = 0; row < rows; row++) {
                double sum = 0;
                for (int j = 0; j < n; j++) {
                    sum += Math.exp(values[row * n + j]);
                }
                for (int j = 0; j < n; j++) {
                    double power = Math.exp(values[row * n + j]) / sum;
                    assertEquals(log ? Math.log(power) : power, expected[row * n + j], 1e-5, "rows of " + n);
                }
            }
        }
    }
}
