package org.cotangent.nn.optim;

import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.cotangent.Tensor;
import org.cotangent.kernel.DType;
import org.cotangent.nn.Golden;
import org.cotangent.nn.module.Parameter;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every optimizer, with its defaults and with most of its settings changed, against PyTorch 1.13 on given gradients. */
class OptimizerStepsTest {
    private static final JsonNode GOLDEN = Golden.read("optimizer-steps.json");

    /** The rows of src/test/python/optimizers.py. */
    private static final Map<String, Function<List<Parameter>, Optimizer<?>>> ROWS = Map.ofEntries(
            entry("SGD", ps -> new SGD(ps, 0.1)),
            entry("SGD nesterov", ps -> new SGD(
                    ps, SGD.options(0.1).momentum(0.9).weightDecay(0.01).nesterov(true))),
            entry("Adam", ps -> new Adam(ps, 1e-3)),
            entry("Adam amsgrad", ps -> new Adam(
                    ps, Adam.options(0.1).betas(0.8, 0.9).eps(1e-3).weightDecay(0.1).amsgrad(true))),
            entry("AdamW", ps -> new AdamW(ps, 1e-3)),
            entry("AdamW amsgrad", ps -> new AdamW(
                    ps,
                    AdamW.options(0.1).betas(0.8, 0.9).weightDecay(0.1).amsgrad(true).maximize(true))),
            entry("Adamax", ps -> new Adamax(ps, 2e-3)),
            entry("Adamax decay", ps -> new Adamax(
                    ps, Adamax.options(0.1).betas(0.8, 0.9).eps(1e-3).weightDecay(0.1).maximize(true))),
            entry("NAdam", ps -> new NAdam(ps, 2e-3)),
            entry("NAdam decay", ps -> new NAdam(
                    ps, NAdam.options(0.1).betas(0.8, 0.9).weightDecay(0.1).momentumDecay(0.1))),
            entry("RAdam", ps -> new RAdam(ps, 1e-3)),
            entry("RAdam decay", ps -> new RAdam(
                    ps, RAdam.options(0.1).betas(0.8, 0.9).eps(1e-3).weightDecay(0.1))),
            entry("RMSprop", ps -> new RMSprop(ps, 0.01)),
            entry("RMSprop centered", ps -> new RMSprop(
                    ps,
                    RMSprop.options(0.05)
                            .alpha(0.9)
                            .eps(1e-3)
                            .momentum(0.9)
                            .centered(true)
                            .weightDecay(0.1))),
            entry("Adagrad", ps -> new Adagrad(ps, 0.01)),
            entry("Adagrad decay", ps -> new Adagrad(
                    ps, Adagrad.options(0.1).lrDecay(0.1).weightDecay(0.1).initialAccumulatorValue(0.5).eps(1e-3))),
            entry("Adadelta", ps -> new Adadelta(ps, 1)),
            entry("Adadelta decay", ps -> new Adadelta(
                    ps, Adadelta.options(0.5).rho(0.8).eps(1e-4).weightDecay(0.1).maximize(true))),
            entry("ASGD", ps -> new ASGD(ps, 0.01)),
            entry("ASGD average", ps -> new ASGD(
                    ps, ASGD.options(0.05).lambd(0.1).alpha(0.5).t0(4).weightDecay(0.1))),
            entry("Rprop", ps -> new Rprop(ps, 0.01)),
            entry("Rprop bounds", ps -> new Rprop(
                    ps, Rprop.options(0.05).etas(0.4, 1.3).stepSizes(0.01, 0.1).maximize(true))));

    private static Stream<DynamicTest> each(java.util.function.Consumer<JsonNode> check) {
        return StreamSupport.stream(GOLDEN.get("runs").spliterator(), false)
                .map(run -> DynamicTest.dynamicTest(
                        run.get("row").asText() + " " + run.get("dtype").asText(), () -> check.accept(run)));
    }

    private static DType type(JsonNode run) {
        return run.get("dtype").asText().equals("float64") ? DType.FLOAT64 : DType.FLOAT32;
    }

    private static Optimizer<?> optimizer(JsonNode run, Parameter p) {
        return ROWS.get(run.get("row").asText()).apply(List.of(p));
    }

    /** Moves a parameter by the given gradients, and compares it with PyTorch's after each. */
    private static void follow(JsonNode run, Parameter p, Optimizer<?> optimizer, int from, int to) {
        Tensor gradients = Golden.tensor(GOLDEN.get("gradients")).to(type(run));
        Tensor expected = Golden.tensor(run.get("parameters"));
        for (int step = from; step < to; step++) {
            p.setGrad(gradients.select(0, step));
            optimizer.step();
            assertArrayEquals(expected.select(0, step).toDoubles(), p.value().toDoubles(), "step " + step);
        }
    }

    @TestFactory
    Stream<DynamicTest> stepsAreThoseOfPyTorchBitForBit() {
        return each(run -> {
            Parameter p = new Parameter(Golden.tensor(GOLDEN.get("start")).to(type(run)));
            Optimizer<?> optimizer = optimizer(run, p);
            follow(run, p, optimizer, 0, 12);
            assertEquals(run.get("text").asText(), optimizer.toString());
            SequencedMap<String, Tensor> state = optimizer.stateDict().slots().getFirst();
            run.get("state").properties().forEach(slot -> assertArrayEquals(
                    slot.getValue().isObject()
                            ? Golden.tensor(slot.getValue()).toDoubles()
                            : new double[] {slot.getValue().asDouble()},
                    state.get(slot.getKey()).toDoubles(),
                    slot.getKey()));
            LinkedHashSet<String> names = new LinkedHashSet<>(state.keySet());
            run.get("state").fieldNames().forEachRemaining(names::remove);
            assertEquals(new LinkedHashSet<>(), names);
        });
    }

    /** Half of the steps, then the other half by another optimizer that was given the first one's state. */
    @TestFactory
    Stream<DynamicTest> aStateCarriesOver() {
        return each(run -> {
            Parameter p = new Parameter(Golden.tensor(GOLDEN.get("start")).to(type(run)));
            Optimizer<?> first = optimizer(run, p);
            follow(run, p, first, 0, 5);
            follow(run, p, resumed(run, p, first), 5, 12);
        });
    }

    @SuppressWarnings("unchecked") // both come from the same row
    private static <O extends Hyperparameters<O>> Optimizer<O> resumed(JsonNode run, Parameter p, Optimizer<O> first) {
        Optimizer<O> second = (Optimizer<O>) optimizer(run, p);
        second.loadStateDict(first.stateDict());
        return second;
    }
}
