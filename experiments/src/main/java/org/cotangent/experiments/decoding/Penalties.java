package org.cotangent.experiments.decoding;

import java.io.IOException;
import java.util.List;
import org.cotangent.experiments.Run;
import org.cotangent.experiments.figure.Plot;
import org.cotangent.experiments.mlp.Net;
import org.cotangent.nn.module.Parameter;
import org.cotangent.nn.optim.SGD;

/** L2: the loss plus {@code lambda / 2} times the sum of all squared parameters. */
final class Penalties {
    private static final double LR = 1e-4;
    private static final int[] LAMBDAS = {1, 10, 100, 1000};

    private Penalties() {}

    static void compare(Comparison comparison, VariantReferences references) throws IOException {
        Run run = comparison.run();
        int n = LAMBDAS.length;
        double[] xs = new double[n];
        double[] train = new double[n];
        double[] test = new double[n];
        double[] lengths = new double[n];
        for (int i = 0; i < n; i++) {
            String name = "l2By" + LAMBDAS[i];
            Net net = comparison.net(List.of(10), 1);
            SGD optimizer = new SGD(net.parameters(), SGD.options(LR).weightDecay(LAMBDAS[i]));
            Comparison.Score score = comparison.train(name, net, optimizer, run.epochs());
            references.compare(name, score);
            xs[i] = LAMBDAS[i];
            train[i] = score.trainMse();
            test[i] = score.testMse();
            lengths[i] = length(net);
            if (LAMBDAS[i] == 100) {
                comparison.show("10 ReLUs, L2 = 100", score.median());
            }
        }
        run.figure(
                "penalty",
                "With a penalty on the squared weights, the network fits the training data less well, and the test data too:"
                        + " here it costs more than it saves. The weights become shorter, as they should.",
                Plot.of("penalty lambda", "mean squared error (square degrees)")
                        .logX()
                        .logY()
                        .line("training data", xs, train)
                        .line("test data", xs, test),
                Plot.of("penalty lambda", "length of all parameters").logX().line("length", xs, lengths).noLegend());
    }

    private static double length(Net net) {
        double squares = 0;
        for (Parameter parameter : net.parameters()) {
            squares += parameter.value().detach().square().sum().item();
        }
        return Math.sqrt(squares);
    }
}
