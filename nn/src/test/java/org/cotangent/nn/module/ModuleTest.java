package org.cotangent.nn.module;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.cotangent.Tensor;
import org.cotangent.kernel.DType;
import org.cotangent.nn.Golden;
import org.cotangent.random.TorchGenerator;
import org.junit.jupiter.api.Test;

class ModuleTest {
    private final TorchGenerator generator = new TorchGenerator(2021);

    /** A module that says nothing about its function, only about its parts. */
    private static class Parts extends Module {
        @Override
        public Tensor forward(Tensor x) {
            return x;
        }
    }

    private static String message(Runnable mistake) {
        return assertThrows(IllegalArgumentException.class, mistake::run).getMessage();
    }

    @Test
    void initialWeightsAreThoseOfPyTorch() {
        JsonNode wide = Golden.read("widenet.json");
        checkBits(wide.get("init"), new WideNet(512, generator));
        checkBits(
                Golden.read("spiral-init.json"),
                new Net("ReLU()", 2, new int[] {128}, 4, new TorchGenerator(2021)));
    }

    private static void checkBits(JsonNode expected, Module module) {
        Map<String, Parameter> parameters = module.namedParameters();
        assertEquals(
                expected.properties().stream().map(Map.Entry::getKey).toList(), List.copyOf(parameters.keySet()));
        expected.properties().forEach(record -> {
            Parameter parameter = parameters.get(record.getKey());
            Tensor values = Golden.tensor(record.getValue());
            assertEquals(values.shape(), parameter.shape());
            assertArrayEquals(values.toFloats(), parameter.value().toFloats(), record.getKey());
        });
    }

    @Test
    void aLayerIsAnAffineMap() {
        Linear layer = new Linear(2, 3, generator);
        layer.loadStateDict(Map.of(
                "weight", Tensor.of(new float[][] {{1, 2}, {3, 4}, {5, 6}}), "bias", Tensor.of(0.5f, 0, -1)));
        assertArrayEquals(new float[] {-0.5f, -1, -2}, layer.forward(Tensor.of(1f, -1)).toFloats());
        assertEquals(List.of(4, 5, 3), sizes(layer.forward(Tensor.zeros(4, 5, 2))));
        assertEquals(List.of("weight"), List.copyOf(new Linear(2, 3, false, generator).namedParameters().keySet()));
        assertTrue(message(() -> new Linear(0, 3, generator)).contains("Linear(0, 3)"));
    }

    private static List<Integer> sizes(Tensor x) {
        return java.util.stream.IntStream.of(x.shape().sizes()).boxed().toList();
    }

    @Test
    void partsKeepTheirOrderAndGetPaths() {
        Net net = new Net("ReLU()", 2, new int[] {3}, 4, generator);
        assertEquals(
                List.of("mlp.Linear_0.weight", "mlp.Linear_0.bias", "mlp.Output_Linear.weight", "mlp.Output_Linear.bias"),
                List.copyOf(net.namedParameters().keySet()));
        assertEquals(
                List.of("", "mlp", "mlp.Linear_0", "mlp.Activation_0", "mlp.Output_Linear"),
                List.copyOf(net.namedModules().keySet()));
        assertSame(net, net.modules().getFirst());
    }

    @Test
    void aSequenceIsAComposition() {
        Sequential two = new Sequential(new LeakyReLU(0.5), new LeakyReLU(0.5));
        assertEquals(-2, two.forward(Tensor.scalar(-8)).item());
        assertEquals(3, new Sequential().forward(Tensor.scalar(3)).item());
        assertSame(two.get(1), two.get(-1));
        assertTrue(message(() -> two.get(2)).contains("it has 2 parts"));
    }

    @Test
    void aSharedPartCountsOnce() {
        Linear shared = new Linear(2, 2, generator);
        Sequential twice = new Sequential(shared, new ReLU(), shared);
        assertEquals(2, twice.parameters().size());
        assertEquals(4, twice.stateDict().size());
        twice.loadStateDict(twice.stateDict());
        assertEquals(3, twice.modules().size());
    }

    @Test
    void namesThatCannotBeUsedAreRefused() {
        Sequential s = new Sequential(new ReLU());
        assertTrue(message(() -> s.add("0", new ReLU())).contains("the name is in use"));
        assertTrue(message(() -> s.add("a.b", new ReLU())).contains("dot"));
        assertTrue(message(() -> s.add("", new ReLU())).contains("empty"));
        assertTrue(message(() -> s.add("self", s)).contains("itself a part"));
        Parts parts = new Parts();
        parts.registerParameter("w", Tensor.zeros(1));
        assertTrue(message(() -> parts.registerParameter("w", Tensor.zeros(1))).contains("in use"));
        assertTrue(message(() -> parts.register("w", new ReLU())).contains("in use"));
    }

    @Test
    void modesReachEveryPart() {
        Sequential net = new Sequential(new Sequential(new Dropout(0.5, generator)), new ReLU());
        net.eval();
        assertTrue(net.modules().stream().noneMatch(Module::isTraining));
        Tensor x = Tensor.ones(100);
        assertSame(x, ((Sequential) net.get(0)).get(0).forward(x));
        net.train();
        assertTrue(net.modules().stream().allMatch(Module::isTraining));
        double[] dropped = net.forward(x).toDoubles();
        assertTrue(java.util.stream.DoubleStream.of(dropped).allMatch(v -> v == 0 || v == 2));
        assertTrue(java.util.stream.DoubleStream.of(dropped).distinct().count() == 2);
    }

    @Test
    void gradientsArriveAndGo() {
        WideNet net = new WideNet(4, generator);
        net.forward(Tensor.ones(2, 1)).sum().backward();
        assertTrue(net.parameters().stream().allMatch(p -> p.grad() != null));
        net.zeroGrad();
        assertTrue(net.parameters().stream().allMatch(p -> p.grad() == null));
        net.requiresGrad(false);
        assertFalse(net.forward(Tensor.ones(2, 1)).requiresGrad());
    }

    @Test
    void aTypeIsConvertedUnderTheSameHandles() {
        WideNet net = new WideNet(4, generator);
        List<Parameter> handles = net.parameters();
        net.forward(Tensor.ones(2, 1)).sum().backward();
        float[] before = handles.getFirst().value().toFloats();
        net.to(DType.FLOAT64);
        assertEquals(handles, net.parameters());
        assertEquals(DType.FLOAT64, handles.getFirst().dtype());
        assertArrayEquals(before, handles.getFirst().value().toFloats());
        assertNotNull(handles.getFirst().grad());
        assertEquals(DType.FLOAT64, handles.getFirst().grad().dtype());
        assertTrue(handles.getFirst().value().isLeaf() && handles.getFirst().requiresGrad());
        assertEquals(DType.FLOAT64, net.forward(Tensor.ones(DType.FLOAT64, 2, 1)).dtype());
        assertTrue(message(() -> net.to(DType.INT64)).contains("int64"));
    }

    @Test
    void aStateIsACopyThatCanBeLoadedElsewhere() {
        WideNet one = new WideNet(4, generator);
        WideNet other = new WideNet(4, generator);
        Map<String, Tensor> state = one.stateDict();
        other.loadStateDict(state);
        Tensor x = Tensor.linspace(-1, 1, 5).reshape(5, 1);
        assertArrayEquals(one.forward(x).toFloats(), other.forward(x).toFloats());
        float[] saved = state.get("layers.2.bias").toFloats();
        org.cotangent.Autograd.noGrad(() -> one.parameters().forEach(p -> p.value().fill(9)));
        assertArrayEquals(saved, state.get("layers.2.bias").toFloats());
        assertArrayEquals(saved, other.parameters().get(3).value().toFloats());
        assertNull(state.get("layers.2.bias").gradFn());
    }

    @Test
    void aStateThatDoesNotFitIsRefusedAsAWhole() {
        WideNet net = new WideNet(4, generator);
        float[] before = net.parameters().getFirst().value().toFloats();
        Map<String, Tensor> state = new LinkedHashMap<>(new WideNet(4, generator).stateDict());
        state.remove("layers.0.bias");
        state.put("layers.1.slope", Tensor.zeros(1));
        state.put("layers.2.bias", Tensor.zeros(7));
        String message = message(() -> net.loadStateDict(state));
        assertEquals(
                "loadStateDict of 4 tensors into WideNet with 4: missing layers.0.bias; unexpected layers.1.slope; "
                        + "layers.2.bias is [1] here, [7] in the state. Try: compare the names with stateDict().keySet()",
                message);
        assertArrayEquals(before, net.parameters().getFirst().value().toFloats());
    }

    @Property(tries = 50)
    void loadingWhatWasSavedChangesNothing(
            @ForAll @Size(min = 1, max = 4) List<@IntRange(min = 1, max = 5) Integer> widths, @ForAll int seed) {
        int[] hidden = widths.stream().mapToInt(Integer::intValue).toArray();
        Net one = new Net("Tanh()", 3, hidden, 2, new TorchGenerator(seed));
        Net other = new Net("Tanh()", 3, hidden, 2, new TorchGenerator(seed + 1L));
        other.loadStateDict(one.stateDict());
        Tensor x = Tensor.randn(new TorchGenerator(seed), 4, 3);
        assertArrayEquals(one.forward(x).toFloats(), other.forward(x).toFloats());
        assertEquals(List.copyOf(one.stateDict().keySet()), List.copyOf(one.namedParameters().keySet()));
    }
}
