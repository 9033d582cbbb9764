package org.cotangent.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Short rows that are folded together get the bits of one row after the other. */
class ShortRowsTest {
    private static final int[] ROWS = {1, 2, 127, 128, 129, 300};
    private static final float[] SPECIAL = {0, -0f, 1e-45f, -1e-40f, 3e38f, Float.NaN, Float.POSITIVE_INFINITY};

    @ParameterizedTest
    @EnumSource(Fold.class)
    void float32(Fold fold) {
        for (int n = 1; n <= FloatLines.SHORT; n++) {
            for (int rows : ROWS) {
                float[] x = numbers(rows * n, n);
                float[] together = new float[rows + 1];
                FloatFold.shortRows(fold, x, 3, rows, n, together, 1);
                for (int i = 0; i < rows; i++) {
                    float alone = fold == Fold.SUM ? FloatFold.sum(x, 3 + i * n, n) : FloatFold.fold(fold, x, 3 + i * n, n, 1);
                    assertEquals(Float.floatToIntBits(alone), Float.floatToIntBits(together[1 + i]), fold + " of row " + i + ", " + rows + " x " + n);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Fold.class)
    void float64(Fold fold) {
        for (int n = 1; n <= DoubleLines.SHORT; n++) {
            for (int rows : ROWS) {
                float[] singles = numbers(rows * n, n);
                double[] x = new double[singles.length];
                for (int i = 0; i < x.length; i++) {
                    x[i] = singles[i] / 3.0;
                }
                double[] together = new double[rows + 1];
                DoubleFold.shortRows(fold, x, 3, rows, n, together, 1);
                for (int i = 0; i < rows; i++) {
                    double alone = fold == Fold.SUM ? DoubleFold.sum(x, 3 + i * n, n) : DoubleFold.fold(fold, x, 3 + i * n, n, 1);
                    assertEquals(Double.doubleToLongBits(alone), Double.doubleToLongBits(together[1 + i]), fold + " of row " + i + ", " + rows + " x " + n);
                }
            }
        }
    }

    /** Behind three others; whole rows of -0 among them. */
    private static float[] numbers(int count, int n) {
        Random random = new Random(n);
        float[] x = new float[count + 3];
        for (int i = 3; i < x.length; i++) {
            boolean zeros = (i - 3) / n % 5 == 0;
            x[i] = zeros ? -0f : random.nextInt(9) == 0 ? SPECIAL[random.nextInt(SPECIAL.length)] : (float) random.nextGaussian();
        }
        return x;
    }
}
