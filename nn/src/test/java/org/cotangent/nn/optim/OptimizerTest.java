package org.cotangent.nn.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.cotangent.Tensor;
import org.cotangent.kernel.DType;
import org.cotangent.nn.Golden;
import org.cotangent.nn.module.Linear;
import org.cotangent.nn.module.Parameter;
import org.cotangent.random.TorchGenerator;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

class OptimizerTest {
    /** The optimizer of a golden record, whose options have Python's names. */
    private static Optimizer<?> optimizer(JsonNode run, List<Parameter> parameters) {
        JsonNode options = run.get("options");
        return switch (run.get("optimizer").asText()) {
            case "SGD" -> new SGD(parameters, sgd(options));
            case "Adam" -> new Adam(parameters, adam(options));
            default -> throw new IllegalArgumentException(run.get("optimizer").asText());
        };
    }

    private static SGD.Options sgd(JsonNode given) {
        SGD.Options options = SGD.options(given.get("lr").asDouble());
        for (Map.Entry<String, JsonNode> option : given.properties()) {
            JsonNode value = option.getValue();
            options = switch (option.getKey()) {
                case "lr" -> options;
                case "momentum" -> options.momentum(value.asDouble());
                case "dampening" -> options.dampening(value.asDouble());
                case "weight_decay" -> options.weightDecay(value.asDouble());
                case "nesterov" -> options.nesterov(value.asBoolean());
                case "maximize" -> options.maximize(value.asBoolean());
                default -> throw new IllegalArgumentException(option.getKey());
            };
        }
        return options;
    }

    private static Adam.Options adam(JsonNode given) {
        Adam.Options options = Adam.options(given.path("lr").asDouble(1e-3));
        for (Map.Entry<String, JsonNode> option : given.properties()) {
            JsonNode value = option.getValue();
            options = switch (option.getKey()) {
                case "lr" -> options;
                case "betas" -> options.betas(value.get(0).asDouble(), value.get(1).asDouble());
                case "eps" -> options.eps(value.asDouble());
                case "weight_decay" -> options.weightDecay(value.asDouble());
                case "amsgrad" -> options.amsgrad(value.asBoolean());
                case "maximize" -> options.maximize(value.asBoolean());
                default -> throw new IllegalArgumentException(option.getKey());
            };
        }
        return options;
    }

    private static Stream<DynamicTest> each(JsonNode runs, java.util.function.Consumer<JsonNode> check) {
        return StreamSupport.stream(runs.spliterator(), false)
                .map(run -> DynamicTest.dynamicTest(
                        run.get("optimizer").asText() + " " + run.get("dtype").asText() + " " + run.get("options"),
                        () -> check.accept(run)));
    }

    /** The same gradients give the same parameters, to the last bit. */
    @TestFactory
    Stream<DynamicTest> stepsAreThoseOfPyTorchBitForBit() {
        JsonNode golden = Golden.read("optimizer-bits.json");
        return each(golden.get("runs"), run -> {
            DType type = run.get("dtype").asText().equals("float64") ? DType.FLOAT64 : DType.FLOAT32;
            Parameter p = new Parameter(Golden.tensor(golden.get("start")).to(type));
            Tensor gradients = Golden.tensor(golden.get("gradients")).to(type);
            Tensor expected = Golden.tensor(run.get("parameters"));
            Optimizer<?> optimizer = optimizer(run, List.of(p));
            for (int step = 0; step < expected.shape().size(0); step++) {
                p.setGrad(gradients.select(0, step));
                optimizer.step();
                assertArrayEquals(
                        expected.select(0, step).toDoubles(), p.value().toDoubles(), "step " + step);
            }
        });
    }

    /** A small linear regression: ten steps with gradients of our own. */
    @TestFactory
    Stream<DynamicTest> regressionsGoAsInPyTorch() {
        JsonNode golden = Golden.read("optimizers.json");
        return each(golden.get("runs"), run -> {
            boolean single = run.get("dtype").asText().equals("float32");
            DType type = single ? DType.FLOAT32 : DType.FLOAT64;
            Parameter w = new Parameter(Golden.tensor(golden.get("w0")).to(type));
            Parameter b = new Parameter(Golden.tensor(golden.get("b0")).to(type));
            double[] losses = new double[run.get("losses").size()];
            double[] expectedLosses = new double[losses.length];
            Tensor parameters = descend(golden, type, w, b, optimizer(run, List.of(w, b)), losses);
            for (int i = 0; i < losses.length; i++) {
                expectedLosses[i] = run.get("losses").get(i).asDouble();
            }
            double tolerance = single ? 2e-5 : 1e-12;
            assertArrayEquals(expectedLosses, losses, tolerance);
            assertArrayEquals(Golden.tensor(run.get("parameters")).toDoubles(), parameters.toDoubles(), tolerance);
        });
    }

    private static Tensor descend(
            JsonNode golden, DType type, Parameter w, Parameter b, Optimizer<?> optimizer, double[] losses) {
        Tensor x = Golden.tensor(golden.get("X")).to(type);
        Tensor y = Golden.tensor(golden.get("Y")).to(type);
        Tensor[] after = new Tensor[losses.length];
        for (int step = 0; step < losses.length; step++) {
            optimizer.zeroGrad();
            Tensor loss = x.matmul(w.value()).add(b.value()).mse(y);
            loss.backward();
            optimizer.step();
            losses[step] = loss.item();
            after[step] = Tensor.cat(0, w.value().detach().flatten(), b.value().detach()).clone();
        }
        return Tensor.stack(0, after);
    }

    @Test
    void groupsHaveSettingsOfTheirOwn() {
        JsonNode golden = Golden.read("optimizers.json");
        Parameter w = new Parameter(Golden.tensor(golden.get("w0")));
        Parameter b = new Parameter(Golden.tensor(golden.get("b0")));
        SGD optimizer = new SGD(List.of(w), SGD.options(0.05).weightDecay(0.01));
        optimizer.addGroup(List.of(b), SGD.options(0.2).momentum(0.5).weightDecay(0.01));
        Tensor parameters = descend(golden, DType.FLOAT64, w, b, optimizer, new double[10]);
        assertArrayEquals(Golden.tensor(golden.get("groups")).toDoubles(), parameters.toDoubles(), 1e-12);
    }

    @Test
    void aLearningRateCanBeChangedOnTheWay() {
        Parameter p = new Parameter(Tensor.scalar(1));
        SGD optimizer = new SGD(List.of(p), 1);
        p.setGrad(Tensor.scalar(0.5));
        optimizer.step();
        assertEquals(0.5, p.value().item());
        optimizer.groups().getFirst().lr(0.5);
        optimizer.step();
        assertEquals(0.25, p.value().item());
    }

    @Test
    void aParameterWithoutAGradientStays() {
        Parameter p = new Parameter(Tensor.scalar(1));
        Adam optimizer = new Adam(List.of(p), 1);
        optimizer.step();
        assertEquals(1, p.value().item());
        p.setGrad(Tensor.scalar(2));
        optimizer.zeroGrad();
        optimizer.step();
        assertEquals(1, p.value().item());
    }

    @Test
    void aFrozenParameterStays() {
        Parameter p = new Parameter(Tensor.scalar(1));
        Parameter other = new Parameter(Tensor.scalar(1));
        SGD optimizer = new SGD(List.of(p, other), 0.5);
        p.setGrad(Tensor.scalar(1));
        other.setGrad(Tensor.scalar(1));
        p.requiresGrad(false); // its gradient of before is still there
        optimizer.step();
        assertEquals(1, p.value().item());
        assertEquals(0.5, other.value().item());
        p.requiresGrad(true);
        optimizer.step();
        assertEquals(0.5, p.value().item());
    }

    @Test
    void aGroupThatIsRefusedLeavesNothingBehind() {
        Parameter p = new Parameter(Tensor.scalar(1));
        Parameter fresh = new Parameter(Tensor.scalar(1));
        SGD optimizer = new SGD(List.of(p), 0.5);
        refused("is there twice", () -> optimizer.addGroup(List.of(fresh, p), SGD.options(1)));
        assertEquals(1, optimizer.groups().size());
        optimizer.loadStateDict(optimizer.stateDict());
        optimizer.addGroup(List.of(fresh), SGD.options(1));
        assertEquals(List.of(fresh), optimizer.groups().getLast().parameters());
    }

    /** An optimizer holds the handles, so it goes on with the converted tensors, and its memory is converted too. */
    @Test
    void aModuleCanBeConvertedBetweenTwoSteps() {
        Linear layer = new Linear(2, 1, new TorchGenerator(0));
        Adam optimizer = new Adam(layer.parameters(), 0.1);
        Tensor x = Tensor.of(new float[][] {{1, 2}, {-1, 3}});
        layer.forward(x).sum().backward();
        optimizer.step();
        layer.to(DType.FLOAT64);
        double before = layer.forward(x.to(DType.FLOAT64)).sum().item();
        optimizer.step();
        assertEquals(DType.FLOAT64, layer.weight().dtype());
        assertTrue(layer.forward(x.to(DType.FLOAT64)).sum().item() < before);
    }

    @Test
    void aTransposedParameterMovesLikeAnother() {
        Tensor start = Tensor.arange(0, 6, 1).reshape(2, 3);
        Tensor gradient = Tensor.linspace(-1, 1, 6).reshape(2, 3);
        Parameter straight = new Parameter(start.clone());
        Parameter turned = new Parameter(start.t().clone().t());
        for (Parameter p : List.of(straight, turned)) {
            Adam optimizer = new Adam(List.of(p), 0.1);
            for (int i = 0; i < 3; i++) {
                p.setGrad(gradient);
                optimizer.step();
            }
        }
        assertArrayEquals(straight.value().toFloats(), turned.value().toFloats());
    }

    @Test
    void settingsThatMakeNoSenseAreRefused() {
        Parameter p = new Parameter(Tensor.scalar(1));
        refused("SGD with lr -1.0", () -> new SGD(List.of(p), -1));
        refused("SGD with lr NaN", () -> new SGD(List.of(p), Double.NaN));
        refused("Nesterov's step needs a momentum", () -> SGD.options(1).nesterov(true));
        refused("Nesterov's step needs", () -> SGD.options(1).momentum(0.9).dampening(0.1).nesterov(true));
        refused("Adam with beta1 1.0", () -> Adam.options(1).betas(1, 0.9));
        refused("Adam with beta2 -0.1", () -> Adam.options(1).betas(0, -0.1));
        refused("Adam with eps -1.0", () -> Adam.options(1).eps(-1));
        refused("SGD of no parameters", () -> new SGD(List.of(), 1));
        refused("is there twice", () -> new SGD(List.of(p, p), 1));
        refused("is there twice", () -> new SGD(List.of(p, new Parameter(p.value())), 1));
    }

    private static void refused(String why, Executable mistake) {
        String message = assertThrows(IllegalArgumentException.class, mistake).getMessage();
        assertTrue(message.contains(why), message);
    }
}
