package org.cotangent.experiments.decoding;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.Autograd;
import org.cotangent.Tensor;
import org.cotangent.experiments.Run;
import org.cotangent.experiments.mlp.Net;
import org.cotangent.nn.loss.MSELoss;
import org.cotangent.nn.module.Module;
import org.cotangent.nn.optim.Optimizer;
import org.cotangent.random.TorchGenerator;

/** Decoders on the same data, from the same seed, each with its errors. */
final class Comparison {
    private final Run run;
    private final Split split;
    private final List<String> names = new ArrayList<>();
    private final List<Double> medians = new ArrayList<>();

    /**
     * How well a network decodes.
     *
     * @param trainMse mean squared error on the training data, square degrees
     * @param testMse the same on the test data
     * @param median of the distances on the circle, test data, degrees
     */
    record Score(double trainMse, double testMse, double median) {}

    Comparison(Run run, Split split) {
        this.run = run;
        this.split = split;
    }

    Run run() {
        return run;
    }

    Recording train() {
        return split.train();
    }

    Recording test() {
        return split.test();
    }

    /** A new network with ReLUs; the same seed each time. */
    Net net(List<Integer> hidden, int outputs) {
        return new Net("ReLU()", train().neurons(), hidden, outputs, new TorchGenerator(run.seed()));
    }

    /** Trains on the squared error of the angle by gradient descent, and scores what comes out. */
    Score train(String name, Module net, Optimizer<?> optimizer, int epochs) {
        GradientDescent.train(
                run, name + "Loss", net, new MSELoss(), optimizer, train().responses(), train().stimuli(), epochs);
        return score(name, net);
    }

    /** Scores a trained network under a name. */
    Score score(String name, Module net) {
        Tensor onTraining = Autograd.noGrad(() -> net.forward(train().responses()));
        Tensor onTest = Autograd.noGrad(() -> net.forward(test().responses()));
        Score score = new Score(
                new MSELoss().forward(onTraining, train().stimuli()).item(),
                new MSELoss().forward(onTest, test().stimuli()).item(),
                median(onTest.toDoubles()));
        run.metric(name + "TrainMse", score.trainMse);
        run.metric(name + "TestMse", score.testMse);
        run.metric(name + "Median", score.median);
        return score;
    }

    /** The median distance of decoded angles from those of the test stimuli. */
    double median(double... decoded) {
        return Circle.median(Circle.distances(decoded, test().stimuli().toDoubles()));
    }

    /** Puts a decoder into the figure that compares all. */
    void show(String label, double median) {
        names.add(label);
        medians.add(median);
    }

    String[] names() {
        return names.toArray(String[]::new);
    }

    double[] medians() {
        return medians.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
