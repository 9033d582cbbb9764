package org.cotangent.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** torch's streams and initial weights against what PyTorch drew: float32 and integers bit for bit. */
class TorchGoldenTest {
    @TestFactory
    Stream<DynamicTest> streams() {
        return Golden.records("torch_streams").map(each -> dynamicTest(Golden.name(each), () -> {
            TorchGenerator generator = new TorchGenerator(each.get("seed").longValue());
            checkDraw(generator, each);
        }));
    }

    /** Different draws from one generator: the cached normal survives what comes in between. */
    @TestFactory
    Stream<DynamicTest> mixed() {
        return Golden.records("torch_mixed").map(each -> dynamicTest(Golden.name(each), () -> {
            long seed = each.get("seed").longValue();
            TorchGenerator generator = new TorchGenerator(seed);
            for (JsonNode call : each.get("calls")) {
                if (call.get("fn").asText().startsWith("manual_seed")) {
                    generator.manualSeed(seed);
                }
                checkDraw(generator, call);
            }
        }));
    }

    @TestFactory
    Stream<DynamicTest> others() {
        return Golden.records("torch_misc").map(each -> dynamicTest(Golden.name(each), () -> {
            TorchGenerator generator = new TorchGenerator(each.get("seed").longValue());
            int n = each.get("n").intValue();
            JsonNode out = each.get("out");
            switch (each.get("fn").asText()) {
                case "randint" -> assertArrayEquals(
                        Golden.longs(out),
                        generator.randint(each.get("low").longValue(), each.get("high").longValue(), n));
                case "random_int64" -> {
                    long[] drawn = new long[n];
                    Arrays.setAll(drawn, i -> generator.random());
                    assertArrayEquals(Golden.longs(out), drawn);
                }
                case "bernoulli_p" -> {
                    float[] expected = Golden.floats(out);
                    boolean[] drawn = generator.bernoulli(each.get("p").doubleValue(), n);
                    for (int i = 0; i < n; i++) {
                        assertEquals(expected[i] == 1, drawn[i], "element " + i);
                    }
                }
                case "dropout_train" ->
                    assertBits(Golden.floats(out), generator.dropoutMask(each.get("p").doubleValue(), n));
                case "uniform" -> {
                    float[] drawn = new float[n];
                    generator.fillUniform(drawn, each.get("a").doubleValue(), each.get("b").doubleValue());
                    assertBits(Golden.floats(out), drawn);
                }
                case "normal" -> {
                    float[] drawn = new float[n];
                    generator.fillNormal(drawn, each.get("mean").doubleValue(), each.get("std").doubleValue());
                    assertBits(Golden.floats(out), drawn);
                }
                default -> throw new AssertionError("no test for " + each);
            }
        }));
    }

    @TestFactory
    Stream<DynamicTest> initialWeights() {
        return Golden.records("torch_linear_init").map(each -> dynamicTest(Golden.name(each), () -> {
            TorchGenerator generator = new TorchGenerator(each.get("seed").longValue());
            int in = each.get("in").intValue();
            int out = each.get("out").intValue();
            int kernel = each.has("kernel") ? each.get("kernel").intValue() : 1;
            float[] weight = new float[out * in * kernel * kernel];
            float[] bias = new float[out];
            if (each.get("layer").asText().equals("Linear")) {
                TorchInit.linear(generator, in, out, weight, bias);
            } else {
                TorchInit.conv(generator, in, kernel * kernel, out, weight, bias);
            }
            float[] first = Golden.floats(each.get("weight_first"));
            assertBits(first, Arrays.copyOf(weight, first.length));
            assertBits(Golden.floats(each.get("bias")), bias);
            double sum = 0;
            for (float value : weight) {
                sum += value;
            }
            // numpy sums in another order
            assertEquals(each.get("weight_sum_f64").doubleValue(), sum, 1e-10);
        }));
    }

    private static void checkDraw(TorchGenerator generator, JsonNode each) {
        int n = each.get("n").intValue();
        JsonNode out = each.get("out");
        boolean wide = out.get("dtype").asText().equals("float64");
        String function = each.get("fn").asText();
        switch (function.substring(function.indexOf('+') + 1)) {
            case "rand" -> {
                if (wide) {
                    assertArrayEquals(bits(Golden.doubles(out)), bits(generator.randDouble(n)));
                } else {
                    assertBits(Golden.floats(out), generator.rand(n));
                }
            }
            case "randn" -> {
                if (wide) {
                    assertWithinOneUlp(Golden.doubles(out), generator.randnDouble(n));
                } else {
                    assertBits(Golden.floats(out), generator.randn(n));
                }
            }
            case "randperm" -> assertArrayEquals(
                    Arrays.stream(Golden.ints(out)).asLongStream().toArray(), generator.randperm(n));
            default -> throw new AssertionError("no test for " + each);
        }
    }

    /** torch takes the C library's logarithm, sine and cosine, which are not always rounded correctly; ours are. */
    private static void assertWithinOneUlp(double[] expected, double[] drawn) {
        assertEquals(expected.length, drawn.length);
        for (int i = 0; i < drawn.length; i++) {
            assertTrue(
                    Math.abs(expected[i] - drawn[i]) <= Math.ulp(expected[i]),
                    "element " + i + ": " + expected[i] + " expected, " + drawn[i] + " drawn");
        }
    }

    private static void assertBits(float[] expected, float[] drawn) {
        assertArrayEquals(bits(expected), bits(drawn));
    }

    private static int[] bits(float[] values) {
        int[] bits = new int[values.length];
        Arrays.setAll(bits, i -> Float.floatToRawIntBits(values[i]));
        return bits;
    }

    private static long[] bits(double[] values) {
        return Arrays.stream(values).mapToLong(Double::doubleToRawLongBits).toArray();
    }

    @TestFactory
    Stream<DynamicTest> everyListIsTested() {
        return Stream.of("torch_streams", "torch_mixed", "torch_misc", "torch_linear_init")
                .map(list -> dynamicTest(list, () -> assertTrue(Golden.records(list).count() > 1)));
    }
}
