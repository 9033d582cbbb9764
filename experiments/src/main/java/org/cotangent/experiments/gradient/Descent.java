package org.cotangent.experiments.gradient;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.cotangent.Tensor;
import org.cotangent.experiments.Experiment;
import org.cotangent.experiments.Failure;
import org.cotangent.experiments.Progress;
import org.cotangent.experiments.Run;
import org.cotangent.experiments.Setting;
import org.cotangent.experiments.Tutorial;
import org.cotangent.experiments.figure.HeatMap;
import org.cotangent.experiments.figure.Plot;
import org.cotangent.experiments.figure.Raster;
import org.cotangent.experiments.figure.Values;
import org.cotangent.experiments.result.Tolerance;
import org.cotangent.kernel.DType;

/** Section 1.2: the vanilla algorithm, w(t+1) = w(t) - lr grad f(w(t)), on a function of two variables. */
public final class Descent extends Experiment {
    private static final Tolerance FLOAT64 = Tolerance.relative(1e-9);
    private static final int MAP = 301;

    private static final Setting<Landscape> FUNCTION =
            Setting.oneOf("--function", Landscape.VALLEY, "what to descend on", Landscape.values());
    private static final Setting<Double> LR = Setting.real("--lr", 0.17, "step size").moreThan(0.0);
    private static final Setting<Integer> STEPS =
            Setting.whole("--steps", 40, "how many steps").between(1, 100_000).fast(20);
    private static final Setting<Double> X = Setting.real("--x", -3.5, "x of the initial guess");
    private static final Setting<Double> Y = Setting.real("--y", 2, "y of the initial guess");

    /** The descent experiment. */
    public Descent() {
        super("descent", Tutorial.W1D2, "gradient descent step by step, its path on the map");
    }

    @Override
    public String about() {
        return """
                From an initial guess, each step goes against the gradient, and as far as the step size says times the \
                slope. On the default function, a valley ten times as steep across as along, the way across decides \
                which step size still converges (below 2 / 10), and the way along how long that takes.

                Try --lr 0.02 (slow), 0.1 (straight down the side), 0.199 (bounces for long), 0.21 (diverges), and the \
                other functions: --function ripples --lr 0.05 --x 1.1 --y 0.8, --function banana --lr 0.01 --x -1.5 \
                --y 2 --steps 400.""";
    }

    @Override
    public List<Setting<?>> settings() {
        return List.of(FUNCTION, LR, STEPS, X, Y);
    }

    /** The points of a walk and the height at each. */
    private record Walk(double[] xs, double[] ys, double[] heights) {}

    @Override
    public void run(Run run) throws IOException {
        Landscape landscape = run.get(FUNCTION);
        Walk walk = descend(run, landscape);
        int last = run.get(STEPS);
        run.parameter("formula", landscape.formula());
        run.series("x", walk.xs);
        run.series("y", walk.ys);
        run.series("f", walk.heights);
        run.metric("firstValue", walk.heights[0]);
        run.metric("lastValue", walk.heights[last]);
        run.metric("end", walk.xs[last], walk.ys[last]);
        draw(run, landscape, walk);
        Walk byHand = byHand(run, landscape);
        run.metric("maxAutogradMinusByHand", largestGap(walk, byHand));
        // Where steps overshoot, rounding errors grow with them, so only the default walk is held to nine digits.
        if (run.isDefault(FUNCTION, LR, X, Y) && last <= 100) {
            String source = "a loop with the gradient found by hand";
            run.reference("x at each step", walk.xs, byHand.xs, source, FLOAT64);
            run.reference("y at each step", walk.ys, byHand.ys, source, FLOAT64);
            closedForm(run, walk);
        }
    }

    private static Walk descend(Run run, Landscape landscape) {
        int steps = run.get(STEPS);
        double[] xs = new double[steps + 1];
        double[] ys = new double[steps + 1];
        double[] heights = new double[steps + 1];
        Tensor w = Tensor.of(new double[] {run.get(X), run.get(Y)}, 2).requiresGrad(true);
        try (Progress progress = run.progress("descending", steps + 1L)) {
            for (int t = 0; t <= steps; t++) {
                w.zeroGrad();
                Tensor f = landscape.height(w.get(0), w.get(1));
                f.backward();
                xs[t] = w.at(0);
                ys[t] = w.at(1);
                heights[t] = f.item();
                if (!Double.isFinite(heights[t])) {
                    throw new Failure(
                            "descend on " + landscape.formula() + " with step size " + run.get(LR),
                            "after " + t + " steps the height is " + heights[t],
                            "each step overshoots by more than the one before",
                            "a smaller --lr, or fewer --steps to see how it begins");
                }
                w = w.detach().sub(Recorded.grad(w).mul(run.get(LR))).requiresGrad(true);
                progress.step(heights[t]);
            }
        }
        return new Walk(xs, ys, heights);
    }

    private static Walk byHand(Run run, Landscape landscape) {
        int steps = run.get(STEPS);
        double[] xs = new double[steps + 1];
        double[] ys = new double[steps + 1];
        xs[0] = run.get(X);
        ys[0] = run.get(Y);
        for (int t = 0; t < steps; t++) {
            double[] gradient = landscape.gradient(xs[t], ys[t]);
            xs[t + 1] = xs[t] - run.get(LR) * gradient[0];
            ys[t + 1] = ys[t] - run.get(LR) * gradient[1];
        }
        return new Walk(xs, ys, new double[0]);
    }

    private static double largestGap(Walk a, Walk b) {
        double largest = 0;
        for (int t = 0; t < a.xs.length; t++) {
            largest = Math.max(largest, Math.hypot(a.xs[t] - b.xs[t], a.ys[t] - b.ys[t]));
        }
        return largest;
    }

    /** In the valley each coordinate shrinks by the factor 1 - lr times its curvature: 1 along, 10 across. */
    private static void closedForm(Run run, Walk walk) {
        int n = walk.xs.length;
        double[] xs = new double[n];
        double[] ys = new double[n];
        for (int t = 0; t < n; t++) {
            xs[t] = run.get(X) * Math.pow(1 - run.get(LR), t);
            ys[t] = run.get(Y) * Math.pow(1 - 10 * run.get(LR), t);
        }
        run.reference("x at each step, closed form", walk.xs, xs, "x(0) (1 - lr)^t", FLOAT64);
        run.reference("y at each step, closed form", walk.ys, ys, "y(0) (1 - 10 lr)^t", FLOAT64);
    }

    private static void draw(Run run, Landscape landscape, Walk walk) throws IOException {
        Raster.Extent extent = landscape.extent();
        Raster map = Raster.sample(extent, MAP, (x, y) -> landscape
                .height(Tensor.scalar(x, DType.FLOAT64), Tensor.scalar(y, DType.FLOAT64))
                .item());
        run.figure(
                "path",
                "The path on the map of " + landscape.formula() + ", from the ring to the large dot. Every step starts"
                        + " at a right angle to the contour that it leaves.",
                Plot.of("x", "y")
                        .square()
                        .heatMap(HeatMap.of(map, landscape.formula()).percentiles(0, 90).levels(20))
                        .path("gradient descent, " + run.get(STEPS) + " steps", walk.xs, walk.ys)
                        .xRange(extent.x0(), extent.x1())
                        .yRange(extent.y0(), extent.y1()));
        Plot value = Plot.of("step", "f(x, y)").line("f", Values.indices(walk.heights.length), walk.heights);
        boolean positive = Arrays.stream(walk.heights).allMatch(height -> height > 0);
        run.figure(
                "value",
                positive
                        ? "The height at each step, on a logarithmic axis: a straight line means that each step divides it by"
                                + " the same number."
                        : "The height at each step.",
                positive ? value.logY() : value);
    }
}
