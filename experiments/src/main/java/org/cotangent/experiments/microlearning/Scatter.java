package org.cotangent.experiments.microlearning;

import java.io.IOException;
import java.util.Arrays;
import org.cotangent.Autograd;
import org.cotangent.Tensor;
import org.cotangent.experiments.Progress;
import org.cotangent.experiments.Run;
import org.cotangent.experiments.figure.Plot;
import org.cotangent.experiments.result.Tolerance;
import org.cotangent.kernel.DType;
import org.cotangent.nn.learn.GradientStatistics;
import org.cotangent.nn.learn.LearningRule;
import org.cotangent.nn.learn.NodePerturbation;
import org.cotangent.nn.learn.WeightPerturbation;
import org.cotangent.nn.module.Linear;
import org.cotangent.nn.module.Sequential;
import org.cotangent.random.NumpyGenerator;
import org.cotangent.random.TorchGenerator;

/** The variance of single estimates for a linear layer {@code r = W x} with loss {@code |r|^2}. */
final class Scatter {
    private static final int FIXED = 4;
    private static final int[] SIZES = {1, 2, 4, 8, 16, 32};

    private final Run run;
    private final int estimates;
    private final NumpyGenerator generator;

    Scatter(Run run, int estimates, NumpyGenerator generator) {
        this.run = run;
        this.estimates = estimates;
        this.generator = generator;
    }

    /** Mean variances over the weights, measured and by the formulas. */
    private record Variances(double weights, double weightsExpected, double nodes, double nodesExpected) {}

    void measure() throws IOException {
        Variances[] byInputs = new Variances[SIZES.length];
        Variances[] byOutputs = new Variances[SIZES.length];
        try (Progress progress = run.progress("scattering", 2L * SIZES.length)) {
            for (int i = 0; i < SIZES.length; i++) {
                byInputs[i] = variances(FIXED, SIZES[i]);
                progress.step();
                byOutputs[i] = variances(SIZES[i], FIXED);
                progress.step();
            }
        }
        rows("variance by number of inputs", byInputs);
        rows("variance by number of outputs", byOutputs);
        double[] sizes = Arrays.stream(SIZES).asDoubleStream().toArray();
        run.figure(
                "variance",
                "Variance of a single estimate for a weight of a linear layer whose gradient is 1 or -1 for every weight;"
                        + " then the formulas are 1 + M N for weight perturbation and 1 + M for node perturbation (dashed). N"
                        + " inputs do not disturb node perturbation.",
                plot("inputs, N", "4 outputs", sizes, byInputs),
                plot("outputs, M", "4 inputs", sizes, byOutputs));
    }

    private static Plot plot(String axis, String title, double[] sizes, Variances... measured) {
        double[] weights = Arrays.stream(measured).mapToDouble(Variances::weights).toArray();
        double[] nodes = Arrays.stream(measured).mapToDouble(Variances::nodes).toArray();
        return Plot.of(axis, "variance of an estimate")
                .title(title)
                .logX()
                .logY()
                .points("weight perturbation", sizes, weights)
                .points("node perturbation", sizes, nodes)
                .reference("formula", sizes, Arrays.stream(measured).mapToDouble(Variances::weightsExpected).toArray())
                .reference("formula", sizes, Arrays.stream(measured).mapToDouble(Variances::nodesExpected).toArray());
    }

    /** With a single disturbance, whose fourth powers enter, a variance out of 8,192 scatters by 4 %; with many, by 1.6 %. */
    private void rows(String name, Variances... measured) {
        double[] weights = Arrays.stream(measured).mapToDouble(Variances::weights).toArray();
        double[] nodes = Arrays.stream(measured).mapToDouble(Variances::nodes).toArray();
        run.metric("weightPerturbation." + (name.endsWith("inputs") ? "varianceByInputs" : "varianceByOutputs"), weights);
        run.metric("nodePerturbation." + (name.endsWith("inputs") ? "varianceByInputs" : "varianceByOutputs"), nodes);
        if (!run.fast()) {
            run.reference(
                    "weight perturbation: " + name,
                    weights,
                    Arrays.stream(measured).mapToDouble(Variances::weightsExpected).toArray(),
                    "g_ij^2 + sum g_kl^2",
                    Tolerance.relative(0.15));
            run.reference(
                    "node perturbation: " + name,
                    nodes,
                    Arrays.stream(measured).mapToDouble(Variances::nodesExpected).toArray(),
                    "x_j^2 (g_i^2 + sum g_k^2)",
                    Tolerance.relative(0.15));
        }
    }

    /** Inputs of 1 and -1, and outputs of 1/2 and -1/2: each weight has the gradient 2 r_i x_j of length 1. */
    private Variances variances(int outputs, int inputs) {
        Linear layer = new Linear(inputs, outputs, false, new TorchGenerator(0));
        layer.to(DType.FLOAT64);
        double[] x = signs(inputs);
        double[] r = signs(outputs);
        double[] w = new double[outputs * inputs];
        Arrays.setAll(w, k -> r[k / inputs] / 2 * x[k % inputs] / inputs);
        Autograd.noGrad(() -> {
            layer.weight().value().copyFrom(Tensor.of(w, outputs, inputs));
        });
        Tensor input = Tensor.of(x, 1, inputs);
        double weights = variance(new WeightPerturbation(Bias.NOISE, generator), layer, input, outputs);
        double nodes = variance(new NodePerturbation(Bias.NOISE, generator), layer, input, outputs);
        return new Variances(weights, 1 + inputs * outputs, nodes, 1 + outputs);
    }

    private double[] signs(int count) {
        double[] drawn = generator.random(count);
        Arrays.setAll(drawn, i -> drawn[i] < 0.5 ? -1 : 1);
        return drawn;
    }

    private double variance(LearningRule rule, Linear layer, Tensor input, int outputs) {
        Sequential network = new Sequential(layer);
        Tensor target = Tensor.zeros(DType.FLOAT64, 1, outputs);
        GradientStatistics statistics = new GradientStatistics(network.parameters());
        for (int k = 0; k < 4 * estimates; k++) {
            statistics.add(rule.estimate(network, input, target));
        }
        return statistics.variance(layer.weight()).mean().item();
    }
}
