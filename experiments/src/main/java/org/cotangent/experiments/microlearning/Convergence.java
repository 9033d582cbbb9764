package org.cotangent.experiments.microlearning;

import java.io.IOException;
import java.util.List;
import org.cotangent.Autograd;
import org.cotangent.Tensor;
import org.cotangent.experiments.Run;
import org.cotangent.experiments.figure.Plot;
import org.cotangent.experiments.result.Tolerance;
import org.cotangent.kernel.DType;
import org.cotangent.nn.learn.FeedbackMatrices;
import org.cotangent.nn.learn.KolenPollack;
import org.cotangent.nn.module.Linear;
import org.cotangent.nn.module.Sequential;
import org.cotangent.nn.module.Sigmoid;
import org.cotangent.nn.optim.SGD;
import org.cotangent.random.NumpyGenerator;
import org.cotangent.random.TorchGenerator;

/** How the feedback matrix of Kolen and Pollack comes to be the transposed weights. */
final class Convergence {
    private static final int UPDATES = 100;
    private static final int BATCH = 8;
    private static final double LR = 0.01;
    private static final double[] LAMBDAS = {0.01, 0.05, 0.1};

    private final Run run;
    private final NumpyGenerator generator;

    Convergence(Run run, NumpyGenerator generator) {
        this.run = run;
        this.generator = generator;
    }

    void measure() throws IOException {
        Plot plot = Plot.of("update", "|B - W'| / its start").logY();
        for (double lambda : LAMBDAS) {
            double[] distances = distances(lambda);
            double[] expected = new double[distances.length];
            double[] updates = new double[distances.length];
            for (int t = 0; t < expected.length; t++) {
                updates[t] = t;
                expected[t] = Math.pow(1 - lambda, t);
            }
            String name = "lambda " + lambda;
            plot.line(name, distances).reference("(1 - lambda)^t", updates, expected);
            run.metric("kolenPollack.distance.lambda" + lambda, distances[UPDATES]);
            run.reference(
                    "Kolen-Pollack: |B - W'| with " + name, distances, expected, "(1 - lambda)^t", Tolerance.relative(1e-9));
        }
        run.figure(
                "kolen-pollack",
                "Distance between the feedback matrix and the transposed weights of a network 6-5-4 that learns random"
                        + " targets by Kolen-Pollack with plain gradient descent, for three values of lambda = learning rate x"
                        + " decay. The dashed theory lies on the measurement.",
                plot);
    }

    private double[] distances(double lambda) {
        Linear last = new Linear(5, 4, new TorchGenerator(5));
        Sequential network =
                new Sequential(new Linear(6, 5, new TorchGenerator(4)), new Sigmoid(), last, new Sigmoid());
        network.to(DType.FLOAT64);
        KolenPollack rule = new KolenPollack(FeedbackMatrices.draw(network, 1, generator), lambda / LR);
        SGD optimizer = new SGD(rule.parameters(network), LR);
        double[] distances = new double[UPDATES + 1];
        distances[0] = distance(rule, last);
        for (int t = 1; t <= UPDATES; t++) {
            Tensor inputs = Tensor.of(generator.normal(0, 1, BATCH * 6), BATCH, 6);
            Tensor targets = Tensor.of(generator.random(BATCH * 4), BATCH, 4);
            rule.estimate(network, inputs, targets).store();
            optimizer.step();
            distances[t] = distance(rule, last) / distances[0];
        }
        distances[0] = 1;
        return distances;
    }

    private static double distance(KolenPollack rule, Linear last) {
        List<Tensor> pair = List.of(rule.parameters().getFirst().value(), last.weight().value());
        return Autograd.noGrad(
                () -> Math.sqrt(pair.get(0).sub(pair.get(1).t()).square().sum().item()));
    }
}
