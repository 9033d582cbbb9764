package org.cotangent.experiments.gradient;

import java.io.IOException;
import java.util.Arrays;
import org.cotangent.Tensor;
import org.cotangent.experiments.Experiment;
import org.cotangent.experiments.Run;
import org.cotangent.experiments.Tutorial;
import org.cotangent.experiments.figure.HeatMap;
import org.cotangent.experiments.figure.Plot;
import org.cotangent.experiments.figure.Raster;
import org.cotangent.experiments.result.Known;
import org.cotangent.experiments.result.Tolerance;
import org.cotangent.kernel.DType;

/** Section 1.1: the gradient of z = sin(x^2 + y^2) points towards steepest ascent. */
public final class GradientField extends Experiment {
    private static final Tolerance FLOAT64 = Tolerance.relative(1e-9);

    /** The arrows' grid: 11 points from -2.5 to 2.5. */
    private static final int ARROWS = 11;

    /** The map's grid: 301 points from -3 to 3. */
    private static final int MAP = 301;

    /** The gradient field experiment. */
    public GradientField() {
        super("gradient-field", Tutorial.W1D2, "the gradient of sin(x² + y²) points uphill, the steepest way");
    }

    @Override
    public String about() {
        return """
                The height z = sin(x² + y²) is drawn as a map of colours. Arrows show its gradient on a grid of 11 x 11 \
                points: they point where z rises the most, are long where it is steep, and vanish on the crests.

                The gradient is computed twice, by the chain rule on paper, 2x cos(x² + y²) and 2y cos(x² + y²), and by \
                autograd, and compared with the numbers of NumPy and PyTorch.""";
    }

    /** The height; rows are y, columns are x. */
    private static Tensor height(Tensor x, Tensor y) {
        return x.square().add(y.square()).sin();
    }

    /** numpy's arange in float64: the distance is that of the first two values, rounded. */
    private static double[] arange(double start, double step, int count) {
        double[] values = new double[count];
        double rounded = start + step - start;
        for (int i = 0; i < count; i++) {
            values[i] = start + i * rounded;
        }
        return values;
    }

    private static Tensor columns(double... axis) {
        return Tensor.of(axis, 1, axis.length).expand(axis.length, axis.length).contiguous();
    }

    @Override
    public void run(Run run) throws IOException {
        double[] axis = arange(-2.5, 0.5, ARROWS);
        Tensor x = columns(axis).requiresGrad(true);
        Tensor y = columns(axis).t().contiguous().requiresGrad(true);
        Tensor z = height(x, y);
        z.backward(Tensor.ones(DType.FLOAT64, ARROWS, ARROWS));
        double[] dx = Recorded.grad(x).toDoubles();
        double[] dy = Recorded.grad(y).toDoubles();
        double[] xs = x.toDoubles();
        double[] ys = y.toDoubles();
        double[] byHandX = byHand(xs, ys, xs);
        double[] byHandY = byHand(xs, ys, ys);

        double[] fine = arange(-3, 0.02, MAP);
        double[] map = height(columns(fine), columns(fine).t()).toDoubles();
        run.parameter("mapPoints", (long) MAP);
        run.parameter("arrowPoints", (long) ARROWS);
        run.metric("maxAutogradMinusByHand", Math.max(largestGap(dx, byHandX), largestGap(dy, byHandY)));
        run.metric("steepest", steepest(dx, dy));
        run.metric("mapSum", Arrays.stream(map).sum());
        run.figure(
                "gradient-field",
                "The height z in 20 steps of colour, with its gradient at 11 x 11 points. The arrows' lengths are in"
                        + " proportion to the slope; on the crests and in the troughs there is none.",
                Plot.of("x", "y")
                        .square()
                        .heatMap(HeatMap.of(Raster.rows(map, MAP, MAP, Raster.Extent.square(3.01)), "z = sin(x² + y²)")
                                .levels(20))
                        .arrows(xs, ys, dx, dy)
                        .xRange(-3, 3)
                        .yRange(-3, 3));
        section(run);

        Known known = Known.beside(GradientField.class, "gradient-field.json");
        String source = known.text("source");
        run.reference("z", z.toDoubles(), known.numbers("z"), source, FLOAT64);
        run.reference("∂z/∂x by autograd", dx, known.numbers("dzDx"), source, FLOAT64);
        run.reference("∂z/∂y by autograd", dy, known.numbers("dzDy"), source, FLOAT64);
        run.reference("∂z/∂x by hand", byHandX, known.numbers("dzDx"), source, FLOAT64);
        run.reference("∂z/∂y by hand", byHandY, known.numbers("dzDy"), source, FLOAT64);
        run.reference("∂z/∂x by autograd and by hand", dx, byHandX, "2x cos(x² + y²)", FLOAT64);
        run.reference("∂z/∂y by autograd and by hand", dy, byHandY, "2y cos(x² + y²)", FLOAT64);
        run.reference("sum of the map", Arrays.stream(map).sum(), known.number("contourSum"), source, FLOAT64);
        run.reference("lowest of the map", min(map), known.number("contourMin"), source, FLOAT64);
        run.reference("highest of the map", max(map), known.number("contourMax"), source, FLOAT64);
        run.reference("map in row 10, column 20", map[10 * MAP + 20], known.number("contourAt1020"), source, FLOAT64);
    }

    /** The derivative along one axis: 2 times the coordinate on it, times cos(x^2 + y^2). */
    private static double[] byHand(double[] xs, double[] ys, double[] coordinate) {
        double[] values = new double[xs.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = 2 * coordinate[i] * Math.cos(xs[i] * xs[i] + ys[i] * ys[i]);
        }
        return values;
    }

    /** The line y = 0, where the slope along x can be seen as a slope. */
    private static void section(Run run) throws IOException {
        double[] axis = arange(-3, 0.02, MAP);
        Tensor x = Tensor.of(axis, MAP).requiresGrad(true);
        Tensor z = height(x, Tensor.zeros(DType.FLOAT64, 1));
        z.backward(Tensor.ones(DType.FLOAT64, MAP));
        run.figure(
                "section",
                "A cut through the map at y = 0: the height, and its slope along x. Where the slope crosses zero the"
                        + " height has a crest or a trough; further out the waves are shorter, so the slopes are steeper.",
                Plot.of("x", "z and ∂z/∂x at y = 0")
                        .line("z", axis, z.detach().toDoubles())
                        .line("∂z/∂x by autograd", axis, Recorded.grad(x).toDoubles())
                        .level("zero", 0));
    }

    private static double largestGap(double[] a, double[] b) {
        double largest = 0;
        for (int i = 0; i < a.length; i++) {
            largest = Math.max(largest, Math.abs(a[i] - b[i]));
        }
        return largest;
    }

    private static double steepest(double[] dx, double[] dy) {
        double largest = 0;
        for (int i = 0; i < dx.length; i++) {
            largest = Math.max(largest, Math.hypot(dx[i], dy[i]));
        }
        return largest;
    }

    private static double min(double... values) {
        return Arrays.stream(values).min().orElseThrow();
    }

    private static double max(double... values) {
        return Arrays.stream(values).max().orElseThrow();
    }
}
