package org.cotangent.experiments.mlp;

import java.io.IOException;
import java.util.List;
import org.cotangent.Tensor;
import org.cotangent.experiments.Experiment;
import org.cotangent.experiments.Run;
import org.cotangent.experiments.Setting;
import org.cotangent.experiments.Tutorial;
import org.cotangent.experiments.figure.Plot;
import org.cotangent.experiments.figure.Values;
import org.cotangent.experiments.result.Known;
import org.cotangent.experiments.result.Tolerance;
import org.cotangent.kernel.DType;

/** Coding exercise 1: a weighted sum of shifted ReLUs that meets a sine at given points; in float32. */
public final class ReluApproximation extends Experiment {
    private static final int GRID = 1000;

    /** The weighted sum runs over terms up to 6, whose ulp in float32 is 4.8e-7; two of these. */
    private static final Tolerance FLOAT32 = Tolerance.absolute(1e-6);

    private static final Setting<Integer> POINTS = Setting.whole(
                    "--points", 10, "points of the sine that the sum meets; one ReLU fewer")
            .between(2, 200);

    /** The ReLU approximation experiment. */
    public ReluApproximation() {
        super("relu-approximation", Tutorial.W1D3, "nine ReLUs, weighted by hand, follow a sine");
    }

    @Override
    public String about() {
        return """
                Ten points of the sine from 0 to 2 pi are given. A ReLU starts at each of them but the last; its weight \
                is the change of slope at that point, so that the sum runs straight from each point to the next.

                This is the universal approximation theorem by hand: one hidden layer, all input weights 1, biases where \
                the kinks shall be. With n points the largest error falls like 1 / (n - 1)², as the bound h² / 8 of \
                linear interpolation says, h being the distance of the points.""";
    }

    @Override
    public List<Setting<?>> settings() {
        return List.of(POINTS);
    }

    /**
     * A sum of ReLUs on a grid.
     *
     * @param x the grid, [G]
     * @param activations each ReLU on it, [R, G]
     * @param weights of the ReLUs, [R]
     * @param y the weighted sum, [G]
     */
    record Fit(Tensor x, Tensor activations, Tensor weights, Tensor y) {

        /** Meets the given points, whose x ascend. */
        static Fit through(Tensor xTrain, Tensor yTrain) {
            int relus = xTrain.size() - 1;
            Tensor x = Tensor.linspace(xTrain.min().item(), xTrain.max().item(), GRID);
            Tensor bias = xTrain.slice(0, 0, relus).neg();
            Tensor activations = x.unsqueeze(0).add(bias.unsqueeze(1)).relu();
            Tensor slopes = rise(yTrain).div(rise(xTrain));
            Tensor before = Tensor.cat(0, Tensor.zeros(1), slopes.slice(0, 0, relus - 1));
            Tensor weights = slopes.sub(before);
            return new Fit(x, activations, weights, weights.matmul(activations));
        }

        /** From each element to the next. */
        private static Tensor rise(Tensor values) {
            int n = values.size();
            return values.slice(0, 1, n).sub(values.slice(0, 0, n - 1));
        }

        /** Distance to the sine at each point of the grid. */
        Tensor errors() {
            return y.sub(x.sin()).abs();
        }
    }

    private static Fit sine(int points) {
        Tensor x = Tensor.linspace(0, 2 * Math.PI, points);
        return Fit.through(x, x.sin());
    }

    @Override
    public void run(Run run) throws IOException {
        int points = run.get(POINTS);
        Fit fit = sine(points);
        Tensor errors = fit.errors();
        double largest = errors.max().item();
        long where = (long) errors.argmax().item();
        double rmse = Math.sqrt(errors.to(DType.FLOAT64).square().mean().item());
        run.parameter("relus", points - 1L);
        run.parameter("gridPoints", (long) GRID);
        run.metric("maxError", largest);
        run.metric("maxErrorAt", fit.x().at((int) where));
        run.metric("rootMeanSquareError", rmse);
        run.metric("weights", fit.weights().toDoubles());
        run.print("weights of the ReLUs: " + fit.weights());
        draw(run, points, fit);
        scaling(run, points);
        if (run.isDefault(POINTS)) {
            Known known = Known.beside(ReluApproximation.class, "relu-approximation.json");
            String source = known.text("source");
            run.reference("ReLUs", fit.weights().size(), 9, source);
            run.reference("largest error", largest, known.number("maxError"), source, FLOAT32);
            run.reference("where it is, of 1,000 points", where, (long) known.number("argmax"), source);
            run.reference("root mean square error", rmse, known.number("rmse"), source, FLOAT32);
            run.reference("weights", fit.weights().toDoubles(), known.numbers("weights"), source, FLOAT32);
            run.reference("the sum", fit.y().toDoubles(), known.numbers("yHat"), source, FLOAT32);
        }
    }

    private static void draw(Run run, int points, Fit fit) throws IOException {
        float[] x = fit.x().toFloats();
        Plot basis = Plot.of("x", "activation").noLegend();
        for (int i = 0; i < fit.activations().size(0); i++) {
            String name = "ReLU " + (i + 1);
            float[] y = fit.activations().select(0, i).contiguous().toFloats();
            basis.line(name, x, y);
            if (points <= 12) {
                basis.text(x[GRID - 1], y[GRID - 1], name); // at its end: there are more lines than colours
            }
        }
        basis.xRange(0, 1.15 * x[GRID - 1]);
        run.figure(
                "basis-functions",
                "The ReLUs before they are weighted: all have slope 1, and each starts at one of the points.",
                basis);
        Tensor given = Tensor.linspace(0, 2 * Math.PI, points);
        run.figure(
                "approximation",
                "The weighted sum runs straight from each given point of the sine to the next.",
                Plot.of("x", "y")
                        .reference("sin x", Values.of(x), Values.of(fit.x().sin().toFloats()))
                        .line("sum of " + (points - 1) + " ReLUs", x, fit.y().toFloats())
                        .points("given points", given.toFloats(), given.sin().toFloats()));
        run.figure(
                "error",
                "How far the sum is from the sine: nothing at the given points, most between them where the sine bends"
                        + " most.",
                Plot.of("x", "|sum - sin x|").line("error", x, fit.errors().toFloats()));
    }

    /** The largest error for more and more points, beside the bound h^2 / 8 max |sin''|. */
    private static void scaling(Run run, int points) throws IOException {
        int[] counts = {3, 5, 9, 17, 33, 65, 129};
        double[] relus = new double[counts.length];
        double[] errors = new double[counts.length];
        double[] bounds = new double[counts.length];
        for (int i = 0; i < counts.length; i++) {
            relus[i] = counts[i] - 1;
            errors[i] = sine(counts[i]).errors().max().item();
            double h = 2 * Math.PI / relus[i];
            bounds[i] = h * h / 8;
        }
        double h = 2 * Math.PI / (points - 1);
        run.metric("errorBound", h * h / 8);
        run.series("maxErrorByRelus", errors);
        run.figure(
                "error-by-relus",
                "The largest error with 2 to 128 ReLUs: each doubling divides it by four, as the bound of linear"
                        + " interpolation does.",
                Plot.of("number of ReLUs", "largest error")
                        .logX()
                        .logY()
                        .reference("bound h² / 8", relus, bounds)
                        .line("sum of ReLUs", relus, errors)
                        .points("sum of ReLUs", relus, errors));
    }
}
