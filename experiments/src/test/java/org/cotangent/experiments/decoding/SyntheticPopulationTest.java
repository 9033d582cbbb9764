package org.cotangent.experiments.decoding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;
import org.cotangent.kernel.Parallel;
import org.junit.jupiter.api.Test;

/** The population against numpy's, to the bit. */
class SyntheticPopulationTest {

    @Test
    void isNumpysToTheBit() throws IOException {
        JsonNode golden = new ObjectMapper().readTree(SyntheticPopulationTest.class.getResourceAsStream("population.json"));
        Recording all = SyntheticPopulation.draw(SyntheticPopulation.NEURONS, SyntheticPopulation.SEED);
        assertEquals("[360, 23589]", all.responses().shape().toString());
        assertEquals("[360, 1]", all.stimuli().shape().toString());
        float[] corner = all.responses().slice(0, 0, 4).slice(1, 0, 8).toFloats();
        assertArrayEquals(floats(golden.get("first_4x8")), corner);
        assertArrayEquals(
                floats(golden.get("neuron_0_curve")), all.responses().select(1, 0).toFloats());
        double[] values = all.responses().toDoubles();
        JsonNode statistics = golden.get("statistics");
        assertEquals(statistics.get("sum").doubleValue(), Arrays.stream(values).sum(), 1e-8);
        assertEquals(
                statistics.get("max").doubleValue(), Arrays.stream(values).max().orElseThrow());
        assertEquals(
                statistics.get("min").doubleValue(), Arrays.stream(values).min().orElseThrow());
        for (int k = 0; k < 3; k++) {
            int row = new int[] {0, 179, 359}[k];
            int column = new int[] {0, 1, 23_588}[k];
            double rowSum = Arrays.stream(all.responses().select(0, row).toDoubles()).sum();
            double columnSum = Arrays.stream(all.responses().select(1, column).toDoubles()).sum();
            assertEquals(statistics.get("rows_0_179_359_sum").get(k).doubleValue(), rowSum, 1e-9);
            assertEquals(statistics.get("col_0_1_23588_sum").get(k).doubleValue(), columnSum, 1e-9);
        }
    }

    @Test
    void doesNotDependOnTheThreads() {
        int threads = Parallel.threads();
        try {
            Parallel.setThreads(1);
            float[] alone = SyntheticPopulation.draw(200, 5).responses().toFloats();
            Parallel.setThreads(3);
            assertArrayEquals(alone, SyntheticPopulation.draw(200, 5).responses().toFloats());
        } finally {
            Parallel.setThreads(threads);
        }
    }

    private static float[] floats(JsonNode array) {
        byte[] bytes = Base64.getDecoder().decode(array.get("b64").textValue());
        float[] values = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return values;
    }
}
