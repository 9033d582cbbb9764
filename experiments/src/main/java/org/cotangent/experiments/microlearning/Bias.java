package org.cotangent.experiments.microlearning;

import java.io.IOException;
import java.util.List;
import org.cotangent.Tensor;
import org.cotangent.experiments.Run;
import org.cotangent.experiments.Progress;
import org.cotangent.experiments.figure.Plot;
import org.cotangent.experiments.result.Tolerance;
import org.cotangent.kernel.DType;
import org.cotangent.nn.learn.Backprop;
import org.cotangent.nn.learn.Estimate;
import org.cotangent.nn.learn.GradientStatistics;
import org.cotangent.nn.learn.LearningRule;
import org.cotangent.nn.learn.NodePerturbation;
import org.cotangent.nn.learn.SampleLoss;
import org.cotangent.nn.learn.Scale;
import org.cotangent.nn.learn.WeightPerturbation;
import org.cotangent.nn.module.Linear;
import org.cotangent.nn.module.Module;
import org.cotangent.nn.module.Parameter;
import org.cotangent.nn.module.Sequential;
import org.cotangent.nn.module.Sigmoid;
import org.cotangent.random.NumpyGenerator;
import org.cotangent.random.TorchGenerator;

/** How far the mean of K estimates is from the gradient. */
final class Bias {
    /** So small that the loss is a straight line over the noise, so large that its change is no rounding error. */
    static final double NOISE = 1e-4;

    private static final int INPUTS = 6;
    private static final int HIDDEN = 5;
    private static final int OUTPUTS = 16;
    private static final int REPEATS = 16;

    private final Run run;
    private final int most;
    private final NumpyGenerator generator;

    Bias(Run run, int most, NumpyGenerator generator) {
        this.run = run;
        this.most = most;
        this.generator = generator;
    }

    /** Distances from the gradient as shares of its length, for 1, 2, 4 ... estimates. */
    private record Distances(double[] counts, double[] values) {
        double last() {
            return values[values.length - 1];
        }
    }

    void measure() throws IOException {
        Sequential linear = new Sequential(new Linear(INPUTS, OUTPUTS, false, new TorchGenerator(1)));
        Sequential deep = new Sequential(
                new Linear(INPUTS, HIDDEN, new TorchGenerator(2)), new Sigmoid(),
                new Linear(HIDDEN, OUTPUTS, new TorchGenerator(3)), new Sigmoid());
        LearningRule weights = new WeightPerturbation(NOISE, generator);
        LearningRule nodes = new NodePerturbation(NOISE, generator);
        try (Progress progress = run.progress("averaging", 4L * REPEATS)) {
            Distances weightsLinear = distances(weights, linear, progress);
            Distances nodesLinear = distances(nodes, linear, progress);
            Distances weightsDeep = distances(weights, deep, progress);
            Distances nodesDeep = distances(nodes, deep, progress);

            int deepSize = deep.parameters().stream().mapToInt(Parameter::size).sum();
            row("weight perturbation, linear layer", weightsLinear, 1 + INPUTS * OUTPUTS);
            row("node perturbation, linear layer", nodesLinear, 1 + OUTPUTS);
            row("weight perturbation, sigmoid network", weightsDeep, 1 + deepSize);
            run.metric("weightPerturbation.linear.distance", weightsLinear.last());
            run.metric("nodePerturbation.linear.distance", nodesLinear.last());
            run.metric("weightPerturbation.sigmoid.distance", weightsDeep.last());
            run.metric("nodePerturbation.sigmoid.distance", nodesDeep.last());
            run.figure(
                    "bias",
                    "Distance between the gradient and the mean of K estimates, as a share of the gradient's length (root"
                            + " mean square of " + REPEATS + " repetitions). Dashed: sqrt((1 + number of disturbances) / K), which"
                            + " follows from the variances. Left, a linear layer with 6 inputs and 16 outputs; right, a network"
                            + " 6-5-16 of sigmoid units, in which node perturbation is biased.",
                    plot("linear layer")
                            .line("weight perturbation", weightsLinear.counts(), weightsLinear.values())
                            .line("node perturbation", nodesLinear.counts(), nodesLinear.values())
                            .reference("theory", weightsLinear.counts(), theory(weightsLinear, 1 + INPUTS * OUTPUTS))
                            .reference("theory", nodesLinear.counts(), theory(nodesLinear, 1 + OUTPUTS)),
                    plot("sigmoid network")
                            .line("weight perturbation", weightsDeep.counts(), weightsDeep.values())
                            .line("node perturbation", nodesDeep.counts(), nodesDeep.values())
                            .reference("theory", weightsDeep.counts(), theory(weightsDeep, 1 + deepSize)));
        }
    }

    private static Plot plot(String title) {
        return Plot.of("estimates averaged, K", "distance / |gradient|").title(title).logX().logY();
    }

    private static double[] theory(Distances distances, int disturbances) {
        double[] expected = distances.counts().clone();
        for (int i = 0; i < expected.length; i++) {
            expected[i] = Math.sqrt(disturbances / expected[i]);
        }
        return expected;
    }

    /** Over 16 repetitions, a mean in 16 dimensions or more scatters by 1 / sqrt(2 x 256) = 4.4 percent or less. */
    private void row(String name, Distances distances, int disturbances) {
        double[] expected = theory(distances, disturbances);
        if (!run.fast()) {
            run.reference(
                    name + ": distance of the mean of " + (int) distances.counts()[expected.length - 1] + " estimates",
                    distances.last(),
                    expected[expected.length - 1],
                    "sqrt(sum of the variances / K) / |g|",
                    Tolerance.relative(0.15));
        }
    }

    private Distances distances(LearningRule rule, Module network, Progress progress) {
        network.to(DType.FLOAT64);
        Tensor input = Tensor.of(generator.normal(0, 1, INPUTS), 1, INPUTS);
        Tensor target = Tensor.zeros(DType.FLOAT64, 1, OUTPUTS);
        Estimate gradient = new Backprop(SampleLoss.SQUARED_ERROR, Scale.MEAN).estimate(network, input, target);
        List<Parameter> parameters = network.parameters();
        int points = 32 - Integer.numberOfLeadingZeros(most);
        double[] counts = new double[points];
        double[] squares = new double[points];
        for (int repeat = 0; repeat < REPEATS; repeat++) {
            GradientStatistics statistics = new GradientStatistics(parameters);
            int point = 0;
            for (int k = 1; k <= most; k++) {
                statistics.add(rule.estimate(network, input, target));
                if (k == 1 << point) {
                    counts[point] = k;
                    squares[point++] += squaredDistance(statistics, gradient, parameters) / REPEATS;
                }
            }
            progress.step();
        }
        for (int i = 0; i < points; i++) {
            squares[i] = Math.sqrt(squares[i]);
        }
        return new Distances(counts, squares);
    }

    private static double squaredDistance(GradientStatistics statistics, Estimate gradient, List<Parameter> parameters) {
        double distance = 0;
        double length = 0;
        for (Parameter parameter : parameters) {
            Tensor g = gradient.of(parameter);
            distance += statistics.mean(parameter).sub(g).square().sum().item();
            length += g.square().sum().item();
        }
        return distance / length;
    }
}
