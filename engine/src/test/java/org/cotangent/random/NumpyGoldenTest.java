package org.cotangent.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** numpy's two streams against what numpy drew, bit for bit. */
class NumpyGoldenTest {
    @TestFactory
    Stream<DynamicTest> generator() {
        return Golden.records("numpy_generator")
                .filter(each -> !each.get("fn").asText().equals("w2d3_opening")) // has a test of its own
                .map(each -> dynamicTest(Golden.name(each), () -> checkGenerator(each)));
    }

    @TestFactory
    Stream<DynamicTest> legacy() {
        return Golden.records("numpy_legacy").map(each -> dynamicTest(Golden.name(each), () -> checkLegacy(each)));
    }

    /**
     * The draws before and during a training by backprop in the tutorial on learning rules. The state afterwards is
     * that of w2d3.json.
     */
    @Test
    void learningRulesTutorial() {
        JsonNode each = Golden.records("numpy_generator")
                .filter(r -> r.get("fn").asText().equals("w2d3_opening"))
                .findFirst()
                .orElseThrow();
        NumpyGenerator rng = new NumpyGenerator(each.get("seed").longValue());
        int[] indices = rng.choice(10_000, 1000, false);
        assertArrayEquals(Golden.ints(each.get("indices_first")), Arrays.copyOf(indices, 10));
        long weighted = 0;
        for (int i = 0; i < indices.length; i++) {
            weighted += (long) i * indices[i];
        }
        assertEquals(each.get("indices_sum_i_times").longValue(), weighted);
        double[] hidden = rng.normal(0, 0.1, 500 * 785);
        assertArrayEquals(Golden.doubles(each.get("W_h_first")), Arrays.copyOf(hidden, 10));
        assertArrayEquals(
                Golden.doubles(each.get("W_h_last")), Arrays.copyOfRange(hidden, hidden.length - 10, hidden.length));
        assertEquals(each.get("W_h_sum").doubleValue(), Arrays.stream(hidden).sum(), 1e-9);
        double[] output = rng.normal(0, 0.1, 10 * 501);
        assertArrayEquals(Golden.doubles(each.get("W_y_first")), Arrays.copyOf(output, 10));
        assertEquals(each.get("W_y_sum").doubleValue(), Arrays.stream(output).sum(), 1e-9);
        double[] feedback = rng.normal(0, 0.1, 500 * 10);
        assertArrayEquals(Golden.doubles(each.get("B_first")), Arrays.copyOf(feedback, 10));
        assertEquals(each.get("B_sum").doubleValue(), Arrays.stream(feedback).sum(), 1e-9);
        int[] batches = rng.choice(50_000, 50_000, false);
        assertArrayEquals(Golden.ints(each.get("batches_first")), Arrays.copyOf(batches, 20));
        assertArrayEquals(Golden.ints(each.get("batches_last")), Arrays.copyOfRange(batches, 49_980, 50_000));
        assertEquals(
                new NumpyGenerator.State(
                        new BigInteger("257860741774108009063272380732602626193"),
                        new BigInteger("268209174141567072605526753992732310247"),
                        false,
                        926564136L),
                rng.state());
        assertNextRaw(each, rng);
    }

    private static void checkGenerator(JsonNode each) {
        NumpyGenerator rng = new NumpyGenerator(each.get("seed").longValue());
        JsonNode out = each.get("out");
        int n = each.has("n") ? each.get("n").intValue() : 0;
        switch (each.get("fn").asText()) {
            case "pcg64_state" -> {
                assertEquals(each.get("state").get("state").asText(), rng.state().state().toString());
                assertEquals(each.get("state").get("inc").asText(), rng.state().inc().toString());
            }
            case "raw_uint64" -> {
                long[] drawn = new long[20];
                Arrays.setAll(drawn, i -> rng.nextUint64());
                assertArrayEquals(Golden.longs(out), drawn);
            }
            case "random" -> assertArrayEquals(Golden.doubles(out), rng.random(n));
            case "normal" ->
                assertArrayEquals(Golden.doubles(out), rng.normal(0, each.get("scale").doubleValue(), n));
            case "standard_normal_2e6" -> checkManyNormals(each, rng);
            case "choice_noreplace" ->
                checkIndices(each, rng.choice(each.get("pop").intValue(), n, false), rng);
            case "permutation" -> checkIndices(each, rng.permutation(n), rng);
            case "integers" -> assertArrayEquals(
                    Golden.longs(out), rng.integers(each.get("low").longValue(), each.get("high").longValue(), n));
            case "uniform" -> assertArrayEquals(
                    Golden.doubles(out),
                    rng.uniform(each.get("low").doubleValue(), each.get("high").doubleValue(), n));
            case "w2d3_shuffled_train_idx" -> {
                int[] drawn = rng.permutation(50_000);
                assertArrayEquals(Golden.ints(each.get("last")), Arrays.copyOfRange(drawn, 49_980, 50_000));
                checkIndices(each, drawn, rng);
            }
            default -> throw new AssertionError("no test for " + each);
        }
    }

    private static void checkManyNormals(JsonNode each, NumpyGenerator rng) {
        double[] drawn = rng.standardNormal(2_000_000);
        int largest = 0;
        for (int i = 1; i < drawn.length; i++) {
            if (Math.abs(drawn[i]) > Math.abs(drawn[largest])) {
                largest = i;
            }
        }
        assertEquals(each.get("argmax").intValue(), largest);
        assertEquals(each.get("absmax").doubleValue(), Math.abs(drawn[largest]));
        assertEquals(each.get("sum").doubleValue(), Arrays.stream(drawn).sum(), 1e-8);
        assertNextRaw(each, rng);
    }

    /** All values of a short record; the first 20 and a weighted sum of a long one. */
    private static void checkIndices(JsonNode each, int[] drawn, NumpyGenerator rng) {
        if (each.has("out")) {
            assertArrayEquals(Golden.ints(each.get("out")), drawn);
        } else {
            assertArrayEquals(Golden.ints(each.get("first")), Arrays.copyOf(drawn, 20));
            long sum = 0;
            for (int i = 0; i < drawn.length; i++) {
                sum += (long) (i % 997) * drawn[i];
            }
            assertEquals(each.get("crc").longValue(), sum);
        }
        if (each.has("next_raw")) {
            assertNextRaw(each, rng);
        }
    }

    private static void assertNextRaw(JsonNode each, NumpyGenerator rng) {
        assertEquals(each.get("next_raw").asText(), Long.toUnsignedString(rng.nextUint64()));
    }

    private static void checkLegacy(JsonNode each) {
        NumpyRandomState random = new NumpyRandomState(each.get("seed").longValue());
        JsonNode out = each.get("out");
        int n = each.get("n").intValue();
        switch (each.get("fn").asText()) {
            case "choice" -> {
                long population = each.get("pop").longValue();
                long[] drawn = new long[n];
                Arrays.setAll(drawn, i -> random.choice(population));
                assertArrayEquals(Golden.longs(out), drawn);
            }
            case "choice_noreplace" ->
                assertArrayEquals(Golden.longs(out), widened(random.choice(each.get("pop").intValue(), n, false)));
            case "permutation" -> assertArrayEquals(Golden.longs(out), widened(random.permutation(n)));
            case "rand" -> assertArrayEquals(Golden.doubles(out), random.rand(n));
            case "randn" -> assertArrayEquals(Golden.doubles(out), random.randn(n));
            case "randint" -> assertArrayEquals(
                    Golden.longs(out), random.randint(each.get("low").longValue(), each.get("high").longValue(), n));
            default -> throw new AssertionError("no test for " + each);
        }
    }

    private static long[] widened(int[] values) {
        return Arrays.stream(values).asLongStream().toArray();
    }
}
