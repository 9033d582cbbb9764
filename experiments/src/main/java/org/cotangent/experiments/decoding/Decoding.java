package org.cotangent.experiments.decoding;

import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;
import org.cotangent.Autograd;
import org.cotangent.Tensor;
import org.cotangent.experiments.Experiment;
import org.cotangent.experiments.Run;
import org.cotangent.experiments.Setting;
import org.cotangent.experiments.Tutorial;
import org.cotangent.experiments.figure.ColorMap;
import org.cotangent.experiments.figure.HeatMap;
import org.cotangent.experiments.figure.Plot;
import org.cotangent.experiments.figure.Raster;
import org.cotangent.kernel.DType;
import org.cotangent.nn.loss.Loss;
import org.cotangent.nn.loss.MSELoss;
import org.cotangent.nn.module.Parameter;
import org.cotangent.nn.optim.SGD;
import org.cotangent.random.NumpyRandomState;
import org.cotangent.random.TorchGenerator;

/** The tutorial from the data to the trained network, with the gradients by hand and a look at the first layer. */
public final class Decoding extends Experiment {
    private static final int SHOWN_NEURONS = 100;
    private static final int CURVES = 3;
    private static final int WIDE = 200;
    private static final int DRAWN = 20;
    private static final int BINS = 36;
    private static final double AROUND = 7.5; // degrees on both sides
    private static final double NEAR = 20; // degrees

    static final Setting<BigInteger> SEED =
            Setting.numpySeed(1).describedAs("seed of the networks and of the stimuli that are drawn");
    static final Setting<Integer> SPLIT_SEED =
            Setting.whole("--split-seed", 4, "seed of the split into training and test data").atLeast(0);
    static final Setting<Integer> EPOCHS =
            Setting.epochs(50).fast(20).describedAs("steps of gradient descent");
    static final Setting<Double> LR = Setting.real("--lr", 1e-4, "learning rate").moreThan(0.0);
    static final Setting<Integer> HIDDEN =
            Setting.whole("--hidden", 10, "hidden units of the network that is trained").atLeast(1);
    static final Setting<DType> DTYPE = Setting.dtype(DType.FLOAT32);

    /** The decoding experiment. */
    public Decoding() {
        super("decoding", Tutorial.W1D5, "a network tells from 23,589 neurons which grating the animal saw");
    }

    @Override
    public String about() {
        return """
                The responses of a population of neurons in visual cortex to gratings of 360 orientations are split, 60 % \
                for training and 40 % for testing. A network with one hidden layer of ReLUs reads all neurons and says \
                one number, the orientation in degrees. It is trained by gradient descent on the mean squared error.

                Untrained, it decodes nothing; after 50 steps it is right to about ten degrees, except near 0 and 360: \
                there the same grating has two numbers that are far apart, and a network that minimises the squared error \
                settles in between. The experiment decoding-variants shows what helps.""";
    }

    @Override
    public List<Setting<?>> settings() {
        return List.of(SEED, SPLIT_SEED, EPOCHS, LR, HIDDEN, DTYPE, Source.DATA, Source.BIN_WIDTH);
    }

    @Override
    public void run(Run run) throws IOException {
        Source source = Source.of(run);
        Recording whole = source.recording();
        References references = new References(run, source.kind());
        references.population(whole);
        showData(run, whole);
        Split split = Split.of(whole, new TorchGenerator(run.get(SPLIT_SEED))).to(run.dtype());
        references.split(split);
        run.parameter("neurons", whole.neurons());
        run.parameter("trainStimuli", split.train().size());
        run.parameter("testStimuli", split.test().size());

        decodeOne(run, split, references);
        errorOfTwenty(run, split, references);
        compareGradients(run, split.train(), references);

        DeepNetReLU net = new DeepNetReLU(whole.neurons(), run.get(HIDDEN), new TorchGenerator(run.seed()));
        net.to(run.dtype());
        run.print(net.toString());
        double[] before = net.inLayer().weight().value().toDoubles();
        try {
            train(run, "loss", net, split);
        } finally {
            showLoss(run); // also when it was interrupted
        }
        references.losses(run.series("loss").values());
        evaluate(run, net, split, references);
        references.parameters(net);
        showWeights(run, net, before, split.train());

        DeepNet linear = new DeepNet(whole.neurons(), run.get(HIDDEN), new TorchGenerator(run.seed()));
        linear.to(run.dtype());
        train(run, "linearLoss", linear, split);
        references.linearLosses(run.series("linearLoss").values());
        showLinear(run);
    }

    // ---- section 1 ----

    private static void showData(Run run, Recording data) throws IOException {
        int shown = Math.min(SHOWN_NEURONS, data.neurons());
        double[] matrix = data.responses().slice(1, 0, shown).t().toDoubles();
        Plot heat = Plot.of("stimulus (in the order of the data)", "neuron")
                .size(620, 300)
                .heatMap(HeatMap.of(Raster.matrix(matrix, shown, data.size()), "response (standard deviations)")
                        .percentiles(1, 99));
        run.figure(
                "data",
                "The responses of the first " + shown + " neurons to all stimuli. The colours end at the 1st and 99th"
                        + " percentile.",
                heat);
        int[] chosen = new NumpyRandomState(run.seed()).choice(data.neurons(), Math.min(CURVES, data.neurons()), false);
        double[] angles = data.stimuli().toDoubles();
        Tensor columns = Tensor.of(Arrays.stream(chosen).asLongStream().toArray(), chosen.length);
        double largest = data.responses().indexSelect(1, columns).abs().max().item();
        Plot[] curves = new Plot[chosen.length];
        for (int i = 0; i < chosen.length; i++) {
            double[] responses = data.responses().select(1, chosen[i]).toDoubles();
            curves[i] = Plot.of("orientation (degrees)", "response (standard deviations)")
                    .title("neuron " + chosen[i])
                    .size(280, 230)
                    .xRange(0, 360)
                    .yRange(-1.05 * largest, 1.05 * largest)
                    .line("each stimulus", angles, responses)
                    .line("mean of 15 degrees", angles, smoothed(angles, responses));
        }
        run.figure("tuning-curves", "The tuning curves of three neurons drawn at random.", curves);
    }

    /** The mean response to all stimuli around each one. */
    private static double[] smoothed(double[] angles, double[] responses) {
        double[] means = new double[angles.length];
        for (int i = 0; i < angles.length; i++) {
            double sum = 0;
            int count = 0;
            for (int j = 0; j < angles.length; j++) {
                if (Circle.distance(angles[i], angles[j]) <= AROUND) {
                    sum += responses[j];
                    count++;
                }
            }
            means[i] = sum / count;
        }
        return means;
    }

    // ---- sections 2.2 and 3.1 ----

    private static void decodeOne(Run run, Split split, References references) {
        Tensor[] result = untrained(run, split, WIDE, 1);
        run.metric("decodedOne", result[0].item());
        run.metric("trueOne", result[1].item());
        references.decodedOne(result[0].item(), result[1].item());
        run.note(String.format(
                Locale.ROOT,
                "An untrained network with %d hidden units decodes one stimulus as %.4f degrees; it was %.2f.",
                WIDE,
                result[0].item(),
                result[1].item()));
    }

    private static void errorOfTwenty(Run run, Split split, References references) {
        Tensor[] result = untrained(run, split, run.get(HIDDEN), DRAWN);
        double error = new MSELoss().forward(result[0], result[1]).item();
        run.metric("mse20", error);
        references.errorOfTwenty(error, result[1].to(DType.FLOAT64).square().mean().item());
        run.note(String.format(
                Locale.ROOT,
                "With %d hidden units, the mean squared error on %d stimuli is %.2f square degrees.",
                run.get(HIDDEN),
                DRAWN,
                error));
    }

    /** What a new network says about stimuli drawn from the training data, and what they were. */
    private static Tensor[] untrained(Run run, Split split, int hidden, int stimuli) {
        DeepNetReLU net = new DeepNetReLU(split.train().neurons(), hidden, new TorchGenerator(run.seed()));
        net.to(run.dtype());
        Recording drawn = split.train().draw(stimuli, new NumpyRandomState(run.seed()));
        return new Tensor[] {Autograd.noGrad(() -> net.forward(drawn.responses())), drawn.stimuli()};
    }

    // ---- section 3.2 and bonus 2.1 ----

    private static void compareGradients(Run run, Recording data, References references) {
        DeepNetReLU net = new DeepNetReLU(data.neurons(), run.get(HIDDEN), new TorchGenerator(run.seed()));
        net.to(DType.FLOAT64);
        Recording drawn = data.draw(DRAWN, new NumpyRandomState(run.seed())).to(DType.FLOAT64);
        new MSELoss().forward(net.forward(drawn.responses()), drawn.stimuli()).backward();
        List<Tensor> byHand = GradientsByHand.of(net, drawn).all();
        List<Parameter> parameters = net.parameters();
        double worst = 0;
        for (int i = 0; i < byHand.size(); i++) {
            Tensor byEngine = Objects.requireNonNull(parameters.get(i).grad());
            double difference = byHand.get(i).sub(byEngine).abs().max().item();
            worst = Math.max(worst, difference / byEngine.abs().max().item());
        }
        run.metric("handGradientError", worst);
        references.gradients(worst);
        String difference = worst == 0
                ? "are those of backward() to the last bit"
                : String.format(
                        Locale.ROOT, "differ from those of backward() by no more than %.1e of the largest", worst);
        run.note("The gradients of section 2.1 by hand, " + GradientsByHand.FORMULAS + ", " + difference + " (float64, "
                + DRAWN + " stimuli).");
    }

    private static void train(Run run, String series, DeepNet net, Split split) {
        Loss loss = new MSELoss();
        SGD optimizer = new SGD(net.parameters(), run.get(LR));
        Recording data = split.train();
        GradientDescent.train(run, series, net, loss, optimizer, data.responses(), data.stimuli(), run.epochs());
    }

    private static void showLoss(Run run) throws IOException {
        double[] losses = run.series("loss").values();
        if (losses.length > 0) {
            run.metric("lastLoss", losses[losses.length - 1]);
            run.figure(
                    "loss",
                    "The mean squared error on the training data before each step.",
                    Plot.of("step of gradient descent", "mean squared error (square degrees)")
                            .line("training loss", losses)
                            .noLegend()
                            .yRange(0, 1.05 * Arrays.stream(losses).max().orElse(1)));
        }
    }

    // ---- bonus ----

    private static void evaluate(Run run, DeepNet net, Split split, References references) throws IOException {
        Tensor decoded = Autograd.noGrad(() -> net.forward(split.test().responses()));
        Tensor onTraining = Autograd.noGrad(() -> net.forward(split.train().responses()));
        Loss loss = new MSELoss();
        double[] truth = split.test().stimuli().toDoubles();
        double[] errors = Circle.distances(decoded.toDoubles(), truth);
        double trainMse = loss.forward(onTraining, split.train().stimuli()).item();
        double testMse = loss.forward(decoded, split.test().stimuli()).item();
        double median = Circle.median(errors);
        run.metric("trainMse", trainMse);
        run.metric("testMse", testMse);
        run.metric("testMedianError", median);
        references.evaluation(trainMse, testMse, median);
        double share = shareNearZero(decoded.toDoubles(), truth);
        run.metric("testErrorNearZero", share);
        double[] ends = {0, 360};
        run.figure(
                "true-decoded",
                String.format(
                        Locale.ROOT,
                        "What the trained network says about each stimulus. On the line it is right. It is worst near 0 and 360"
                                + " degrees, which are the same grating: %.0f %% of the squared error on the test data is"
                                + " that of the stimuli within %.0f degrees of it.",
                        100 * share,
                        NEAR),
                Plot.of("true orientation (degrees)", "decoded orientation (degrees)")
                        .square()
                        .size(430, 430)
                        .reference("decoded = true", ends, ends)
                        .points("training stimuli", split.train().stimuli().toDoubles(), onTraining.toDoubles())
                        .points("test stimuli", truth, decoded.toDoubles()));
    }

    /** How much of the squared error is that of the stimuli where the angle jumps. */
    private static double shareNearZero(double[] decoded, double[] truth) {
        double near = 0;
        double all = 0;
        for (int i = 0; i < truth.length; i++) {
            double square = (decoded[i] - truth[i]) * (decoded[i] - truth[i]);
            all += square;
            near += Circle.distance(truth[i], 0) <= NEAR ? square : 0;
        }
        return near / all;
    }

    /**
     * Draws how much training has changed the weights of each hidden unit, on the average over the neurons that prefer about
     * the same angle. A single weight says little: it is one of 23,589, and most of it is its initial value.
     */
    private static void showWeights(Run run, DeepNet net, double[] before, Recording data) throws IOException {
        int units = net.inLayer().outFeatures();
        int neurons = data.neurons();
        double[] after = net.inLayer().weight().value().toDoubles();
        int[] bins = preferredBins(data);
        int[] sizes = new int[BINS];
        for (int bin : bins) {
            sizes[bin]++;
        }
        double[] change = new double[units * BINS];
        for (int unit = 0; unit < units; unit++) {
            for (int j = 0; j < neurons; j++) {
                int at = unit * neurons + j;
                change[unit * BINS + bins[j]] += (after[at] - before[at]) / sizes[bins[j]];
            }
        }
        run.figure(
                "first-layer",
                "How training changed the weights of the first layer, averaged over the neurons that prefer an angle (bins"
                        + " of 10 degrees, by the training data), for each hidden unit. The units have come to read neurons"
                        + " of different angles, so that one after the other joins in as the angle grows, and the output,"
                        + " their weighted sum, grows with it. Those whose output weight is near zero have hardly changed.",
                Plot.of("preferred angle of the neurons (degrees)", "hidden unit")
                        .size(480, 260)
                        .heatMap(HeatMap.of(
                                        Raster.rows(change, units, BINS, new Raster.Extent(0, 360, -0.5, units - 0.5)),
                                        "mean change of the weight")
                                .colors(ColorMap.DIVERGING)),
                Plot.of("hidden unit", "output weight")
                        .size(300, 260)
                        .categories(IntStream.range(0, units).mapToObj(String::valueOf).toArray(String[]::new))
                        .bars("output weight", net.outLayer().weight().value().toDoubles())
                        .noLegend());
    }

    /** For each neuron the bin of the angle at which its responses, taken as vectors, point. */
    private static int[] preferredBins(Recording data) {
        Tensor radians = data.stimuli().to(DType.FLOAT64).mul(Math.PI / 180);
        Tensor responses = data.responses().to(DType.FLOAT64);
        double[] cosines = radians.cos().t().matmul(responses).toDoubles();
        double[] sines = radians.sin().t().matmul(responses).toDoubles();
        int[] bins = new int[cosines.length];
        Arrays.setAll(bins, j -> (int) (Circle.angle(cosines[j], sines[j]) / 360 * BINS) % BINS);
        return bins;
    }

    private static void showLinear(Run run) throws IOException {
        double[] losses = run.series("loss").values();
        double[] linear = run.series("linearLoss").values();
        run.figure(
                "linear",
                "DeepNet, whose hidden layer is linear, from the same initial weights. At the tutorial's learning rate its"
                        + " steps become too long for the valley, and the loss explodes; how, depends on the last bit of"
                        + " the weights.",
                Plot.of("step of gradient descent", "mean squared error (square degrees)")
                        .logY()
                        .yRange(0.5 * Arrays.stream(losses).min().orElse(1), 100 * losses[0])
                        .line("DeepNetReLU", losses)
                        .line("DeepNet", linear));
    }
}
