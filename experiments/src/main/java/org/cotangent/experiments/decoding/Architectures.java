package org.cotangent.experiments.decoding;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import org.cotangent.experiments.Run;
import org.cotangent.experiments.figure.Plot;
import org.cotangent.experiments.mlp.Net;
import org.cotangent.nn.optim.SGD;

/** Bonus section 1: networks of other widths and depths. */
final class Architectures {
    private static final double LR = 1e-4;

    /** Deeper networks learn faster and blow up sooner: they need shorter steps, and more of them. */
    private static final double DEEP_LR = 2e-5;

    private static final int DEEP_EPOCHS = 2; // times those of the others
    private static final int DEEP_WIDTH = 10;
    private static final int DEPTHS = 3;

    private Architectures() {}

    static void compare(Comparison comparison, VariantReferences references) throws IOException {
        widths(comparison, references);
        depths(comparison, references);
    }

    private static void widths(Comparison comparison, VariantReferences references) throws IOException {
        Run run = comparison.run();
        List<Integer> widths = run.get(DecodingVariants.WIDTHS);
        int n = widths.size();
        double[] xs = new double[n];
        double[] train = new double[n];
        double[] test = new double[n];
        for (int i = 0; i < n; i++) {
            String name = "width" + widths.get(i);
            Net net = comparison.net(List.of(widths.get(i)), 1);
            Comparison.Score score = comparison.train(name, net, new SGD(net.parameters(), LR), run.epochs());
            references.compare(name, score);
            xs[i] = widths.get(i);
            train[i] = score.trainMse();
            test[i] = score.testMse();
            if (widths.get(i) == DEEP_WIDTH) {
                comparison.show("10 ReLUs", score.median());
            }
        }
        run.figure(
                "width",
                "The error after training for networks of one hidden layer. A few units are too few; from ten on, more do"
                        + " not help much: what is left is mostly the error near 0 and 360 degrees, where the angle jumps.",
                Plot.of("hidden units", "mean squared error (square degrees)")
                        .logX()
                        .logY()
                        .line("training data", xs, train)
                        .line("test data", xs, test));
    }

    private static void depths(Comparison comparison, VariantReferences references) throws IOException {
        Run run = comparison.run();
        Plot plot = Plot.of("step of gradient descent", "mean squared error (square degrees)").logY();
        for (int depth = 1; depth <= DEPTHS; depth++) {
            String name = "depth" + depth;
            Net net = comparison.net(Collections.nCopies(depth, DEEP_WIDTH), 1);
            SGD optimizer = new SGD(net.parameters(), DEEP_LR);
            Comparison.Score score = comparison.train(name, net, optimizer, DEEP_EPOCHS * run.epochs());
            references.compare(name, score);
            plot.line(
                    depth == 1 ? "1 hidden layer" : depth + " hidden layers",
                    run.series(name + "Loss").values());
            if (depth == 2) {
                comparison.show("2 x 10 ReLUs", score.median());
            }
        }
        run.figure(
                "depth",
                "The training loss of networks with layers of ten units. More layers wait longer at the start, where the"
                        + " product of small weights gives a small gradient, and then fall faster. (Learning rate 2e-5: at"
                        + " 1e-4 the deeper ones blow up.)",
                plot);
    }
}
