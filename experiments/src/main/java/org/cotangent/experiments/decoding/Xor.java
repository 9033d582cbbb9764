package org.cotangent.experiments.decoding;

import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import org.cotangent.Autograd;
import org.cotangent.Tensor;
import org.cotangent.experiments.Experiment;
import org.cotangent.experiments.Progress;
import org.cotangent.experiments.Run;
import org.cotangent.experiments.Setting;
import org.cotangent.experiments.Tutorial;
import org.cotangent.experiments.figure.ColorMap;
import org.cotangent.experiments.figure.HeatMap;
import org.cotangent.experiments.figure.Plot;
import org.cotangent.experiments.figure.Raster;
import org.cotangent.experiments.mlp.Net;
import org.cotangent.experiments.result.Tolerance;
import org.cotangent.nn.loss.MSELoss;
import org.cotangent.nn.optim.SGD;
import org.cotangent.random.TorchGenerator;

/** Bonus section 1: exclusive or, which no network without a hidden layer computes. */
public final class Xor extends Experiment {
    private static final Setting<BigInteger> SEED =
            Setting.seed(0).describedAs("seed of the first network; the others have the seeds that follow");
    private static final Setting<Integer> EPOCHS =
            Setting.epochs(500).fast(200).describedAs("steps of gradient descent");
    private static final Setting<Double> LR = Setting.real("--lr", 0.2, "learning rate").moreThan(0.0);
    private static final Setting<List<Integer>> WIDTHS =
            Setting.wholes("--widths", List.of(0, 1, 2, 3, 4, 8, 16), 0, "hidden units that are tried; 0 is no hidden layer")
                    .fast(List.of(0, 2, 4));
    private static final Setting<Integer> NETWORKS =
            Setting.whole("--networks", 10, "networks of each width, from different seeds").between(1, 1000);

    private static final int HIDDEN = 4;
    private static final double SOLVED = 0.01;
    private static final int GRID = 120;
    private static final Raster.Extent PLANE = new Raster.Extent(-0.5, 1.5, -0.5, 1.5);

    private static final float[][] INPUTS = {{0, 0}, {0, 1}, {1, 0}, {1, 1}};
    private static final float[] TARGETS = {0, 1, 1, 0};

    private static Tensor inputs() {
        return Tensor.of(INPUTS);
    }

    private static Tensor targets() {
        return Tensor.of(TARGETS, 4, 1);
    }

    /** The experiment on exclusive or. */
    public Xor() {
        super("xor", Tutorial.W1D5, "exclusive or with and without a hidden layer");
    }

    @Override
    public String about() {
        return """
                Four points, two classes: the output should be 1 where exactly one of the two inputs is. No weighted sum \
                of the inputs does that; the best one answers 0.5 everywhere. With a hidden layer of ReLUs two units are \
                enough in principle, and a few more make it likely that gradient descent finds them.""";
    }

    @Override
    public List<Setting<?>> settings() {
        return List.of(SEED, EPOCHS, LR, WIDTHS, NETWORKS);
    }

    @Override
    public void run(Run run) throws IOException {
        byHand(run);
        Net linear = net(0, run.seed());
        Net hidden = net(HIDDEN, run.seed());
        run.print(hidden.toString());
        double[] linearLosses = train(run, linear);
        double[] hiddenLosses = train(run, hidden);
        run.series("linearLoss", linearLosses);
        run.series("hiddenLoss", hiddenLosses);
        run.metric("linearOutputs", outputs(linear));
        run.metric("hiddenOutputs", outputs(hidden));
        references(run, linearLosses, hiddenLosses, outputs(linear), outputs(hidden));
        run.figure(
                "outputs",
                "What the networks answer between and around the four points. Left, without a hidden layer: 0.5, the best"
                        + " that a plane can do. Right, with four ReLUs: a fold along the diagonal.",
                surface(linear, "no hidden layer"),
                surface(hidden, "4 hidden ReLUs"));
        run.figure(
                "loss",
                "The mean squared error before each step.",
                Plot.of("step of gradient descent", "mean squared error")
                        .logY()
                        .yRange(1e-6, 2)
                        .line("no hidden layer", linearLosses)
                        .line("4 hidden ReLUs", hiddenLosses));
        reliability(run);
    }

    private static Net net(int width, long seed) {
        return new Net("ReLU()", 2, width == 0 ? List.of() : List.of(width), 1, new TorchGenerator(seed));
    }

    /** {@code relu(a + b) - 2 relu(a + b - 1)}: two hidden units with weights that one can find on paper. */
    private static void byHand(Run run) {
        Tensor sum = inputs().sum(1);
        double[] answers = sum.relu().sub(sum.sub(1).relu().mul(2)).toDoubles();
        run.reference(
                "relu(a + b) - 2 relu(a + b - 1)", answers, targets().toDoubles(), "the table of XOR", Tolerance.exact());
    }

    private static double[] train(Run run, Net net) {
        SGD optimizer = new SGD(net.parameters(), run.get(LR));
        MSELoss criterion = new MSELoss();
        double[] losses = new double[run.epochs()];
        Tensor inputs = inputs();
        Tensor targets = targets();
        for (int i = 0; i < losses.length; i++) {
            optimizer.zeroGrad();
            Tensor loss = criterion.forward(net.forward(inputs), targets);
            loss.backward();
            optimizer.step();
            losses[i] = loss.item();
            run.checkInterrupted();
        }
        return losses;
    }

    private static double[] outputs(Net net) {
        return Autograd.noGrad(() -> net.forward(inputs())).toDoubles();
    }

    private static Plot surface(Net net, String title) {
        float[] points = new float[2 * GRID * GRID];
        for (int i = 0; i < GRID * GRID; i++) {
            points[2 * i] = (float) at(i % GRID);
            points[2 * i + 1] = (float) at(Math.floorDiv(i, GRID));
        }
        Tensor answers = Autograd.noGrad(() -> net.forward(Tensor.of(points, GRID * GRID, 2)));
        return Plot.of("input a", "input b")
                .title(title)
                .square()
                .heatMap(HeatMap.of(Raster.rows(answers.toDoubles(), GRID, GRID, PLANE), "output")
                        .colors(ColorMap.SEQUENTIAL)
                        .limits(0, 1))
                .scatter(
                        inputs().select(1, 0).toDoubles(),
                        inputs().select(1, 1).toDoubles(),
                        new int[] {0, 1, 1, 0},
                        "should be 0",
                        "should be 1");
    }

    /** The centre of a cell of the grid. */
    private static double at(int cell) {
        return PLANE.x0() + (PLANE.x1() - PLANE.x0()) * (cell + 0.5) / GRID;
    }

    /** Trains several networks of each width and counts those that have learned it. */
    private static void reliability(Run run) throws IOException {
        List<Integer> widths = run.get(WIDTHS);
        int networks = run.get(NETWORKS);
        long[] solved = new long[widths.size()];
        try (Progress progress = run.progress("networks", (long) widths.size() * networks)) {
            for (int w = 0; w < widths.size(); w++) {
                for (int n = 0; n < networks; n++) {
                    double[] losses = train(run, net(widths.get(w), run.seed() + n));
                    solved[w] += losses[losses.length - 1] < SOLVED ? 1 : 0;
                    progress.step();
                }
            }
        }
        run.metric("solvedByWidth", solved);
        String[] names = widths.stream().map(String::valueOf).toArray(String[]::new);
        double[] shares = Arrays.stream(solved).mapToDouble(s -> 100.0 * s / networks).toArray();
        run.figure(
                "reliability",
                "How many of " + networks + " networks have learned exclusive or, by the number of hidden units. Two are"
                        + " enough in principle, but from most initial weights gradient descent does not get there.",
                Plot.of("hidden units", "networks that learned it (%)")
                        .categories(names)
                        .bars("learned", shares)
                        .noLegend());
        if (run.isDefault(SEED, EPOCHS, LR, WIDTHS, NETWORKS)) {
            long[] known = {0, 0, 0, 4, 9, 9, 10};
            for (int w = 0; w < known.length; w++) {
                run.reference("networks of " + names[w] + " hidden units that learned it", solved[w], known[w], "PyTorch 1.13.1");
            }
        }
    }

    private static void references(
            Run run, double[] linearLosses, double[] hiddenLosses, double[] linearOutputs, double[] hiddenOutputs) {
        if (!run.isDefault(SEED, EPOCHS, LR)) {
            return;
        }
        String torch = "PyTorch 1.13.1";
        Tolerance near = Tolerance.relative(1e-4);
        run.reference("no hidden layer: first loss", linearLosses[0], 1.08694326877594, torch, near);
        run.reference("no hidden layer: loss of step 10", linearLosses[9], 0.2921683192253113, torch, near);
        run.reference("no hidden layer: last loss", linearLosses[linearLosses.length - 1], 0.25, "1/4", near);
        double[] half = {0.5, 0.5, 0.5, 0.5};
        run.reference("no hidden layer: answers", linearOutputs, half, "least squares", Tolerance.absolute(1e-5));
        run.reference("4 ReLUs: first loss", hiddenLosses[0], 0.38994359970092773, torch, near);
        run.reference("4 ReLUs: loss of step 50", hiddenLosses[49], 0.0439998060464859, torch, near);
        run.reference("4 ReLUs: loss of step 100", hiddenLosses[99], 0.000994596746750176, torch, near);
        run.reference("4 ReLUs: answers", hiddenOutputs, targets().toDoubles(), "the table of XOR", Tolerance.absolute(1e-5));
    }
}
