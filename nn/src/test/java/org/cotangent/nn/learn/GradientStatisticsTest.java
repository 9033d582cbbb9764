package org.cotangent.nn.learn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.cotangent.Tensor;
import org.cotangent.kernel.DType;
import org.cotangent.nn.module.Parameter;
import org.cotangent.random.NumpyGenerator;
import org.junit.jupiter.api.Test;

class GradientStatisticsTest {
    private final Parameter matrix = new Parameter(Tensor.zeros(DType.FLOAT64, 2, 3));
    private final Parameter vector = new Parameter(Tensor.zeros(DType.FLOAT64, 4));

    private Estimate estimate(Tensor forMatrix, Tensor forVector) {
        SequencedMap<Parameter, Tensor> gradients = new LinkedHashMap<>();
        gradients.put(matrix, forMatrix);
        gradients.put(vector, forVector);
        return new Estimate(0, gradients);
    }

    /** A mean a million times the deviation: sums of squares would have lost all digits. */
    @Test
    void agreesWithTwoPassesOverAllEstimates() {
        NumpyGenerator generator = new NumpyGenerator(1);
        int count = 500;
        double[][] all = new double[count][];
        GradientStatistics statistics = new GradientStatistics(List.of(matrix, vector));
        for (int k = 0; k < count; k++) {
            all[k] = generator.normal(1e6, 1, 10);
            statistics.add(estimate(
                    Tensor.of(java.util.Arrays.copyOf(all[k], 6), 2, 3),
                    Tensor.of(java.util.Arrays.copyOfRange(all[k], 6, 10), 4)));
        }
        double[] mean = new double[10];
        double[] variance = new double[10];
        for (int i = 0; i < 10; i++) {
            for (double[] one : all) {
                mean[i] += one[i] / count;
            }
            for (double[] one : all) {
                variance[i] += (one[i] - mean[i]) * (one[i] - mean[i]) / count;
            }
        }
        assertEquals(count, statistics.count());
        assertArrayEquals(
                java.util.Arrays.copyOf(mean, 6), statistics.mean(matrix).toDoubles(), 1e-8);
        assertArrayEquals(
                java.util.Arrays.copyOfRange(variance, 6, 10), statistics.variance(vector).toDoubles(), 1e-7);
        double ratio = 0;
        for (int i = 0; i < 10; i++) {
            ratio += Math.abs(mean[i]) / (Math.sqrt(variance[i]) + 0.5) / 10;
        }
        assertEquals(ratio, statistics.signalToNoise(0.5), 1e-7 * ratio);
    }

    @Test
    void whatNeverChangesHasNoVariance() {
        GradientStatistics statistics = new GradientStatistics(List.of(matrix, vector));
        for (int k = 0; k < 3; k++) {
            statistics.add(estimate(Tensor.full(-2, DType.FLOAT64, 2, 3), Tensor.full(-2, DType.FLOAT64, 4)));
        }
        assertArrayEquals(new double[4], statistics.variance(vector).toDoubles());
        assertEquals(2 / 1e-3, statistics.signalToNoise(1e-3), 1e-9);
    }

    @Test
    void saysWhenThereIsNothingToSay() {
        GradientStatistics statistics = new GradientStatistics(List.of(matrix));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> statistics.mean(matrix))
                .getMessage()
                .contains("there was no estimate yet"));
        statistics.add(estimate(Tensor.zeros(DType.FLOAT64, 2, 3), Tensor.zeros(DType.FLOAT64, 4)));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> statistics.variance(vector))
                .getMessage()
                .contains("not one of those watched"));
    }
}
