package org.cotangent.nn.init;

import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.cotangent.Tensor;
import org.cotangent.nn.Golden;
import org.cotangent.random.TorchGenerator;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

class InitTest {
    private static final JsonNode GOLDEN = Golden.read("initialisers.json");

    /** The rows of src/test/python/initialisers.py. */
    private static final Map<String, BiConsumer<Tensor, TorchGenerator>> ROWS = Map.ofEntries(
            entry("uniform", (t, g) -> Init.uniform(t, -0.3, 0.7, g)),
            entry("normal", (t, g) -> Init.normal(t, 0.5, 2, g)),
            entry("normal of many", (t, g) -> Init.normal(t, 0.5, 2, g)),
            entry("constant", (t, g) -> Init.constant(t, 0.25)),
            entry("ones", (t, g) -> Init.ones(t)),
            entry("zeros", (t, g) -> Init.zeros(t)),
            entry("eye", (t, g) -> Init.eye(t)),
            entry("dirac", (t, g) -> Init.dirac(t, 1)),
            entry("dirac of groups", (t, g) -> Init.dirac(t, 3)),
            entry("dirac of volumes", (t, g) -> Init.dirac(t, 1)),
            entry("xavierUniform", (t, g) -> Init.xavierUniform(t, Init.calculateGain(Nonlinearity.TANH), g)),
            entry("xavierNormal", (t, g) -> Init.xavierNormal(t, 1, g)),
            entry("kaimingUniform", (t, g) -> Init.kaimingUniform(
                    t, Fan.IN, Init.calculateGain(Nonlinearity.LEAKY_RELU, 0.2), g)),
            entry("kaimingNormal", (t, g) -> Init.kaimingNormal(t, Fan.OUT, Nonlinearity.RELU, g)),
            entry("truncNormal", (t, g) -> Init.truncNormal(t, 1, 0.5, 0.2, 1.5, g)),
            entry("sparse", (t, g) -> Init.sparse(t, 0.4, 0.01, g)),
            entry("orthogonal tall", (t, g) -> Init.orthogonal(t, 1, g)),
            entry("orthogonal wide", (t, g) -> Init.orthogonal(t, 2, g)));

    /** To the last bit, but for what PyTorch computes with LAPACK or with another inverse error function. */
    @TestFactory
    Stream<DynamicTest> drawsAreThoseOfPyTorch() {
        return StreamSupport.stream(GOLDEN.get("runs").spliterator(), false).map(run -> {
            String row = run.get("row").asText();
            String type = run.get("dtype").asText();
            return DynamicTest.dynamicTest(row + " " + type, () -> {
                TorchGenerator generator = new TorchGenerator(2021);
                Tensor expected = Golden.tensor(run.get("out"));
                Tensor tensor = Tensor.full(9, expected.dtype(), expected.shape().sizes()).requiresGrad(true);
                ROWS.get(row).accept(tensor, generator);
                double eps = type.equals("float32") ? 0x1p-23 : 0x1p-52;
                double tolerance = row.startsWith("orthogonal") || row.startsWith("trunc") ? 8 * eps : 0;
                assertArrayEquals(expected.toDoubles(), tensor.toDoubles(), tolerance);
                assertEquals((float) run.get("next").asDouble(), generator.rand(1)[0]);
            });
        });
    }

    @Test
    void anOrthogonalMatrixHasOrthonormalRows() {
        Tensor q = Init.orthogonal(Tensor.zeros(org.cotangent.kernel.DType.FLOAT64, 20, 50), 1, new TorchGenerator(1));
        double[] product = q.matmul(q.t()).toDoubles();
        for (int i = 0; i < 400; i++) {
            assertEquals(i / 20 == i % 20 ? 1 : 0, product[i], 1e-14);
        }
    }

    @Test
    void gainsAreThoseOfPyTorch() {
        assertEquals(1, Init.calculateGain(Nonlinearity.LINEAR));
        assertEquals(1, Init.calculateGain(Nonlinearity.SIGMOID));
        assertEquals(1.6666666666666667, Init.calculateGain(Nonlinearity.TANH));
        assertEquals(1.4142135623730951, Init.calculateGain(Nonlinearity.RELU));
        assertEquals(1.4141428569978354, Init.calculateGain(Nonlinearity.LEAKY_RELU));
        assertEquals(1.4071950894605838, Init.calculateGain(Nonlinearity.LEAKY_RELU, 0.1));
        assertEquals(0.75, Init.calculateGain(Nonlinearity.SELU));
    }

    /** PyTorch: kaiming_uniform_(t, nonlinearity="leaky_relu") has a = 0, calculate_gain("leaky_relu") 0.01. */
    @Test
    void kaimingTakesALeakyReluForARelu() {
        for (Nonlinearity leaky : new Nonlinearity[] {Nonlinearity.LEAKY_RELU, Nonlinearity.RELU}) {
            assertArrayEquals(
                    Init.kaimingUniform(Tensor.zeros(4, 6), Fan.IN, Math.sqrt(2), new TorchGenerator(1)).toFloats(),
                    Init.kaimingUniform(Tensor.zeros(4, 6), Fan.IN, leaky, new TorchGenerator(1)).toFloats());
            assertArrayEquals(
                    Init.kaimingNormal(Tensor.zeros(4, 6), Fan.OUT, Math.sqrt(2), new TorchGenerator(1)).toFloats(),
                    Init.kaimingNormal(Tensor.zeros(4, 6), Fan.OUT, leaky, new TorchGenerator(1)).toFloats());
        }
    }

    @Test
    void shapesThatMakeNoSenseAreRefused() {
        TorchGenerator generator = new TorchGenerator(0);
        refused("eye of a tensor [3]", () -> Init.eye(Tensor.zeros(3)));
        refused("dirac of a tensor [3, 3]", () -> Init.dirac(Tensor.zeros(3, 3), 1));
        refused("dirac of 2 groups of a tensor [3, 3, 3]", () -> Init.dirac(Tensor.zeros(3, 3, 3), 2));
        refused("sparse of a tensor [3]", () -> Init.sparse(Tensor.zeros(3), 0.1, 1, generator));
        refused("orthogonal of a tensor [3]", () -> Init.orthogonal(Tensor.zeros(3), 1, generator));
        refused("kaimingNormal of a tensor [3]", () -> Init.kaimingNormal(Tensor.zeros(3), Fan.IN, 1, generator));
    }

    private static void refused(String why, Executable mistake) {
        String message = assertThrows(IllegalArgumentException.class, mistake).getMessage();
        assertTrue(message.contains(why), message);
    }
}
