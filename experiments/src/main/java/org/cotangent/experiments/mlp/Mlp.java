package org.cotangent.experiments.mlp;

import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import java.util.Objects;
import org.cotangent.Autograd;
import org.cotangent.Tensor;
import org.cotangent.experiments.Experiment;
import org.cotangent.experiments.Failure;
import org.cotangent.experiments.Run;
import org.cotangent.experiments.Setting;
import org.cotangent.experiments.Tutorial;
import org.cotangent.experiments.figure.HeatMap;
import org.cotangent.experiments.figure.Plot;
import org.cotangent.experiments.figure.Raster;
import org.cotangent.experiments.result.Known;
import org.cotangent.experiments.result.Tolerance;
import org.cotangent.nn.module.Activation;
import org.cotangent.nn.module.Parameter;
import org.cotangent.random.TorchGenerator;

/** Coding exercise 2: a network made from the name of an activation and a list of widths. */
public final class Mlp extends Experiment {
    private static final int GRID = 201;
    private static final double SIDE = 2;

    private static final Setting<BigInteger> SEED = Setting.seed(2021);
    private static final Setting<String> ACTIVATION = Setting.text(
            "--activation", "NAME", "LeakyReLU(0.1)", "activation of the hidden layers, as PyTorch writes it");
    private static final Setting<List<Integer>> HIDDEN =
            Setting.wholes("--hidden", List.of(100, 10, 5), 1, "units of each hidden layer");
    private static final Setting<Integer> INPUTS =
            Setting.whole("--inputs", 2, "features of a sample").atLeast(1);
    private static final Setting<Integer> OUTPUTS =
            Setting.whole("--outputs", 1, "features of the result").atLeast(1);
    private static final Setting<List<Integer>> SHAPE = Setting.wholes(
            "--shape", List.of(100, 2), 1, "shape of the input, which is cut into rows of --inputs features");

    /** The general network experiment. */
    public Mlp() {
        super("mlp", Tutorial.W1D3, "a network from an activation's name and a list of widths");
    }

    @Override
    public String about() {
        return """
                The tutorial's general network takes the name of an activation and the widths of any number of hidden \
                layers, and inputs of any shape, such as images, which it cuts into rows of features. It is printed as \
                PyTorch prints it, and applied to zeros; with zeros only the biases speak, so all rows of the output \
                are alike.

                For 28 x 28 images: --inputs 784 --shape 4,1,28,28 --outputs 10 --activation "ReLU()".""";
    }

    @Override
    public List<Setting<?>> settings() {
        return List.of(SEED, ACTIVATION, HIDDEN, INPUTS, OUTPUTS, SHAPE);
    }

    @Override
    public void run(Run run) throws IOException {
        int inputs = run.get(INPUTS);
        int[] shape = run.get(SHAPE).stream().mapToInt(Integer::intValue).toArray();
        long elements = run.get(SHAPE).stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
        if (elements % inputs != 0 || elements > 100_000_000) {
            throw new Failure(
                    "an input of shape " + run.get(SHAPE) + " with " + inputs + " features a sample",
                    elements % inputs != 0
                            ? elements + " numbers are no multiple of " + inputs
                            : elements + " numbers are more than fit",
                    "",
                    "a --shape whose product is a multiple of --inputs, up to 100,000,000");
        }
        Net net = new Net(
                run.get(ACTIVATION), inputs, run.get(HIDDEN), run.get(OUTPUTS), new TorchGenerator(run.seed()));
        Tensor zeros = Tensor.zeros(shape);
        Tensor y = Autograd.noGrad(() -> net.forward(zeros));
        run.print(net.toString());
        run.print("The output has shape " + y.shape() + " for an input of shape " + zeros.shape() + ".");
        long parameters = net.parameters().stream().mapToLong(Parameter::size).sum();
        double[] first = Autograd.noGrad(() -> y.select(0, 0).contiguous()).toDoubles();
        run.metric("trainableParameters", parameters);
        run.metric("outputOfZeros", first);
        run.metric("outputShape", y.shape().size(0), y.shape().size(1));
        activation(run);
        if (inputs == 2) {
            plane(run, net);
        }
        run.reference("trainable parameters", parameters, byHand(run), "(inputs + 1) x units, layer by layer");
        if (run.isDefault(ACTIVATION, HIDDEN, INPUTS, OUTPUTS, SHAPE)) {
            Known known = Known.beside(Mlp.class, "mlp.json");
            String source = known.text("source");
            run.reference("printed network", known.compared("text", net.toString()), "the same", source);
            run.reference("shape of the output", y.shape().toString(), known.text("shape"), source);
            if (run.isDefault(SEED)) {
                run.reference(
                        "output for zeros", first[0], known.number("outputOfZeros"), source, Tolerance.relative(1e-6));
            }
        }
    }

    private static long byHand(Run run) {
        long sum = 0;
        long in = run.get(INPUTS);
        for (int units : run.get(HIDDEN)) {
            sum += (in + 1) * units;
            in = units;
        }
        return sum + (in + 1) * run.get(OUTPUTS);
    }

    private static void activation(Run run) throws IOException {
        if (run.get(ACTIVATION).contains("oftmax")) {
            return; // it acts on rows, not on single numbers
        }
        Tensor x = Tensor.linspace(-3, 3, 601).requiresGrad(true);
        Tensor y = Activation.of(run.get(ACTIVATION)).forward(x);
        y.backward(Tensor.ones(x.size()));
        run.figure(
                "activation",
                "The activation of the hidden layers, and its derivative by autograd.",
                Plot.of("input of the activation", "output and its derivative")
                        .line(run.get(ACTIVATION), x.detach().toFloats(), y.detach().toFloats())
                        .line("derivative", x.detach().toFloats(), Objects.requireNonNull(x.grad()).toFloats()));
    }

    private static void plane(Run run, Net net) throws IOException {
        Tensor axis = Tensor.linspace(-SIDE, SIDE, GRID);
        Tensor grid = Tensor.stack(
                        2, axis.unsqueeze(1).expand(GRID, GRID), axis.unsqueeze(0).expand(GRID, GRID))
                .reshape(-1, 2);
        double[] values = Autograd.noGrad(() -> net.forward(grid).select(1, 0).contiguous()).toDoubles();
        run.figure(
                "untrained",
                "What the network says of each point of the plane before any training: straight pieces, if the"
                        + " activation is made of straight pieces, and little contrast.",
                Plot.of("x1", "x2")
                        .square()
                        .heatMap(HeatMap.of(
                                        Raster.ij(values, GRID, GRID, Raster.Extent.square(SIDE)), "first output")
                                .levels(20)));
    }
}
