package org.cotangent.kernel.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.cotangent.kernel.DType;
import org.cotangent.kernel.Fold;
import org.cotangent.kernel.ScalarBackend;
import org.cotangent.kernel.Storage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The reductions in vectors give the bits of the scalar ones, on ordinary numbers and on special ones. */
class FoldsTest {
    private static final double[] SPECIAL = {
        0, -0.0, Float.MIN_VALUE, -Float.MIN_VALUE, Float.MAX_VALUE, -Float.MAX_VALUE, Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY, Double.NaN
    };

    /** Opens the inner loops that backends override. */
    private static final class Definition extends ScalarBackend {
        void row(Fold fold, Storage x, int offset, int n, Storage out) {
            foldRow(fold, x, offset, n, 1, out, 0);
        }

        void columns(Storage x, int offset, int rows, int columns, Storage out, int outOffset) {
            sumColumns(x, offset, rows, columns, out, outOffset);
        }
    }

    private static final Definition DEFINITION = new Definition();

    static IntStream sizes() {
        return IntStream.concat(
                IntStream.rangeClosed(0, 200), IntStream.of(1000, 4031, 4032, 4095, 4096, 4097, 4160, 8191, 300_001));
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void rowsAgree(int n) {
        for (Numbers numbers : Numbers.values()) {
            for (int offset = 0; offset < 3; offset++) {
                Storage x = numbers.storage(DType.FLOAT32, n + offset + 1, n);
                Storage y = numbers.storage(DType.FLOAT64, n + offset + 1, n);
                float[] floats = (float[]) x.array();
                double[] doubles = (double[]) y.array();
                String which = numbers + " n=" + n + " offset=" + offset;
                same(row(Fold.SUM, x, offset, n), FloatFolds.sum(floats, offset, n), "sum32 " + which);
                same(row(Fold.MAX, x, offset, n), FloatFolds.max(floats, offset, n), "max32 " + which);
                same(row(Fold.MIN, x, offset, n), FloatFolds.min(floats, offset, n), "min32 " + which);
                same(row(Fold.MIN, y, offset, n), DoubleFolds.min(doubles, offset, n), "min64 " + which);
                same(row(Fold.SUM, y, offset, n), DoubleFolds.sum(doubles, offset, n), "sum64 " + which);
                same(row(Fold.MAX, y, offset, n), DoubleFolds.max(doubles, offset, n), "max64 " + which);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 33, 63, 64, 65, 100, 127, 128, 129, 150, 1000, 4095, 4096, 4097, 9000})
    void rowsTogetherAgree(int n) {
        for (int rows : n < 200 ? new int[] {0, 1, 2, 3, 4, 5, 7, 8, 64, 65, 131} : new int[] {1, 4, 6, 67}) {
            for (Numbers numbers : Numbers.values()) {
                String which = numbers + " rows=" + rows + " n=" + n;
                Storage x = numbers.storage(DType.FLOAT32, rows * n + 3, n);
                Storage y = numbers.storage(DType.FLOAT64, rows * n + 3, n);
                float[] sums = dirty(rows + 2);
                double[] sums64 = new double[rows + 2];
                FloatFolds.sumRows((float[]) x.array(), 2, rows, n, sums, 1);
                DoubleFolds.sumRows((double[]) y.array(), 2, rows, n, sums64, 1);
                for (int i = 0; i < rows; i++) {
                    same(row(Fold.SUM, x, 2 + i * n, n), sums[1 + i], which);
                    same(row(Fold.SUM, y, 2 + i * n, n), sums64[1 + i], which);
                }
                assertEquals(7, sums[0], which);
                assertEquals(7, sums[rows + 1], which);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 10, 127, 128, 129, 300})
    void columnsAgree(int rows) {
        int[] widths = IntStream.concat(IntStream.rangeClosed(1, 70), IntStream.of(128, 131, 200, 900)).toArray();
        for (int columns : widths) {
            for (Numbers numbers : new Numbers[] {Numbers.ORDINARY, Numbers.SPECIAL}) {
                String which = numbers + " rows=" + rows + " columns=" + columns;
                Storage x = numbers.storage(DType.FLOAT32, rows * columns + 3, columns);
                Storage expected = Storage.allocate(DType.FLOAT32, columns + 2);
                float[] sums = dirty(columns + 2);
                DEFINITION.columns(x, 3, rows, columns, expected, 1);
                FloatFolds.sumColumns((float[]) x.array(), 3, rows, columns, sums, 1);
                Storage y = numbers.storage(DType.FLOAT64, rows * columns + 3, columns);
                Storage expected64 = Storage.allocate(DType.FLOAT64, columns + 2);
                double[] sums64 = new double[columns + 2];
                DEFINITION.columns(y, 3, rows, columns, expected64, 1);
                DoubleFolds.sumColumns((double[]) y.array(), 3, rows, columns, sums64, 1);
                for (int j = 1; j <= columns; j++) {
                    same(expected.getDouble(j), sums[j], which);
                    same(expected64.getDouble(j), sums64[j], which);
                }
                assertEquals(7, sums[0], which);
                assertEquals(7, sums[columns + 1], which);
            }
        }
    }

    private static float[] dirty(int size) {
        float[] values = new float[size];
        Arrays.fill(values, 7);
        return values;
    }

    private static double row(Fold fold, Storage x, int offset, int n) {
        Storage out = Storage.allocate(x.type(), 1);
        DEFINITION.row(fold, x, offset, n, out);
        return out.getDouble(0);
    }

    private static void same(double expected, double actual, String message) {
        assertEquals(Double.doubleToLongBits(expected), Double.doubleToLongBits(actual), message);
    }

    private enum Numbers {
        ORDINARY {
            @Override
            double pick(Random random) {
                return random.nextGaussian();
            }
        },
        MINUS_ZERO {
            @Override
            double pick(Random random) {
                return -0.0;
            }
        },
        FINITE {
            @Override
            double pick(Random random) {
                return random.nextInt(4) == 0 ? FoldsTest.SPECIAL[random.nextInt(4)] : random.nextGaussian();
            }
        },
        SPECIAL {
            @Override
            double pick(Random random) {
                return random.nextInt(20) == 0 ? FoldsTest.SPECIAL[random.nextInt(9)] : random.nextGaussian();
            }
        };

        abstract double pick(Random random);

        Storage storage(DType type, int size, long seed) {
            Random random = new Random(seed);
            Storage storage = Storage.allocate(type, size);
            for (int i = 0; i < size; i++) {
                storage.set(i, pick(random));
            }
            return storage;
        }
    }
}
