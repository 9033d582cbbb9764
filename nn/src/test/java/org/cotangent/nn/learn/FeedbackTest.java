package org.cotangent.nn.learn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.Autograd;
import org.cotangent.Tensor;
import org.cotangent.nn.module.Linear;
import org.cotangent.nn.module.Parameter;
import org.cotangent.nn.module.Sequential;
import org.cotangent.nn.optim.SGD;
import org.cotangent.random.NumpyGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules that send errors back through matrices of their own. */
class FeedbackTest {
    private static final Tensor INPUTS = Stacks.normal(31, 9, 6);
    private static final Tensor TARGETS = Stacks.uniform(32, 9, 3);

    private static void assertSame(Estimate expected, Estimate actual, List<Parameter> parameters, double tolerance) {
        for (Parameter parameter : parameters) {
            assertArrayEquals(expected.of(parameter).toDoubles(), actual.of(parameter).toDoubles(), tolerance);
        }
    }

    @Test
    void feedbackAlignmentThroughTheTransposedWeightsIsBackprop() {
        Sequential stack = Stacks.of(6, 5, 4, 7, 3);
        List<Tensor> transposed = new ArrayList<>();
        for (int layer = 1; layer < 4; layer++) {
            transposed.add(Stacks.linear(stack, layer).weight().value().detach().t());
        }
        Estimate backprop = new Backprop().estimate(stack, INPUTS, TARGETS);
        assertSame(
                backprop,
                new FeedbackAlignment(transposed).estimate(stack, INPUTS, TARGETS),
                stack.parameters(),
                0);
        assertSame(
                backprop,
                new KolenPollack(transposed, 0).estimate(stack, INPUTS, TARGETS),
                stack.parameters(),
                0);
    }

    /** The last layer learns by its true gradient, the one before by the error that its matrix brings. */
    @Test
    void feedbackAlignmentIsItsFormula() {
        Sequential stack = Stacks.of(6, 5, 3);
        List<Tensor> feedback = FeedbackMatrices.draw(stack, 1, new NumpyGenerator(3));
        Estimate estimate = new FeedbackAlignment(feedback).estimate(stack, INPUTS, TARGETS);
        Autograd.noGrad(() -> {
            Tensor hidden = Stacks.linear(stack, 0).forward(INPUTS).tanh();
            Tensor outputs = Stacks.linear(stack, 1).forward(hidden).sigmoid();
            Tensor error = outputs.sub(TARGETS).mul(outputs).mul(outputs.rsub(1));
            Tensor delta = error.matmul(feedback.getFirst().t()).mul(hidden.square().rsub(1));
            Linear first = Stacks.linear(stack, 0);
            Linear last = Stacks.linear(stack, 1);
            assertArrayEquals(
                    delta.t().matmul(INPUTS).toDoubles(), estimate.of(first.weight()).toDoubles(), 1e-14);
            assertArrayEquals(delta.sum(0).toDoubles(), estimate.of(first.bias()).toDoubles(), 1e-14);
            assertArrayEquals(
                    error.t().matmul(hidden).toDoubles(), estimate.of(last.weight()).toDoubles(), 1e-14);
        });
    }

    @Test
    void directFeedbackAlignmentWithOneHiddenLayerIsFeedbackAlignment() {
        Sequential stack = Stacks.of(6, 5, 3);
        List<Tensor> chained = FeedbackMatrices.draw(stack, 1, new NumpyGenerator(3));
        List<Tensor> direct = FeedbackMatrices.drawDirect(stack, 1, new NumpyGenerator(3));
        assertSame(
                new FeedbackAlignment(chained).estimate(stack, INPUTS, TARGETS),
                new DirectFeedbackAlignment(direct).estimate(stack, INPUTS, TARGETS),
                stack.parameters(),
                0);
    }

    @Test
    void directFeedbackAlignmentSkipsTheLayersBetween() {
        Sequential stack = Stacks.of(6, 5, 4, 3);
        List<Tensor> direct = FeedbackMatrices.drawDirect(stack, 1, new NumpyGenerator(3));
        Estimate estimate = new DirectFeedbackAlignment(direct).estimate(stack, INPUTS, TARGETS);
        Autograd.noGrad(() -> {
            Tensor low = Stacks.linear(stack, 0).forward(INPUTS).tanh();
            Tensor high = Stacks.linear(stack, 1).forward(low).tanh();
            Tensor outputs = Stacks.linear(stack, 2).forward(high).sigmoid();
            Tensor error = outputs.sub(TARGETS).mul(outputs).mul(outputs.rsub(1));
            Tensor lowDelta = error.matmul(direct.get(0).t()).mul(low.square().rsub(1));
            Tensor highDelta = error.matmul(direct.get(1).t()).mul(high.square().rsub(1));
            assertArrayEquals(
                    lowDelta.t().matmul(INPUTS).toDoubles(),
                    estimate.of(Stacks.linear(stack, 0).weight()).toDoubles(),
                    1e-14);
            assertArrayEquals(
                    highDelta.t().matmul(low).toDoubles(),
                    estimate.of(Stacks.linear(stack, 1).weight()).toDoubles(),
                    1e-14);
            assertArrayEquals(
                    highDelta.sum(0).toDoubles(),
                    estimate.of(Stacks.linear(stack, 1).bias()).toDoubles(),
                    1e-14);
        });
    }

    @Test
    void kolenPollackDecaysAllButTheFirstLayerBiasesIncluded() {
        Sequential stack = Stacks.of(6, 5, 3);
        List<Tensor> feedback = FeedbackMatrices.draw(stack, 1, new NumpyGenerator(3));
        Estimate plain = new FeedbackAlignment(feedback).estimate(stack, INPUTS, TARGETS);
        KolenPollack rule = new KolenPollack(feedback, 0.1);
        Estimate estimate = rule.estimate(stack, INPUTS, TARGETS);
        Linear last = Stacks.linear(stack, 1);
        assertSame(plain, estimate, Stacks.linear(stack, 0).parameters(), 0);
        Autograd.noGrad(() -> {
            for (Parameter parameter : last.parameters()) {
                assertArrayEquals(
                        plain.of(parameter).add(parameter.value().mul(0.1)).toDoubles(),
                        estimate.of(parameter).toDoubles());
            }
            Parameter back = rule.parameters().getFirst();
            assertArrayEquals(
                    plain.of(last.weight()).t().add(feedback.getFirst().mul(0.1)).toDoubles(),
                    estimate.of(back).toDoubles());
        });
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.001, 0.1, 0.5})
    void kolenPollackShrinksTheDifferenceByOneMinusLambda(double lambda) {
        double lr = 0.05;
        Sequential stack = Stacks.of(6, 5, 4, 3);
        KolenPollack rule =
                new KolenPollack(FeedbackMatrices.draw(stack, 1, new NumpyGenerator(3)), lambda / lr);
        SGD optimizer = new SGD(rule.parameters(stack), lr);
        double[] start = differences(rule, stack);
        for (int t = 1; t <= 10; t++) {
            rule.estimate(stack, INPUTS, TARGETS).store();
            optimizer.step();
            double[] now = differences(rule, stack);
            for (int k = 0; k < start.length; k++) {
                assertEquals(start[k] * Math.pow(1 - lambda, t), now[k], 1e-12 * start[k]);
            }
        }
    }

    /** The feedback moves with the optimizer alone: a learning rate of 0 leaves it where it is. */
    @Test
    void kolenPollackStandsStillWithoutALearningRate() {
        Sequential stack = Stacks.of(6, 5, 3);
        KolenPollack rule = new KolenPollack(FeedbackMatrices.draw(stack, 1, new NumpyGenerator(3)), 0.1);
        double[] before = rule.parameters().getFirst().value().toDoubles();
        SGD still = new SGD(rule.parameters(stack), 0);
        rule.estimate(stack, INPUTS, TARGETS).store();
        still.step();
        assertArrayEquals(before, rule.parameters().getFirst().value().toDoubles());
        assertTrue(rule.parameters().getFirst().grad() != null);
    }

    private static double[] differences(KolenPollack rule, Sequential stack) {
        return Autograd.noGrad(() -> {
            double[] found = new double[rule.parameters().size()];
            for (int k = 0; k < found.length; k++) {
                Tensor weight = Stacks.linear(stack, k + 1).weight().value();
                found[k] = Math.sqrt(rule.parameters()
                        .get(k)
                        .value()
                        .sub(weight.t())
                        .square()
                        .sum()
                        .item());
            }
            return found;
        });
    }
}
