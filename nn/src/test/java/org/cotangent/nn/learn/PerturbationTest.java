package org.cotangent.nn.learn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.cotangent.Autograd;
import org.cotangent.Tensor;
import org.cotangent.kernel.DType;
import org.cotangent.nn.module.Linear;
import org.cotangent.nn.module.Parameter;
import org.cotangent.nn.module.Sequential;
import org.cotangent.random.NumpyGenerator;
import org.cotangent.random.TorchGenerator;
import org.junit.jupiter.api.Test;

/** The rules that shake the network, against their formulas and against the tutorial's derivations. */
class PerturbationTest {
    private static final int BATCH = 7;
    private static final Tensor INPUTS = Stacks.normal(41, BATCH, 6);
    private static final Tensor TARGETS = Stacks.uniform(42, BATCH, 3);

    /** Drawn as one matrix [out, in + 1] for each layer, whose last column is the bias. */
    @Test
    void weightPerturbationIsItsFormula() {
        Sequential stack = Stacks.of(6, 5, 3);
        double s = 0.3;
        Estimate estimate =
                new WeightPerturbation(s, new NumpyGenerator(9)).estimate(stack, INPUTS, TARGETS);
        NumpyGenerator same = new NumpyGenerator(9);
        Tensor low = Tensor.of(same.normal(0, s, 5 * 7), 5, 7);
        Tensor high = Tensor.of(same.normal(0, s, 3 * 6), 3, 6);
        Linear first = Stacks.linear(stack, 0);
        Linear last = Stacks.linear(stack, 1);
        Autograd.noGrad(() -> {
            double before = loss(stack.forward(INPUTS));
            Tensor hidden = INPUTS.linear(
                            first.weight().value().add(low.narrow(1, 0, 6)),
                            first.bias().value().add(low.select(1, 6)))
                    .tanh();
            Tensor outputs = hidden.linear(
                            last.weight().value().add(high.narrow(1, 0, 5)),
                            last.bias().value().add(high.select(1, 5)))
                    .sigmoid();
            double change = loss(outputs) - before;
            assertArrayEquals(
                    low.narrow(1, 0, 6).mul(change).div(s * s).toDoubles(),
                    estimate.of(first.weight()).toDoubles(),
                    1e-13);
            assertArrayEquals(
                    high.select(1, 5).mul(change).div(s * s).toDoubles(),
                    estimate.of(last.bias()).toDoubles(),
                    1e-13);
        });
    }

    private static double loss(Tensor outputs) {
        return outputs.sub(TARGETS).square().sum().item() / BATCH;
    }

    /** The products of matrices do what a loop over samples, units and inputs does. */
    @Test
    void nodePerturbationIsItsFormula() {
        Sequential stack = Stacks.of(6, 5, 3);
        double s = 0.3;
        Estimate estimate = new NodePerturbation(s, new NumpyGenerator(9)).estimate(stack, INPUTS, TARGETS);
        NumpyGenerator same = new NumpyGenerator(9);
        double[] low = same.normal(0, s, 5 * BATCH); // unit by unit
        double[] high = same.normal(0, s, 3 * BATCH);
        double[] weights = new double[3 * 5];
        double[] biases = new double[3];
        double[] lowWeights = new double[5 * 6];
        Autograd.noGrad(() -> {
            for (int b = 0; b < BATCH; b++) {
                Tensor x = INPUTS.narrow(0, b, 1);
                Tensor hidden = Stacks.linear(stack, 0).forward(x).tanh();
                Tensor outputs = Stacks.linear(stack, 1).forward(hidden).sigmoid();
                Tensor shakenHidden = hidden.add(Tensor.of(column(low, b), 1, 5));
                Tensor shaken = Stacks.linear(stack, 1)
                        .forward(shakenHidden)
                        .sigmoid()
                        .add(Tensor.of(column(high, b), 1, 3));
                Tensor target = TARGETS.narrow(0, b, 1);
                double change = shaken.sub(target).square().sum().item()
                        - outputs.sub(target).square().sum().item();
                for (int i = 0; i < 3; i++) {
                    double credit = change * (shaken.at(0, i) - outputs.at(0, i)) / (s * s) / BATCH;
                    biases[i] += credit;
                    for (int j = 0; j < 5; j++) {
                        weights[i * 5 + j] += credit * shakenHidden.at(0, j);
                    }
                }
                for (int i = 0; i < 5; i++) {
                    for (int j = 0; j < 6; j++) {
                        lowWeights[i * 6 + j] += change
                                * (shakenHidden.at(0, i) - hidden.at(0, i))
                                / (s * s)
                                / BATCH
                                * x.at(0, j);
                    }
                }
            }
        });
        Linear last = Stacks.linear(stack, 1);
        assertArrayEquals(weights, estimate.of(last.weight()).toDoubles(), 1e-13);
        assertArrayEquals(biases, estimate.of(last.bias()).toDoubles(), 1e-13);
        assertArrayEquals(lowWeights, estimate.of(Stacks.linear(stack, 0).weight()).toDoubles(), 1e-13);
    }

    private static double[] column(double[] unitByUnit, int sample) {
        double[] picked = new double[unitByUnit.length / BATCH];
        for (int i = 0; i < picked.length; i++) {
            picked[i] = unitByUnit[i * BATCH + sample];
        }
        return picked;
    }

    private static final int M = 3;
    private static final int N = 4;
    private static final int ESTIMATES = 20_000;

    /** Mean and variance of each weight's estimates for a linear layer, loss |W x|^2. */
    private static void checkMoments(LearningRule rule, boolean nodes) {
        Linear layer = new Linear(N, M, false, new TorchGenerator(7));
        Sequential network = new Sequential(layer);
        network.to(DType.FLOAT64);
        Tensor x = Tensor.of(new double[][] {{1.5, -0.5, 1, 0.8}});
        Tensor target = Tensor.zeros(DType.FLOAT64, 1, M);
        Estimate exact = new Backprop(SampleLoss.SQUARED_ERROR, Scale.MEAN).estimate(network, x, target);
        GradientStatistics statistics = new GradientStatistics(network.parameters());
        for (int k = 0; k < ESTIMATES; k++) {
            statistics.add(rule.estimate(network, x, target));
        }
        Tensor r = Autograd.noGrad(() -> network.forward(x));
        double[] g = exact.of(layer.weight()).toDoubles();
        double[] mean = statistics.mean(layer.weight()).toDoubles();
        double[] variance = statistics.variance(layer.weight()).toDoubles();
        double all = exact.of(layer.weight()).square().sum().item();
        double outputs = r.mul(2).square().sum().item();
        for (int i = 0; i < M; i++) {
            for (int j = 0; j < N; j++) {
                int at = i * N + j;
                double byFormula = nodes
                        ? Math.pow(x.at(0, j), 2) * (Math.pow(2 * r.at(0, i), 2) + outputs)
                        : g[at] * g[at] + all;
                assertEquals(g[at], mean[at], 4 * Math.sqrt(byFormula / ESTIMATES), "mean of " + at);
                // The fourth moments of the estimates make this scatter by up to 4 %.
                assertEquals(byFormula, variance[at], 0.15 * byFormula, "variance of " + at);
            }
        }
    }

    @Test
    void weightPerturbationIsUnbiasedWithTheVarianceOfAllWeights() {
        checkMoments(new WeightPerturbation(1e-4, new NumpyGenerator(5)), false);
    }

    @Test
    void nodePerturbationIsUnbiasedWithTheVarianceOfAllOutputs() {
        checkMoments(new NodePerturbation(1e-4, new NumpyGenerator(5)), true);
    }

    /** Four times the estimates, half the distance: in a deep network too. */
    @Test
    void weightPerturbationConvergesInADeepNetwork() {
        Sequential stack = Stacks.of(6, 5, 3);
        Estimate exact = new Backprop(SampleLoss.SQUARED_ERROR, Scale.MEAN).estimate(stack, INPUTS, TARGETS);
        LearningRule rule = new WeightPerturbation(1e-4, new NumpyGenerator(5));
        double few = 0;
        double many = 0;
        for (int repeat = 0; repeat < 8; repeat++) {
            GradientStatistics statistics = new GradientStatistics(stack.parameters());
            for (int k = 1; k <= 400; k++) {
                statistics.add(rule.estimate(stack, INPUTS, TARGETS));
                if (k == 100) {
                    few += distance(statistics, exact, stack);
                }
            }
            many += distance(statistics, exact, stack);
        }
        assertEquals(4, few / many, 0.8);
    }

    private static double distance(GradientStatistics statistics, Estimate exact, Sequential stack) {
        double sum = 0;
        for (Parameter parameter : stack.parameters()) {
            sum += statistics.mean(parameter).sub(exact.of(parameter)).square().sum().item();
        }
        return sum;
    }

    /** A frozen weight is not shaken either: the others are credited with what they did themselves. */
    @Test
    void doesNotShakeFrozenWeights() {
        Sequential stack = Stacks.of(6, 5, 3);
        stack.requiresGrad(false);
        Parameter bias = Stacks.linear(stack, 1).bias();
        bias.requiresGrad(true);
        GradientStatistics statistics = new GradientStatistics(java.util.List.of(bias));
        LearningRule rule = new WeightPerturbation(1e-4, new NumpyGenerator(5));
        for (int k = 0; k < 2000; k++) {
            statistics.add(rule.estimate(stack, INPUTS, TARGETS));
        }
        Estimate exact = new Backprop(SampleLoss.SQUARED_ERROR, Scale.MEAN).estimate(stack, INPUTS, TARGETS);
        double all = exact.of(bias).square().sum().item();
        // Only the three biases are shaken; shaking the weights too would add their gradients to the variance.
        for (int i = 0; i < 3; i++) {
            double g = exact.of(bias).at(i);
            assertEquals(g, statistics.mean(bias).at(i), 4 * Math.sqrt((g * g + all) / 2000));
            assertTrue(statistics.variance(bias).at(i) < 1.3 * (g * g + all));
        }
    }
}
