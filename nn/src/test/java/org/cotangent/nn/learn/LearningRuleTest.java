package org.cotangent.nn.learn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.cotangent.Autograd;
import org.cotangent.Tensor;
import org.cotangent.kernel.DType;
import org.cotangent.nn.module.Linear;
import org.cotangent.nn.module.Module;
import org.cotangent.nn.module.Parameter;
import org.cotangent.nn.module.Sequential;
import org.cotangent.nn.module.Sigmoid;
import org.cotangent.nn.optim.Adam;
import org.cotangent.nn.optim.Optimizer;
import org.cotangent.nn.optim.SGD;
import org.cotangent.random.NumpyGenerator;
import org.cotangent.random.TorchGenerator;
import org.cotangent.shape.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What all rules have in common. */
class LearningRuleTest {
    private static final Tensor INPUTS = Stacks.normal(21, 8, 6);
    private static final Tensor TARGETS = Stacks.uniform(22, 8, 3);

    static Stream<Integer> places() {
        return Stream.of(0, 1, 2, 3, 4, 5);
    }

    @ParameterizedTest
    @MethodSource("places")
    void estimatesForEveryParameterAndMovesNone(int place) {
        for (int[] widths : new int[][] {{6, 3}, {6, 5, 3}, {6, 5, 4, 7, 3}}) {
            Sequential stack = Stacks.of(widths);
            LearningRule rule = Stacks.rules(stack, 0.1).get(place);
            List<double[]> before = values(rule.parameters(stack));
            Estimate estimate = rule.estimate(stack, INPUTS, TARGETS);
            assertEquals(rule.parameters(stack), List.copyOf(estimate.gradients().sequencedKeySet()));
            List<double[]> after = values(rule.parameters(stack));
            for (int i = 0; i < before.size(); i++) {
                assertArrayEquals(before.get(i), after.get(i));
            }
            estimate.gradients().forEach((parameter, gradient) -> {
                assertEquals(parameter.shape(), gradient.shape());
                assertEquals(DType.FLOAT64, gradient.dtype());
                assertNull(parameter.grad());
            });
            Tensor outputs = Autograd.noGrad(() -> stack.forward(INPUTS));
            assertEquals(outputs.sub(TARGETS).square().sum().item() / 8, estimate.loss(), 1e-14);
        }
    }

    private static List<double[]> values(List<Parameter> parameters) {
        List<double[]> values = new ArrayList<>();
        parameters.forEach(parameter -> values.add(parameter.value().toDoubles()));
        return values;
    }

    static Stream<Function<List<Parameter>, Optimizer<?>>> optimizers() {
        return Stream.of(
                all -> new SGD(all, 0.02),
                all -> new SGD(all, SGD.options(0.01).momentum(0.8).nesterov(true)),
                all -> new Adam(all, 0.02));
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void everyOptimizerLearnsByEveryRule(Function<List<Parameter>, Optimizer<?>> optimizers) {
        for (int place = 0; place < 6; place++) {
            Sequential stack = Stacks.of(6, 10, 3);
            LearningRule rule = Stacks.rules(stack, 0.01).get(place);
            Optimizer<?> optimizer = optimizers.apply(rule.parameters(stack));
            double first = rule.estimate(stack, INPUTS, TARGETS).loss();
            for (int step = 0; step < 300; step++) {
                rule.estimate(stack, INPUTS, TARGETS).store();
                optimizer.step();
            }
            double last = rule.estimate(stack, INPUTS, TARGETS).loss();
            assertTrue(last < 0.85 * first, rule.getClass().getSimpleName() + ": " + first + " to " + last);
        }
    }

    @ParameterizedTest
    @MethodSource("places")
    void worksInFloat32AndWithoutBiases(int place) {
        Sequential stack = new Sequential(
                new Sequential(new Linear(6, 5, false, new TorchGenerator(1)), new Sigmoid()),
                new Linear(5, 3, false, new TorchGenerator(2)));
        LearningRule rule = Stacks.rules(stack, 0.1).get(place);
        Estimate single = rule.estimate(stack, INPUTS.to(DType.FLOAT32), TARGETS.to(DType.FLOAT32));
        single.gradients().values().forEach(gradient -> assertEquals(DType.FLOAT32, gradient.dtype()));
        stack.to(DType.FLOAT64);
        LearningRule again = Stacks.rules(stack, 0.1).get(place);
        Estimate wide = again.estimate(stack, INPUTS, TARGETS);
        Parameter weight = stack.parameters().getFirst();
        assertArrayEquals(
                wide.of(weight).toDoubles(), single.of(weight).toDoubles(), 1e-3 * wide.of(weight).abs().max().item());
    }

    @ParameterizedTest
    @MethodSource("places")
    void leavesFrozenParametersOut(int place) {
        Sequential stack = Stacks.of(6, 5, 3);
        LearningRule rule = Stacks.rules(stack, 0.1).get(place);
        Linear last = Stacks.linear(stack, 1);
        last.weight().requiresGrad(false);
        Estimate estimate = rule.estimate(stack, INPUTS, TARGETS);
        assertEquals(3, estimate.gradients().size());
        assertTrue(assertThrows(IllegalArgumentException.class, () -> estimate.of(last.weight()))
                .getMessage()
                .contains("Try: a parameter"));
    }

    @Test
    void declaresTheTutorialsScales() {
        List<LearningRule> rules = Stacks.rules(Stacks.of(6, 5, 3), 0.1);
        assertEquals(
                List.of(Scale.HALF_SUM, Scale.MEAN, Scale.MEAN, Scale.HALF_SUM, Scale.HALF_SUM, Scale.HALF_SUM),
                rules.stream().map(LearningRule::scale).toList());
        assertEquals(1, Scale.MEAN.ofMean(200));
        assertEquals(100, Scale.HALF_SUM.ofMean(200));
    }

    /** The same rule at the other scale: every estimate n / 2 times as large. */
    @Test
    void theScaleIsAFactor() {
        Sequential stack = Stacks.of(6, 5, 3);
        List<Tensor> feedback = FeedbackMatrices.draw(stack, 0.5, new NumpyGenerator(1));
        List<Function<Scale, LearningRule>> makers = List.of(
                scale -> new Backprop(SampleLoss.SQUARED_ERROR, scale),
                scale -> new WeightPerturbation(0.1, new NumpyGenerator(2), SampleLoss.SQUARED_ERROR, scale),
                scale -> new NodePerturbation(0.1, new NumpyGenerator(2), SampleLoss.SQUARED_ERROR, scale),
                scale -> new FeedbackAlignment(feedback, SampleLoss.SQUARED_ERROR, scale));
        for (Function<Scale, LearningRule> maker : makers) {
            Estimate mean = maker.apply(Scale.MEAN).estimate(stack, INPUTS, TARGETS);
            Estimate sum = maker.apply(Scale.HALF_SUM).estimate(stack, INPUTS, TARGETS);
            mean.gradients().forEach((parameter, gradient) -> assertArrayEquals(
                    gradient.mul(4).toDoubles(), sum.of(parameter).toDoubles(), 1e-12));
        }
    }

    @Test
    void backpropIsAutogradOfAnyModule() {
        Parameter[] shift = new Parameter[1];
        Module odd = new Module() {
            private final Linear map = register("map", new Linear(6, 3, new TorchGenerator(5)));

            {
                shift[0] = registerParameter("shift", Stacks.normal(6, 1, 3).to(DType.FLOAT32));
            }

            @Override
            public Tensor forward(Tensor x) {
                return map.forward(x).mul(shift[0].value()).sin();
            }
        };
        odd.to(DType.FLOAT64);
        Estimate estimate = new Backprop().estimate(odd, INPUTS, TARGETS);
        odd.forward(INPUTS).sub(TARGETS).square().sum().mul(0.5).backward();
        for (Parameter parameter : odd.parameters()) {
            assertArrayEquals(parameter.grad().toDoubles(), estimate.of(parameter).toDoubles(), 1e-14);
        }
        estimate.store();
        assertSame(estimate.of(shift[0]), shift[0].grad());
        assertEquals(1, estimate.cosine(estimate, odd.parameters()), 1e-15);
    }

    @Test
    void otherLossesWork() {
        SampleLoss crossEntropy = (outputs, targets) ->
                outputs.logSoftmax(1).mul(targets).sum(1).neg();
        Sequential stack = new Sequential(new Linear(6, 3, new TorchGenerator(1)));
        stack.to(DType.FLOAT64);
        Tensor classes = Tensor.of(new double[][] {{1, 0, 0}, {0, 0, 1}});
        Tensor inputs = INPUTS.narrow(0, 0, 2);
        Estimate exact = new Backprop(crossEntropy, Scale.MEAN).estimate(stack, inputs, classes);
        stack.forward(inputs).crossEntropy(Tensor.of(new long[] {0, 2}, 2)).backward();
        Parameter weight = stack.parameters().getFirst();
        assertArrayEquals(weight.grad().toDoubles(), exact.of(weight).toDoubles(), 1e-14);
        GradientStatistics statistics = new GradientStatistics(stack.parameters());
        LearningRule rule = new WeightPerturbation(1e-3, new NumpyGenerator(1), crossEntropy, Scale.MEAN);
        for (int k = 0; k < 4000; k++) {
            statistics.add(rule.estimate(stack, inputs, classes));
        }
        // 22 disturbances: the mean of 4,000 is 7 % of the gradient's length away.
        double distance = statistics.mean(weight).sub(exact.of(weight)).square().sum().item();
        assertEquals(0, Math.sqrt(distance / exact.of(weight).square().sum().item()), 0.15);
    }

    @Test
    void saysWhatItCannotSeeThrough() {
        Module hidden = new Module() {
            private final Linear map = register("map", new Linear(6, 3, new TorchGenerator(5)));

            @Override
            public Tensor forward(Tensor x) {
                return map.forward(x).sin();
            }

            @Override
            protected String kind() {
                return "Hidden";
            }
        };
        for (int place = 1; place < 6; place++) {
            LearningRule rule = Stacks.rules(Stacks.of(6, 5, 3), 0.1).get(place);
            String message = assertThrows(
                            IllegalArgumentException.class, () -> rule.estimate(hidden, INPUTS, TARGETS))
                    .getMessage();
            assertTrue(message.startsWith(rule.getClass().getSimpleName() + " in "), message);
            assertTrue(message.contains("its layers are hidden. Try: a Sequential of Linear layers"), message);
        }
        assertTrue(assertThrows(
                        IllegalArgumentException.class,
                        () -> new NodePerturbation(0.1, new NumpyGenerator(1))
                                .estimate(new Sequential(new Sigmoid()), INPUTS, TARGETS))
                .getMessage()
                .contains("there is no Linear layer in it"));
    }

    @Test
    void refusesFeedbackThatDoesNotFit() {
        Sequential stack = Stacks.of(6, 5, 4, 3);
        List<Tensor> direct = FeedbackMatrices.drawDirect(stack, 1, new NumpyGenerator(1));
        assertEquals(List.of(Shape.of(5, 3), Shape.of(4, 3)), direct.stream().map(Tensor::shape).toList());
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> new FeedbackAlignment(direct).estimate(stack, INPUTS, TARGETS))
                .getMessage();
        assertEquals(
                "FeedbackAlignment with feedback [[5, 3], [4, 3]]: this network needs [[5, 4], [4, 3]]. Try:"
                        + " FeedbackMatrices.draw for the network that is to learn",
                message);
        List<Tensor> chained = FeedbackMatrices.draw(stack, 1, new NumpyGenerator(1));
        assertThrows(
                IllegalArgumentException.class,
                () -> new DirectFeedbackAlignment(chained).estimate(stack, INPUTS, TARGETS));
        assertThrows(
                IllegalArgumentException.class,
                () -> new KolenPollack(direct, 0.1).estimate(stack, INPUTS, TARGETS));
    }

    @Test
    void refusesNoiseThatIsNone() {
        for (double noise : new double[] {0, -1, Double.NaN}) {
            assertThrows(
                    IllegalArgumentException.class, () -> new WeightPerturbation(noise, new NumpyGenerator(1)));
            assertThrows(IllegalArgumentException.class, () -> new NodePerturbation(noise, new NumpyGenerator(1)));
        }
    }
}
