package org.cotangent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cotangent.kernel.DType;
import org.cotangent.random.TorchGenerator;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Tensors print as PyTorch 1.13.1 prints them; {@code tensor-text.json} holds what it printed. */
class TensorTextTest {
    private static final double INF = Double.POSITIVE_INFINITY;
    private static final double NAN = Double.NaN;

    private static Map<String, Tensor> tensors() {
        Map<String, Tensor> made = new LinkedHashMap<>();
        made.put("scalar 3", Tensor.scalar(3));
        made.put("true", Tensor.scalar(1, DType.BOOL));
        made.put("empty [0, 3]", Tensor.zeros(0, 3));
        made.put("empty [0]", Tensor.zeros(0));
        made.put("empty int64", Tensor.zeros(DType.INT64, 0, 2));
        made.put("empty float64", Tensor.zeros(DType.FLOAT64, 0));
        made.put("bools", Tensor.of(new boolean[] {true, false, false, false}, 2, 2));
        Map<String, double[]> vectors = new LinkedHashMap<>();
        vectors.put("whole", new double[] {1, 2, 3});
        vectors.put("small and one", new double[] {1e-5, 1});
        vectors.put("0.001", new double[] {1e-3, 1});
        vectors.put("1e9", new double[] {1e9, 1});
        vectors.put("100000.5", new double[] {100000.5, .5});
        vectors.put("tiny", new double[] {1e-10, 2e-10});
        vectors.put("-inf", new double[] {-INF, 1.5});
        vectors.put("nan and whole", new double[] {NAN, 1, INF});
        vectors.put("only nan", new double[] {NAN, -INF});
        vectors.put("zeros", new double[] {0, 0});
        vectors.put("minus zero", new double[] {-0.0});
        vectors.put("0.99999", new double[] {.99999});
        vectors.put("minus zero fixed", new double[] {-0.0, .5});
        vectors.put("rounds to minus zero", new double[] {-0.00013, -0.00004 + 0.0001, .05});
        vectors.put("sci with zero", new double[] {0, 1e-7, -3.5, INF});
        vectors.put("ties", new double[] {0.00005, 0.03125, 2.00015, 1.00005});
        vectors.put("wide whole", new double[] {1, 1001, -5});
        vectors.put("whole within", new double[] {1, 1000});
        vectors.put("long", IntStream.range(0, 23).mapToDouble(i -> i / 7.0).toArray());
        vectors.put("1e10", new double[] {12345678912.0});
        vectors.put("below 1e8", new double[] {99999999, 123456});
        vectors.put("exponent 100", new double[] {1e-38, 1});
        vectors.put("max", new double[] {Float.MAX_VALUE});
        vectors.forEach((name, values) -> made.put(name, vector(values).to(DType.FLOAT32)));
        for (String name : new String[] {"ties", "tiny", "-inf", "long"}) {
            made.put(name + " float64", vector(vectors.get(name)));
        }
        made.put("1e-300 float64", vector(1e-300, 1e300));
        made.put("integers", Tensor.of(new long[] {1, -20, 300}, 3));
        made.put("wide integers", Tensor.of(new long[] {123456789, 1}, 2));
        made.put("2^62+1", Tensor.of(new long[] {(1L << 62) + 1, Long.MIN_VALUE}, 2));
        made.put("10^18-1", Tensor.of(new long[] {999_999_999_999_999_999L, 1}, 2));
        made.put("0.1 float64", vector(.1));
        made.put("thousands", Tensor.arange(30).mul(1000));
        made.put("cube", Tensor.arange(0, 24, 1).reshape(2, 3, 4));
        made.put("ones [3, 1, 2, 2]", Tensor.ones(3, 1, 2, 2));
        made.put("arange 1001", Tensor.arange(0, 1001, 1));
        made.put("arange 1000", Tensor.arange(0, 1000, 1));
        made.put("zeros [1001, 2]", Tensor.zeros(1001, 2));
        made.put("eighths [20, 7, 11]", Tensor.arange(20 * 7 * 11).reshape(20, 7, 11).div(8));
        made.put("int64 [40, 40]", Tensor.arange(1600).reshape(40, 40));
        made.put("transposed [7, 200]", Tensor.arange(1400).reshape(200, 7).t());
        made.put("sum", Tensor.of(1f).requiresGrad(true).add(1));
        made.put("sin", Tensor.scalar(2).requiresGrad(true).sin());
        made.put("mm", Tensor.of(new float[][] {{1, 2}}).requiresGrad(true).matmul(Tensor.ones(2, 1)));
        made.put("leaf", Tensor.of(1f, 2.5f).requiresGrad(true));
        made.put("long leaf", Tensor.arange(0.5, 8.5, 1).requiresGrad(true));
        made.put("leaf float64", Tensor.full(1.5, DType.FLOAT64, 5).requiresGrad(true));
        TorchGenerator generator = new TorchGenerator(2021);
        made.put("randn 5", Tensor.randn(generator, 5));
        made.put("randn [4, 6]", Tensor.randn(generator, 4, 6));
        return made;
    }

    private static Tensor vector(double... values) {
        return Tensor.of(values, values.length);
    }

    @TestFactory
    Stream<DynamicTest> printsAsPyTorch() throws IOException {
        Map<String, Tensor> tensors = tensors();
        JsonNode texts;
        try (InputStream in = TensorTextTest.class.getResourceAsStream("tensor-text.json")) {
            texts = new ObjectMapper().readTree(Objects.requireNonNull(in));
        }
        assertEquals(texts.size(), tensors.size());
        return texts.properties().stream()
                .map(record -> DynamicTest.dynamicTest(
                        record.getKey(),
                        () -> assertEquals(
                                record.getValue().asText(),
                                tensors.get(record.getKey()).toString())));
    }

    @Test
    void aViewPrintsItsOwnElements() {
        Tensor matrix = Tensor.arange(12).reshape(3, 4);
        assertEquals("tensor([1, 5, 9])", matrix.select(1, 1).toString());
        assertEquals("tensor([[7, 7],\n        [7, 7]])", Tensor.scalar(7, DType.INT64).expand(2, 2).toString());
    }

    @Test
    void printingIsNotRecordedAndChangesNothing() {
        Tensor x = Tensor.of(1f, 2f).requiresGrad(true);
        Tensor y = x.mul(2);
        String before = y.toString();
        y.sum().backward();
        assertEquals(before, y.toString());
        assertTrue(before.endsWith("grad_fn=<MulBackward0>)"));
    }
}
