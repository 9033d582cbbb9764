package org.cotangent.nn.module;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.cotangent.Convolution;
import org.cotangent.Pool;
import org.cotangent.Tensor;
import org.cotangent.kernel.DType;
import org.cotangent.nn.Golden;
import org.cotangent.nn.loss.BCELoss;
import org.cotangent.nn.loss.BCEWithLogitsLoss;
import org.cotangent.nn.loss.CosineEmbeddingLoss;
import org.cotangent.nn.loss.GaussianNLLLoss;
import org.cotangent.nn.loss.HingeEmbeddingLoss;
import org.cotangent.nn.loss.HuberLoss;
import org.cotangent.nn.loss.KLDivLoss;
import org.cotangent.nn.loss.L1Loss;
import org.cotangent.nn.loss.MarginRankingLoss;
import org.cotangent.nn.loss.MultiLabelMarginLoss;
import org.cotangent.nn.loss.MultiLabelSoftMarginLoss;
import org.cotangent.nn.loss.MultiMarginLoss;
import org.cotangent.nn.loss.NLLLoss;
import org.cotangent.nn.loss.PoissonNLLLoss;
import org.cotangent.nn.loss.SmoothL1Loss;
import org.cotangent.nn.loss.SoftMarginLoss;
import org.cotangent.nn.loss.TripletMarginLoss;
import org.cotangent.random.TorchGenerator;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Modules print, draw their parameters and compute as those of PyTorch 1.13.1: see layers.py. */
class LayersTest {
    private static final JsonNode TORCH = Golden.read("layers.json");

    /** What stands for a Python expression. */
    private static final Map<String, Function<TorchGenerator, Object>> MADE = new HashMap<>();

    private static void make(String expression, Function<TorchGenerator, Object> maker) {
        MADE.put(expression, maker);
    }

    static {
        activations();
        convolutions();
        poolings();
        normalisations();
        recurrences();
        others();
        losses();
    }

    private static void activations() {
        for (String text : List.of(
                "ELU()", "CELU(0.5)", "SELU()", "GELU()", "SiLU()", "Mish()", "ReLU6()", "Hardtanh()", "Hardsigmoid()",
                "Hardswish()", "Hardshrink()", "Softshrink(0.3)", "Tanhshrink()", "Softplus()", "Softplus(2, 10)",
                "Softsign()", "Softmin(1)", "LogSigmoid()", "GLU()", "Threshold(0.1, 20)", "PReLU()", "PReLU(3)",
                "PReLU(2)", "GELU('tanh')")) {
            make(text, g -> Activation.of(text));
        }
        make("ReLU(inplace=True)", g -> new ReLU(true));
    }

    private static int[] sizes(int... sizes) {
        return sizes;
    }

    private static void convolutions() {
        Convolution plain = Convolution.DEFAULT;
        make("Conv1d(2, 4, 3)", g -> new Conv1d(2, 4, 3, g));
        make("Conv1d(2, 3, 3)", g -> new Conv1d(2, 3, 3, g));
        make(
                "Conv2d(4, 8, (3, 5), stride=2, dilation=2, groups=2, bias=False)",
                g -> new Conv2d(4, 8, sizes(3, 5), plain.stride(2).dilation(2).groups(2), false, g));
        make("Conv2d(1, 2, 3, padding='same')", g -> new Conv2d(1, 2, sizes(3), plain.same(), true, g));
        make("Conv2d(1, 2, 3, padding=(1, 0))", g -> new Conv2d(1, 2, sizes(3), plain.padding(1, 0), true, g));
        make("Conv2d(4, 6, (3, 2), groups=2, bias=False)", g -> new Conv2d(4, 6, sizes(3, 2), plain.groups(2), false, g));
        make("Conv3d(1, 2, 3)", g -> new Conv3d(1, 2, 3, g));
        make("Conv3d(1, 2, 2)", g -> new Conv3d(1, 2, 2, g));
        make("ConvTranspose2d(3, 4, 2, stride=2)", g -> new ConvTranspose2d(3, 4, sizes(2), plain.stride(2), true, g));
        make(
                "ConvTranspose1d(2, 4, 3, stride=2, padding=1, output_padding=1)",
                g -> new ConvTranspose1d(2, 4, sizes(3), plain.stride(2).padding(1).outputPadding(1), true, g));
        make("ConvTranspose2d(2, 3, 2)", g -> new ConvTranspose2d(2, 3, 2, g));
        make("ConvTranspose1d(4, 6, 3, groups=2)", g -> new ConvTranspose1d(4, 6, sizes(3), plain.groups(2), true, g));
        make(
                "Conv2d(2, 4, 3, stride=2, padding=1, groups=2)",
                g -> new Conv2d(2, 4, sizes(3), plain.stride(2).padding(1).groups(2), true, g));
        make(
                "Conv1d(3, 4, 4, padding='same', dilation=2)",
                g -> new Conv1d(3, 4, sizes(4), plain.same().dilation(2), true, g));
        make(
                "ConvTranspose2d(2, 4, (2, 3), stride=(2, 1), padding=1, output_padding=(1, 0))",
                g -> new ConvTranspose2d(
                        2, 4, sizes(2, 3), plain.stride(2, 1).padding(1).outputPadding(1, 0), true, g));
    }

    private static void poolings() {
        make("MaxPool1d(2)", g -> new MaxPool1d(2));
        make("MaxPool2d(2)", g -> new MaxPool2d(2));
        make("MaxPool2d((2, 3), stride=1, padding=(1, 1))", g -> new MaxPool2d(
                Pool.of(2, 3).stride(1).padding(1, 1)));
        make("AvgPool1d(2)", g -> new AvgPool1d(2));
        make("AvgPool2d(2)", g -> new AvgPool2d(2));
        make("AvgPool2d((2, 1), ceil_mode=True)", g -> new AvgPool2d(Pool.of(2, 1).ceilMode(true)));
        make("AdaptiveAvgPool1d(3)", g -> new AdaptiveAvgPool1d(3));
        make("AdaptiveAvgPool2d((1, 1))", g -> new AdaptiveAvgPool2d(1, 1));
        make("AdaptiveAvgPool2d((5, None))", g -> new AdaptiveAvgPool2d(5, -1));
        make("AdaptiveMaxPool1d(3)", g -> new AdaptiveMaxPool1d(3));
        make("AdaptiveMaxPool2d(3)", g -> new AdaptiveMaxPool2d(3));
        make("AvgPool2d(3, stride=2, padding=1)", g -> new AvgPool2d(Pool.of(3).stride(2).padding(1)));
        make("MaxPool2d(3, stride=2, padding=1)", g -> new MaxPool2d(Pool.of(3).stride(2).padding(1)));
        make("AdaptiveAvgPool2d((3, 4))", g -> new AdaptiveAvgPool2d(3, 4));
        make("AdaptiveMaxPool2d((3, 4))", g -> new AdaptiveMaxPool2d(3, 4));
    }

    private static void normalisations() {
        make("BatchNorm1d(5)", g -> new BatchNorm1d(5));
        make("BatchNorm1d(3)", g -> new BatchNorm1d(3));
        make("BatchNorm2d(3)", g -> new BatchNorm2d(3));
        make("BatchNorm2d(3, momentum=None, affine=False)", g -> new BatchNorm2d(3, 1e-5, Double.NaN, false, true));
        make("BatchNorm1d(3, momentum=None)", g -> new BatchNorm1d(3, 1e-5, Double.NaN, true, true));
        make("InstanceNorm1d(3)", g -> new InstanceNorm1d(3));
        make("InstanceNorm2d(3, affine=True)", g -> new InstanceNorm2d(3, 1e-5, 0.1, true, false));
        make(
                "InstanceNorm2d(3, affine=True, track_running_stats=True)",
                g -> new InstanceNorm2d(3, 1e-5, 0.1, true, true));
        make(
                "InstanceNorm1d(3, affine=True, track_running_stats=True)",
                g -> new InstanceNorm1d(3, 1e-5, 0.1, true, true));
        make("LayerNorm(7)", g -> new LayerNorm(7));
        make("LayerNorm((2, 3))", g -> new LayerNorm(2, 3));
        make("LayerNorm((4, 5))", g -> new LayerNorm(4, 5));
        make("LayerNorm([3, 4], elementwise_affine=False)", g -> new LayerNorm(sizes(3, 4), 1e-5, false));
        make("GroupNorm(2, 4)", g -> new GroupNorm(2, 4));
        make("LocalResponseNorm(2)", g -> new LocalResponseNorm(2));
    }

    private static void recurrences() {
        Recurrent.Options plain = Recurrent.Options.DEFAULT;
        make("RNN(3, 4)", g -> new RNN(3, 4, g));
        make("RNN(3, 2)", g -> new RNN(3, 2, g));
        make("RNN(3, 4, nonlinearity='relu')", g -> new RNN(3, 4, plain, true, g));
        make(
                "RNN(3, 4, 2, nonlinearity='relu', dropout=.5, bias=False)",
                g -> new RNN(3, 4, plain.layers(2).dropout(0.5).bias(false), true, g));
        make("LSTM(3, 4, num_layers=2, batch_first=True)", g -> new LSTM(3, 4, plain.layers(2).batchFirst(true), g));
        make("LSTM(3, 2, num_layers=2, bias=False)", g -> new LSTM(3, 2, plain.layers(2).bias(false), g));
        make(
                "LSTM(3, 4, num_layers=2, batch_first=True, bidirectional=True)",
                g -> new LSTM(3, 4, plain.layers(2).batchFirst(true).bidirectional(true), g));
        make("LSTM(3, 4, num_layers=2, dropout=.5)", g -> new LSTM(3, 4, plain.layers(2).dropout(0.5), g));
        make("GRU(3, 4, bidirectional=True)", g -> new GRU(3, 4, plain.bidirectional(true), g));
        make("GRU(3, 2, bidirectional=True)", g -> new GRU(3, 2, plain.bidirectional(true), g));
        make("GRU(3, 4, num_layers=2)", g -> new GRU(3, 4, plain.layers(2), g));
        make("RNNCell(3, 4, nonlinearity='relu')", g -> new RNNCell(3, 4, true, true, g));
        make("RNNCell(3, 2, bias=False)", g -> new RNNCell(3, 2, false, false, g));
        make("GRUCell(3, 4, bias=False)", g -> new GRUCell(3, 4, false, g));
        make("GRUCell(3, 2)", g -> new GRUCell(3, 2, g));
        make("LSTMCell(2, 3)", g -> new LSTMCell(2, 3, g));
        make("LSTMCell(3, 2)", g -> new LSTMCell(3, 2, g));
        make("MultiheadAttention(4, 2)", g -> new MultiheadAttention(4, 2, g));
        make("MultiheadAttention(4, 2, bias=False)", g -> new MultiheadAttention(4, 2, 0, false, false, g));
        make("MultiheadAttention(6, 2)", g -> new MultiheadAttention(6, 2, g));
        make("MultiheadAttention(6, 3, batch_first=True)", g -> new MultiheadAttention(6, 3, 0, true, true, g));
    }

    private static void others() {
        make("Dropout1d(0.3)", g -> new Dropout1d(0.3, g));
        make("Dropout1d(.3)", g -> new Dropout1d(0.3, g));
        make("Dropout2d()", g -> new Dropout2d(0.5, g));
        make("Dropout2d(.5)", g -> new Dropout2d(0.5, g));
        make("Embedding(10, 3)", g -> new Embedding(10, 3, g));
        make("Embedding(5, 4)", g -> new Embedding(5, 4, g));
        make(
                "Embedding(5, 4, padding_idx=1)",
                g -> new Embedding(5, 4, new Embedding.Options(1, Double.POSITIVE_INFINITY, 2, false), g));
        make(
                "Embedding(4, 3, padding_idx=3, max_norm=1., norm_type=1., scale_grad_by_freq=True)",
                g -> new Embedding(4, 3, new Embedding.Options(3, 1, 1, true), g));
        make("Bilinear(2, 3, 4)", g -> new Bilinear(2, 3, 4, true, g));
        make("Bilinear(3, 3, 2)", g -> new Bilinear(3, 3, 2, true, g));
        make("ModuleList()", g -> new ModuleList());
        make("ModuleDict()", g -> new ModuleDict());
        make("ModuleList([Linear(2, 2), Tanh()])", g -> new ModuleList(new Linear(2, 2, g), new Tanh()));
        make(
                "ModuleDict({'a': Linear(1, 1), 'b': ReLU()})",
                g -> new ModuleDict().put("a", new Linear(1, 1, g)).put("b", new ReLU()));
        make("ParameterList([torch.zeros(2, 3)])", g -> new ParameterList(Tensor.zeros(2, 3)));
        make(
                "ParameterList([torch.zeros(2, 3), torch.zeros(())])",
                g -> new ParameterList(Tensor.zeros(2, 3), Tensor.scalar(0)));
    }

    private static void losses() {
        for (Object loss : List.of(
                new L1Loss(), new SmoothL1Loss(), new HuberLoss(), new NLLLoss(), new BCELoss(), new BCEWithLogitsLoss(),
                new KLDivLoss(), new PoissonNLLLoss(), new GaussianNLLLoss(), new HingeEmbeddingLoss(),
                new CosineEmbeddingLoss(), new MarginRankingLoss(), new SoftMarginLoss(), new MultiMarginLoss(),
                new MultiLabelMarginLoss(), new MultiLabelSoftMarginLoss(), new TripletMarginLoss())) {
            make(loss.getClass().getSimpleName() + "()", g -> loss);
        }
    }

    @TestFactory
    Stream<DynamicTest> printsAsPyTorch() {
        return TORCH.get("texts").properties().stream()
                .map(row -> DynamicTest.dynamicTest(row.getKey(), () -> assertEquals(
                        row.getValue().asText(),
                        made(row.getKey(), new TorchGenerator(0)).toString())));
    }

    private static Object made(String expression, TorchGenerator generator) {
        Function<TorchGenerator, Object> maker = MADE.get(expression);
        assertTrue(maker != null, () -> "nothing stands for " + expression);
        return maker.apply(generator);
    }

    @TestFactory
    Stream<DynamicTest> drawsWhatPyTorchDraws() {
        return TORCH.get("states").properties().stream()
                .map(row -> DynamicTest.dynamicTest(row.getKey(), () -> {
                    TorchGenerator generator = new TorchGenerator(2021);
                    Map<String, Tensor> state = ((Module) made(row.getKey(), generator)).stateDict();
                    JsonNode expected = row.getValue().get("state");
                    assertEquals(
                            expected.properties().stream().map(Map.Entry::getKey).toList(),
                            List.copyOf(state.keySet()));
                    state.forEach((name, value) -> {
                        Tensor reference = Golden.tensor(expected.get(name));
                        assertEquals(reference.shape(), value.shape(), name);
                        assertEquals(reference.dtype(), value.dtype(), name);
                        assertArrayEquals(reference.toDoubles(), value.toDoubles(), name);
                    });
                    assertEquals(
                            (float) row.getValue().get("next_rand").asDouble(), generator.rand(1)[0]);
                }));
    }

    @TestFactory
    Stream<DynamicTest> computesWhatPyTorchComputes() {
        return TORCH.get("outputs").properties().stream()
                .map(row -> DynamicTest.dynamicTest(row.getKey(), () -> compare(row.getKey(), row.getValue())));
    }

    private static void compare(String expression, JsonNode expected) {
        TorchGenerator generator = new TorchGenerator(7);
        Module module = (Module) made(expression, generator);
        Tensor x = Tensor.randn(generator, inputShape(expression));
        List<Tensor> found = new ArrayList<>(outputs(module, x));
        found.addAll(module.namedBuffers().values());
        module.eval(); // and once more, in evaluation
        found.add(outputs(module, x).get(0));
        assertEquals(expected.size(), found.size());
        for (int i = 0; i < found.size(); i++) {
            Tensor reference = Golden.tensor(expected.get(i));
            assertEquals(reference.shape(), found.get(i).shape(), "output " + i);
            assertArrayEquals(reference.toDoubles(), found.get(i).toDoubles(), 2e-6, "output " + i);
        }
    }

    private static int[] inputShape(String expression) {
        return switch (expression.substring(0, expression.indexOf('('))) {
            case "Conv2d" -> sizes(2, 2, 7, 6);
            case "Conv1d" -> sizes(2, 3, 9);
            case "ConvTranspose2d" -> sizes(2, 2, 5, 4);
            case "LSTM" -> expression.contains("batch_first") ? sizes(2, 5, 3) : sizes(5, 2, 3);
            case "GRU" -> sizes(5, 2, 3);
            case "RNN" -> sizes(5, 3);
            case "MultiheadAttention" -> expression.contains("batch_first") ? sizes(2, 5, 6) : sizes(5, 2, 6);
            case "BatchNorm2d" -> sizes(4, 3, 2, 2);
            case "BatchNorm1d" -> sizes(4, 3);
            case "InstanceNorm1d" -> sizes(2, 3, 5);
            case "LayerNorm", "GroupNorm" -> sizes(3, 4, 5);
            case "Dropout2d" -> sizes(3, 4, 2, 2);
            case "Dropout1d" -> sizes(3, 4, 2);
            case "Bilinear" -> sizes(4, 3);
            case "PReLU" -> sizes(2, 3, 4);
            default -> sizes(1, 2, 7, 7);
        };
    }

    private static List<Tensor> outputs(Module module, Tensor x) {
        if (module instanceof Recurrent layers) {
            var run = layers.run(x, null);
            List<Tensor> all = new ArrayList<>(List.of(run.outputs()));
            all.addAll(run.state());
            return all;
        }
        if (module instanceof MultiheadAttention attention) {
            Tensor.Attention found = attention.attend(x, x, x, null, false);
            return List.of(found.output(), found.weights());
        }
        return List.of(module.forward(x));
    }

    @Test
    void buffersAreStateButNoParameters() {
        BatchNorm1d norm = new BatchNorm1d(2);
        norm.forward(Tensor.of(new float[][] {{1, 2}, {3, 6}}));
        assertEquals(2, norm.parameters().size());
        assertArrayEquals(new double[] {0.2, 0.4}, norm.runningMean().toDoubles(), 1e-7);
        BatchNorm1d other = new BatchNorm1d(2);
        other.loadStateDict(norm.stateDict());
        assertArrayEquals(norm.runningVariance().toFloats(), other.runningVariance().toFloats());
        assertEquals(1, other.stateDict().get("num_batches_tracked").item());
        norm.to(DType.FLOAT64);
        assertEquals(DType.FLOAT64, norm.runningMean().dtype());
        assertEquals(DType.INT64, norm.namedBuffers().get("num_batches_tracked").dtype());
        assertEquals(DType.FLOAT64, norm.forward(Tensor.ones(DType.FLOAT64, 2, 2)).dtype());
        String message = assertThrows(IllegalArgumentException.class, () -> norm.registerBuffer("weight", Tensor.zeros(1)))
                .getMessage();
        assertTrue(message.contains("the name is in use"), message);
    }

    @Test
    void anEmbeddingLeavesItsPaddingAloneAndShortensWhatItUses() {
        Embedding table = new Embedding(4, 3, new Embedding.Options(3, 1, 2, true), new TorchGenerator(1));
        Tensor before = table.weight().value().clone().detach();
        Tensor words = Tensor.of(new long[] {0, 0, 3}, 3);
        Tensor vectors = table.forward(words);
        assertTrue(vectors.detach().norm(2, false, 1).max().item() <= 1 + 1e-6);
        assertArrayEquals(before.get(1).toFloats(), table.weight().value().get(1).toFloats());
        vectors.sum().backward();
        Tensor grad = table.weight().grad();
        assertTrue(grad != null);
        assertArrayEquals(new float[] {1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0}, grad.toFloats());
    }

    @Test
    void aCausalAttentionDoesNotSeeWhatComesLater() {
        MultiheadAttention attention = new MultiheadAttention(4, 2, new TorchGenerator(1));
        TorchGenerator g = new TorchGenerator(2);
        Tensor x = Tensor.randn(g, 3, 4);
        Tensor changed = Tensor.cat(0, x.slice(0, 0, 2), Tensor.randn(g, 1, 4));
        Tensor.Attention one = attention.attend(x, x, x, null, true);
        Tensor.Attention two = attention.attend(changed, changed, changed, null, true);
        assertArrayEquals(
                one.output().slice(0, 0, 2).toFloats(), two.output().slice(0, 0, 2).toFloats());
        Tensor mask = Tensor.of(new boolean[] {true, false, false, true, true, false, true, true, true}, 3, 3);
        assertArrayEquals(
                one.weights().toFloats(),
                attention.attend(x, x, x, mask, false).weights().toFloats());
    }

    @Test
    void containersHoldTheirPartsButHaveNoForward() {
        ModuleList list = new ModuleList(new ReLU(), new Tanh());
        assertEquals("Tanh()", list.get(-1).toString());
        ModuleDict dict = new ModuleDict().put("a", list);
        assertEquals(list, dict.get("a"));
        ParameterList parameters = new ParameterList(Tensor.zeros(2));
        assertEquals(2, parameters.get(0).size());
        Tensor x = Tensor.zeros(1);
        for (Module each : List.of(list, dict, parameters)) {
            String message = assertThrows(IllegalStateException.class, () -> each.forward(x)).getMessage();
            assertTrue(message.contains("does not say how"), message);
        }
        assertThrows(IllegalArgumentException.class, () -> list.get(2));
        assertThrows(IllegalArgumentException.class, () -> dict.get("b"));
        assertThrows(IllegalArgumentException.class, () -> parameters.get(1));
    }

    /** Three axes are [N, C, L] to PyTorch's dropout2d, which keeps or drops each of the N C channels. */
    @Test
    void dropoutOfThreeAxesDropsChannels() {
        Tensor y = new Dropout2d(0.5, new TorchGenerator(3)).forward(Tensor.ones(4, 5, 6));
        assertArrayEquals(
                new Dropout1d(0.5, new TorchGenerator(3)).forward(Tensor.ones(4, 5, 6)).toFloats(), y.toFloats());
        Tensor perChannel = y.mean(2);
        assertTrue(perChannel.eq(0).logicalOr(perChannel.eq(2)).all(false, 0, 1).item() == 1);
        assertTrue(perChannel.select(0, 0).toDoubles().length == 5);
    }

    @Test
    void instanceNormWithoutAMomentumLeavesItsStatistics() {
        for (InstanceNorm norm : List.of(
                new InstanceNorm1d(3, 1e-5, Double.NaN, false, true), new InstanceNorm2d(3, 1e-5, Double.NaN, false, true))) {
            Tensor x = Tensor.randn(new TorchGenerator(1), 2, 3, 4, 5);
            norm.forward(norm instanceof InstanceNorm1d ? x.flatten(2, 3) : x);
            assertArrayEquals(new float[3], norm.runningMean().toFloats());
            assertArrayEquals(new float[] {1, 1, 1}, norm.runningVariance().toFloats());
        }
    }

    @Test
    void whatCannotBeIsRefused() {
        TorchGenerator g = new TorchGenerator(1);
        for (Runnable mistake : List.<Runnable>of(
                () -> new Conv2d(3, 4, new int[] {3}, Convolution.DEFAULT.groups(2), true, g),
                () -> new Conv2d(3, 4, new int[] {3, 3, 3}, Convolution.DEFAULT, true, g),
                () -> new GroupNorm(3, 4),
                () -> new BatchNorm1d(0),
                () -> new BatchNorm2d(3).forward(Tensor.zeros(2, 3)),
                () -> new InstanceNorm1d(3).forward(Tensor.zeros(2, 3, 4, 5)),
                () -> new Embedding(2, 0, g),
                () -> new MultiheadAttention(5, 2, g),
                () -> new LSTM(0, 2, g),
                () -> new GRUCell(1, 0, g),
                () -> new GRU(1, 2, g).forward(Tensor.zeros(1)),
                () -> new Dropout2d(1.5, g),
                () -> new Dropout2d(0.5, g).forward(Tensor.ones(4)),
                () -> new Dropout2d(0.5, g).forward(Tensor.scalar(1)),
                () -> new Dropout1d(0.5, g).forward(Tensor.ones(4)),
                () -> new Dropout1d(0.5, g).forward(Tensor.ones(2, 3, 4, 5)),
                () -> new Linear(new Parameter(Tensor.ones(4)), true, g),
                () -> new Bilinear(1, 2, 0, true, g),
                () -> new PReLU(0, 1))) {
            String message = assertThrows(IllegalArgumentException.class, mistake::run).getMessage();
            assertTrue(message.contains("Try: "), message);
        }
        assertNull(new Conv1d(1, 1, new int[] {1}, Convolution.DEFAULT, false, g).bias());
    }
}
