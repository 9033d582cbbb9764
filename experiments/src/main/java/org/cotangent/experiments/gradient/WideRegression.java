package org.cotangent.experiments.gradient;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.cotangent.Autograd;
import org.cotangent.Tensor;
import org.cotangent.experiments.Experiment;
import org.cotangent.experiments.FirstStep;
import org.cotangent.experiments.Progress;
import org.cotangent.experiments.Run;
import org.cotangent.experiments.Setting;
import org.cotangent.experiments.Traceable;
import org.cotangent.experiments.Tutorial;
import org.cotangent.experiments.figure.Plot;
import org.cotangent.experiments.figure.Values;
import org.cotangent.experiments.result.Known;
import org.cotangent.experiments.result.Tolerance;
import org.cotangent.kernel.DType;
import org.cotangent.nn.loss.Loss;
import org.cotangent.nn.loss.MSELoss;
import org.cotangent.nn.optim.SGD;
import org.cotangent.random.TorchGenerator;

/** Section 3.1: the training loop, with a wide network that learns a noisy sine. */
public final class WideRegression extends Experiment implements Traceable {
    private static final int SAMPLES = 32;

    /** A network in float64 goes PyTorch's way to nine digits; in float32 both round, and training spreads that. */
    private static final Tolerance FLOAT64 = Tolerance.relative(1e-9);

    private static final Tolerance ON_THE_WAY = Tolerance.relative(1e-4);
    private static final Tolerance AT_THE_END = Tolerance.relative(1e-3);

    private static final Setting<BigInteger> SEED = Setting.seed(2021);

    /** The year of Cauchy's paper on the method. */
    private static final Setting<Integer> EPOCHS =
            Setting.epochs(1847).fast(200).describedAs("steps of the optimizer, each over all 32 samples");

    private static final Setting<DType> DTYPE = Setting.dtype(DType.FLOAT32);
    private static final Setting<Double> LR = Setting.real("--lr", 0.003, "learning rate").moreThan(0.0);
    private static final Setting<Double> MOMENTUM =
            Setting.real("--momentum", 0.9, "momentum of SGD").between(0.0, 1.0);
    private static final Setting<Integer> CELLS =
            Setting.whole("--hidden", 512, "units of the hidden layer").between(1, 1_000_000);

    /** The wide network experiment. */
    public WideRegression() {
        super("wide-net", Tutorial.W1D2, "a wide network of tanh units learns a noisy sine");
    }

    @Override
    public String about() {
        return """
                32 samples of sin(pi x) with normal noise are fitted by a network with one hidden layer of 512 tanh \
                units: mean squared error, stochastic gradient descent with momentum, all samples in every step.

                Noise and weights are those of PyTorch's random streams. The tutorial takes one step to try the loop \
                and then 1,847 more; so does this, and the series of losses begins with the trial step.""";
    }

    @Override
    public List<Setting<?>> settings() {
        return List.of(SEED, EPOCHS, DTYPE, LR, MOMENTUM, CELLS);
    }

    @Override
    public void run(Run run) throws IOException {
        TorchGenerator generator = new TorchGenerator(run.seed());
        Tensor x = Tensor.linspace(-1, 1, SAMPLES).reshape(SAMPLES, 1);
        Tensor noise = Tensor.randn(generator, SAMPLES, 1).div(4);
        Tensor inputs = x.to(run.dtype());
        Tensor targets = TorchSine.of(x.mul(Math.PI)).add(noise).to(run.dtype());
        run.parameter("samples", SAMPLES);
        run.parameter("optimizer", "SGD");

        // The tutorial seeds again before it makes the network.
        WideNet net = new WideNet(run.get(CELLS), new TorchGenerator(run.seed()));
        net.to(run.dtype());
        run.print(net.toString());
        Tensor before = Autograd.noGrad(() -> net.forward(inputs));
        try {
            train(run, net, inputs, targets);
        } finally {
            Tensor after = Autograd.noGrad(() -> net.forward(inputs));
            finish(run, inputs.toDoubles(), targets.toDoubles(), before.toDoubles(), after.toDoubles());
        }
        run.series("prediction", Autograd.noGrad(() -> net.forward(inputs)).toDoubles());
        run.series("targets", targets.toDoubles());
        references(run, net);
    }

    /** The trial step. */
    @Override
    public List<FirstStep> firstSteps(Optional<Path> data) {
        long seed = SEED.standard(false).longValue();
        Tensor x = Tensor.linspace(-1, 1, SAMPLES).reshape(SAMPLES, 1);
        Tensor noise = Tensor.randn(new TorchGenerator(seed), SAMPLES, 1).div(4);
        Tensor targets = TorchSine.of(x.mul(Math.PI)).add(noise).named("targets");
        x.named("x");
        WideNet net = new WideNet(CELLS.standard(false), new TorchGenerator(seed));
        net.namedParameters().forEach((path, parameter) -> parameter.value().named(path));
        Loss objective = new MSELoss();
        return List.of(new FirstStep(name(), "the first step of wide-net: 32 samples, mean squared error", "", () -> {
            Tensor loss = objective.forward(net.forward(x), targets);
            loss.backward();
        }));
    }

    /** One step to try the loop, then as many as there are epochs. */
    private static void train(Run run, WideNet net, Tensor inputs, Tensor targets) {
        Loss objective = new MSELoss();
        SGD optimizer =
                new SGD(net.parameters(), SGD.options(run.get(LR)).momentum(run.get(MOMENTUM)));
        try (Progress progress = run.progress("training", run.epochs() + 1L)) {
            for (int step = 0; step <= run.epochs(); step++) {
                double value = Tensor.tidy(() -> {
                    optimizer.zeroGrad();
                    Tensor loss = objective.forward(net.forward(inputs), targets);
                    loss.backward();
                    optimizer.step();
                    return loss.item();
                });
                run.series("loss").add(value);
                progress.step(value);
            }
        }
    }

    private static void finish(Run run, double[] x, double[] y, double[] before, double[] after) throws IOException {
        double[] losses = run.series("loss").values();
        if (losses.length == 0) {
            return;
        }
        run.metric("firstLoss", losses[0]);
        run.metric("lastLoss", losses[losses.length - 1]);
        double[] fine = Values.linspace(-1, 1, 201);
        double[] sine = Arrays.stream(fine).map(v -> Math.sin(Math.PI * v)).toArray();
        run.figure(
                "regression",
                "The samples and what the network makes of them before and after training. The dashed curve is the sine"
                        + " without noise, which the network never sees.",
                Plot.of("x", "y")
                        .reference("sin(πx) without noise", fine, sine)
                        .line("prediction after training", x, after)
                        .points("targets", x, y)
                        .line("prediction before training", x, before));
        run.figure(
                "training-loss",
                "The loss of every step, the trial step included. At first it swings, because momentum overshoots; what"
                        + " is left at the end is noise that so smooth a network does not follow.",
                Plot.of("epoch", "mean squared error").line("training loss", losses));
    }

    private static void references(Run run, WideNet net) {
        if (!run.isDefault(SEED, LR, MOMENTUM, CELLS)) {
            return;
        }
        Known known = Known.beside(WideRegression.class, "wide-net.json");
        Known curve = known.group(run.dtype().toString());
        boolean single = run.dtype() == DType.FLOAT32;
        String source = known.text("source") + ", " + run.dtype();
        double[] losses = run.series("loss").values();
        run.reference("printed network", known.compared("text", net.toString()), "the same", source);
        run.reference(
                "targets", run.series("targets").values(), known.numbers("targets"), source, Tolerance.exact());
        run.reference(
                "first loss", losses[0], curve.number("first"), source, single ? Tolerance.absolute(2e-7) : FLOAT64);
        if (single) {
            String printed = "printed in the tutorial";
            run.reference("first loss", losses[0], 0.888942301273346, printed, Tolerance.absolute(2e-7));
        }
        double[] expected = curve.numbers("everyTenth");
        int count = Math.min(expected.length, (run.epochs() + 9) / 10);
        double[] ours = new double[count];
        for (int i = 0; i < count; i++) {
            ours[i] = losses[1 + 10 * i]; // the recorded curve begins after the trial step
        }
        run.reference(
                "loss at every 10th epoch",
                ours,
                Arrays.copyOf(expected, count),
                source,
                single ? ON_THE_WAY : FLOAT64);
        int last = (int) known.number("epochs");
        if (run.epochs() >= last) {
            run.reference(
                    "loss at epoch " + last, losses[last], curve.number("last"), source, single ? AT_THE_END : FLOAT64);
        }
    }
}
