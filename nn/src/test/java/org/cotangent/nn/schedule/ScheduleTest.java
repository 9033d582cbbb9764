package org.cotangent.nn.schedule;

import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.cotangent.Tensor;
import org.cotangent.nn.Golden;
import org.cotangent.nn.module.Parameter;
import org.cotangent.nn.optim.Adagrad;
import org.cotangent.nn.optim.Adam;
import org.cotangent.nn.optim.Optimizer;
import org.cotangent.nn.optim.SGD;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

class ScheduleTest {
    private static final JsonNode GOLDEN = Golden.read("schedules.json");

    /** The rows of src/test/python/schedules.py. */
    private static final Map<String, Function<Optimizer<?>, Schedule>> ROWS = Map.ofEntries(
            entry("StepLR", o -> new StepLR(o, 3, 0.5)),
            entry("MultiStepLR", o -> new MultiStepLR(o, 0.3, 2, 5, 5, 9)),
            entry("ExponentialLR", o -> new ExponentialLR(o, 0.9)),
            entry("ConstantLR", o -> new ConstantLR(o, 0.3, 4)),
            entry("LinearLR", o -> new LinearLR(o, 0.2, 0.9, 7)),
            entry("PolynomialLR", o -> new PolynomialLR(o, 9, 1.5)),
            entry("LambdaLR", o -> new LambdaLR(o, t -> 1.0 / (1 + t))),
            entry("MultiplicativeLR", o -> new MultiplicativeLR(o, t -> t % 2 == 1 ? 0.9 : 1.05)),
            entry("CosineAnnealingLR", o -> new CosineAnnealingLR(o, 7, 0.01)),
            entry("CosineAnnealingWarmRestarts", o -> new CosineAnnealingWarmRestarts(o, 3, 2, 0.01)),
            entry("CyclicLR triangular", o -> new CyclicLR(o, CyclicLR.options(0.01, 0.1).stepSizes(4, 6))),
            entry("CyclicLR triangular2", o -> new CyclicLR(
                    o,
                    CyclicLR.options(0.01, 0.1)
                            .stepSizes(5, 5)
                            .mode(CyclicLR.Mode.TRIANGULAR2)
                            .momentum(0.7, 0.95))),
            entry("CyclicLR exp_range", o -> new CyclicLR(
                    o, CyclicLR.options(0.01, 0.1).stepSizes(5, 5).gamma(0.97).withoutMomentum())),
            entry("OneCycleLR", o -> new OneCycleLR(o, OneCycleLR.options(0.5, 41))),
            entry("OneCycleLR three_phase", o -> new OneCycleLR(
                    o,
                    OneCycleLR.options(0.5, 41)
                            .pctStart(0.25)
                            .threePhase(true)
                            .divFactors(10, 100)
                            .momentum(0.8, 0.9))),
            entry("OneCycleLR linear", o -> new OneCycleLR(
                    o,
                    OneCycleLR.options(0.5, 41).anneal(OneCycleLR.Anneal.LINEAR).withoutMomentum())),
            entry("ReduceLROnPlateau", o -> new ReduceLROnPlateau(o, ReduceLROnPlateau.options().patience(2))),
            entry("ReduceLROnPlateau cooldown", o -> new ReduceLROnPlateau(
                    o,
                    ReduceLROnPlateau.options().patience(1).factor(0.5).cooldown(2).minLr(0.01))),
            entry("ReduceLROnPlateau max", o -> new ReduceLROnPlateau(
                    o,
                    ReduceLROnPlateau.options()
                            .mode(ReduceLROnPlateau.Mode.MAX)
                            .patience(3)
                            .threshold(0.1, ReduceLROnPlateau.Threshold.ABSOLUTE))),
            entry("SequentialLR", o -> new SequentialLR(
                    o,
                    List.of(new ConstantLR(o, 0.1, 3), new ExponentialLR(o, 0.9), new CosineAnnealingLR(o, 6)),
                    4,
                    12)),
            entry("SequentialLR restarts", o -> new SequentialLR(
                    o,
                    List.of(new LinearLR(o, 0.1, 5), new CosineAnnealingWarmRestarts(o, 4, 1, 0), new StepLR(o, 3, 0.5)),
                    5,
                    17)),
            entry("SequentialLR others", o -> new SequentialLR(
                    o,
                    List.of(
                            new PolynomialLR(o, 5, 1),
                            new MultiStepLR(o, 0.5, 0, 2),
                            new LambdaLR(o, t -> Math.pow(0.9, t))),
                    3,
                    9)));

    private static SGD sgd() {
        return new SGD(List.of(new Parameter(Tensor.zeros(1))), SGD.options(0.1).momentum(0.9));
    }

    private static void step(Schedule schedule, int i) {
        if (schedule instanceof ReduceLROnPlateau plateau) {
            JsonNode metrics = GOLDEN.get("metrics");
            plateau.step(metrics.get(i % metrics.size()).asDouble());
        } else {
            schedule.step();
        }
    }

    private static void assertAt(JsonNode row, int i, SGD optimizer) {
        double rate = row.get("lr").get(i).asDouble();
        assertEquals(rate, optimizer.groups().getFirst().lr(), 1e-15 + 1e-13 * rate, "rate of step " + i);
        double momentum = row.get("momentum").get(i).asDouble();
        assertEquals(momentum, optimizer.groups().getFirst().options().momentum(), 1e-14, "momentum of step " + i);
    }

    @TestFactory
    Stream<DynamicTest> sequencesAreThoseOfPyTorch() {
        return GOLDEN.get("rows").properties().stream()
                .map(row -> DynamicTest.dynamicTest(row.getKey(), () -> {
                    SGD optimizer = sgd();
                    Schedule schedule = ROWS.get(row.getKey()).apply(optimizer);
                    assertAt(row.getValue(), 0, optimizer);
                    for (int i = 1; i < row.getValue().get("lr").size(); i++) {
                        step(schedule, i - 1);
                        assertAt(row.getValue(), i, optimizer);
                        assertEquals(List.of(optimizer.groups().getFirst().lr()), schedule.lr());
                    }
                }));
    }

    /** Ten steps, then the others by new objects that were given the states. */
    @TestFactory
    Stream<DynamicTest> aStateCarriesOver() {
        return ROWS.entrySet().stream()
                .map(row -> DynamicTest.dynamicTest(row.getKey(), () -> {
                    JsonNode expected = GOLDEN.get("rows").get(row.getKey());
                    SGD optimizer = sgd();
                    Schedule schedule = row.getValue().apply(optimizer);
                    for (int i = 1; i <= 10; i++) {
                        step(schedule, i - 1);
                    }
                    SGD resumedOptimizer = sgd();
                    Schedule resumed = row.getValue().apply(resumedOptimizer);
                    resumedOptimizer.loadStateDict(optimizer.stateDict());
                    resumed.loadStateDict(schedule.stateDict());
                    assertEquals(schedule.epoch(), resumed.epoch());
                    for (int i = 11; i < expected.get("lr").size(); i++) {
                        step(resumed, i - 1);
                        assertAt(expected, i, resumedOptimizer);
                    }
                }));
    }

    @Test
    void everyGroupKeepsItsOwnRate() {
        SGD optimizer = sgd();
        optimizer.addGroup(List.of(new Parameter(Tensor.zeros(1))), SGD.options(1));
        Schedule schedule = new CosineAnnealingLR(optimizer, 4);
        List<Double> rates = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            schedule.step();
            rates = schedule.lr();
        }
        assertEquals(0.05, rates.get(0), 1e-15);
        assertEquals(0.5, rates.get(1), 1e-15);
    }

    @Test
    void theFirstBetaOfAdamCyclesAsAMomentumDoes() {
        Adam optimizer = new Adam(List.of(new Parameter(Tensor.zeros(1))), 0.1);
        new OneCycleLR(optimizer, OneCycleLR.options(0.5, 10));
        assertEquals(0.95, optimizer.groups().getFirst().options().beta1());
        assertEquals(0.999, optimizer.groups().getFirst().options().beta2());
    }

    @Test
    void theTextShowsTheRateThatAScheduleStartsFrom() {
        SGD optimizer = sgd();
        new ConstantLR(optimizer, 0.5, 2);
        assertTrue(optimizer.toString().contains("    initial_lr: 0.1\n    lr: 0.05\n"), optimizer.toString());
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        SGD optimizer = sgd();
        refused("stepSize 0", () -> new StepLR(optimizer, 0));
        refused("factor 0.0", () -> new ConstantLR(optimizer, 0, 3));
        refused("factor 1.5", () -> new ReduceLROnPlateau(optimizer, ReduceLROnPlateau.options().factor(1.5)));
        refused("3 schedules, 3 milestones", () -> new SequentialLR(
                optimizer, List.of(new StepLR(optimizer, 1), new StepLR(optimizer, 2), new StepLR(optimizer, 3)), 1, 2, 3));
        refused("another optimizer", () -> new SequentialLR(optimizer, List.of(new StepLR(sgd(), 1))));
        refused("there is no last_epoch", () -> new StepLR(optimizer, 1).loadStateDict(Map.of()));
        Adagrad without = new Adagrad(List.of(new Parameter(Tensor.zeros(1))), 0.1);
        stateRefused("its optimizer has none", () -> new OneCycleLR(without, OneCycleLR.options(1, 10)));
        stateRefused("step(validationLoss)", () -> new ReduceLROnPlateau(optimizer, ReduceLROnPlateau.options()).step());
        OneCycleLR over = new OneCycleLR(optimizer, OneCycleLR.options(1, 1));
        over.step();
        stateRefused("it was made for 1 steps", over::step);
    }

    private static void refused(String why, Executable mistake) {
        String message = assertThrows(IllegalArgumentException.class, mistake).getMessage();
        assertTrue(message.contains(why), message);
    }

    private static void stateRefused(String why, Executable mistake) {
        String message = assertThrows(IllegalStateException.class, mistake).getMessage();
        assertTrue(message.contains(why), message);
    }
}
