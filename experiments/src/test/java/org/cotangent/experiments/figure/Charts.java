package org.cotangent.experiments.figure;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;

/** One figure of every kind that the tutorials need, from made-up data that is the same each time. */
public final class Charts {
    private static final String[] CLASSES = {"class 0", "class 1", "class 2", "class 3"};

    private Charts() {}

    /** A figure with its name and caption. */
    public record Exhibit(String name, String caption, Figure figure) {}

    /** All of them, built anew. */
    public static List<Exhibit> all() {
        return List.of(
                exhibit("line", "A noisy line of many points.", line()),
                exhibit("log", "Logarithmic axes, markers and a dashed reference.", log()),
                exhibit("band", "Means with one standard deviation.", band()),
                exhibit("scatter", "Points by class.", spiral()),
                exhibit("decision", "A map of classes with points over it.", decision()),
                exhibit("quiver", "A filled heat map with arrows.", quiver()),
                exhibit("path", "A walk over a heat map.", path()),
                exhibit("bars", "Bars with turned names.", bars()),
                exhibit("grouped-bars", "Bars in groups, with whiskers.", groupedBars()),
                new Exhibit("spikes", "Two panels that share their time axis.", spikes()),
                exhibit("matrix", "A matrix with percentile limits.", matrix()),
                exhibit("diverging", "Values around zero.", diverging()),
                new Exhibit(
                        "small-multiples",
                        "Four panels.",
                        Figure.grid(2, List.of(tuning(0), tuning(1), tuning(2), histogram()))),
                new Exhibit("row", "Three panels in a row.", Figure.row(tuning(0), tuning(1), tuning(2))),
                new Exhibit(
                        "mixed",
                        "A square map beside a plot.",
                        Figure.row(decision().title("Regions"), line().title("Loss"))),
                exhibit("digits", "Ten grey images.", digits()));
    }

    private static Exhibit exhibit(String name, String caption, Chart chart) {
        return new Exhibit(name, caption, Figure.row(chart));
    }

    private static double[] map(double[] xs, DoubleUnaryOperator f) {
        return Arrays.stream(xs).map(f).toArray();
    }

    private static Plot line() {
        Random random = new Random(1);
        double[] loss = map(Values.indices(2500), i -> 1.3 * Math.exp(-i / 700) + 0.1 + 0.04 * random.nextGaussian());
        return Plot.of("batch", "cross entropy (nats)").line("training loss", loss);
    }

    private static Plot log() {
        double[] k = {1, 10, 100, 1000, 10000};
        return Plot.of("samples K", "error of the mean")
                .title("Unbiased")
                .logX()
                .logY()
                .points("weight perturbation", k, new double[] {3, 1.1, 0.31, 0.11, 0.029})
                .points("node perturbation", k, new double[] {0.3, 0.12, 0.029, 0.012, 0.0031})
                .reference("1/sqrt K", k, map(k, v -> 3 / Math.sqrt(v)));
    }

    private static Plot band() {
        double[] epochs = Values.indices(20);
        double[] deviation = map(epochs, e -> 3 + Math.sin(e));
        return Plot.of("epoch", "test accuracy (%)")
                .meanAndSpread("backprop", epochs, map(epochs, e -> 90 - 50 * Math.exp(-e / 4)), deviation)
                .meanAndSpread("node perturbation", epochs, map(epochs, e -> 60 - 50 * Math.exp(-e / 9)), deviation)
                .line("feedback alignment", epochs, map(epochs, e -> 80 - 60 * Math.exp(-e / 5)));
    }

    private record Spiral(double[] x, double[] y, int[] k) {}

    private static Spiral points(int perClass) {
        Random random = new Random(2);
        Spiral s = new Spiral(new double[4 * perClass], new double[4 * perClass], new int[4 * perClass]);
        for (int i = 0; i < 4 * perClass; i++) {
            int k = i / perClass;
            double t = i % perClass / (double) perClass;
            double angle = Math.PI / 2 * (2 * t + k) + 0.16 * random.nextGaussian();
            s.x[i] = t * Math.sin(angle);
            s.y[i] = t * Math.cos(angle);
            s.k[i] = k;
        }
        return s;
    }

    private static Plot spiral() {
        Spiral s = points(1000);
        return Plot.of("x1", "x2").square().scatter(s.x, s.y, s.k, CLASSES);
    }

    private static Plot decision() {
        Spiral s = points(200);
        int m = 300;
        double[] axis = Values.linspace(-2, 2, m);
        double[] map = new double[m * m];
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < m; j++) {
                double turns = Math.atan2(axis[i], axis[j]) / (Math.PI / 2) - 2 * Math.hypot(axis[i], axis[j]);
                map[i * m + j] = Math.floorMod((int) Math.floor(turns + 0.5), 4);
            }
        }
        return Plot.of("x1", "x2")
                .classMap(Raster.ij(map, m, m, Raster.Extent.square(2)), CLASSES)
                .scatter(s.x, s.y, s.k, CLASSES);
    }

    private static Plot quiver() {
        int n = 15;
        double[][] a = new double[4][n * n];
        for (int i = 0; i < n * n; i++) {
            double x = -1.9 + 3.8 * (i % n) / (n - 1);
            double y = -1.9 + 3.8 * Math.floorDiv(i, n) / (n - 1);
            a[0][i] = x;
            a[1][i] = y;
            a[2][i] = 2 * x * Math.cos(x * x + y * y);
            a[3][i] = 2 * y * Math.cos(x * x + y * y);
        }
        Raster z = Raster.sample(Raster.Extent.square(2), 200, (x, y) -> Math.sin(x * x + y * y));
        return Plot.of("x", "y")
                .title("z = sin(x² + y²)")
                .heatMap(HeatMap.of(z, "z").levels(12))
                .arrows(a[0], a[1], a[2], a[3]);
    }

    private static Plot path() {
        Raster valley = Raster.sample(
                new Raster.Extent(-3, 3, -2, 2),
                200,
                (a, b) -> Math.log10(0.01 + (1 - a) * (1 - a) + 5 * valley(a, b)));
        double[] x = new double[60];
        double[] y = new double[60];
        x[0] = -2;
        y[0] = 1.5;
        for (int i = 1; i < 60; i++) {
            double bend = y[i - 1] - x[i - 1] * x[i - 1] / 2;
            x[i] = x[i - 1] - 0.03 * (-2 * (1 - x[i - 1]) - 10 * bend * x[i - 1]);
            y[i] = y[i - 1] - 0.03 * 10 * bend;
        }
        return Plot.of("w1", "w2").heatMap(HeatMap.of(valley, "log10 loss").levels(14)).path("gradient descent", x, y);
    }

    private static double valley(double a, double b) {
        return Math.pow(b - a * a / 2, 2);
    }

    private static Plot bars() {
        return Plot.of("learning rule", "signal-to-noise ratio")
                .categories(
                        "backprop",
                        "weight perturbation",
                        "node perturbation",
                        "feedback alignment",
                        "Kolen-Pollack",
                        "direct feedback alignment")
                .bars("SNR", 12, 0.3, 1.8, 9, 10, 8.5);
    }

    private static Plot groupedBars() {
        return Plot.of("hidden units", "accuracy (%)")
                .categories("10", "100", "500")
                .bars("train", new double[] {80, 90, 95}, new double[] {3, 2, 1})
                .bars("test", new double[] {78, 88, 91}, new double[] {3, 3, 2});
    }

    private static Figure spikes() {
        double[] time = Values.linspace(0, 50, 501);
        double[] v = new double[501];
        double rest = 0;
        for (int i = 1; i < 501; i++) {
            v[i] = time[i] > rest ? v[i - 1] + 0.01 * (1.5 - v[i - 1]) : 0;
            if (v[i] >= 1) {
                v[i] += 0.5;
                rest = time[i] + 10;
            }
        }
        return Figure.column(
                Plot.of("time (ms)", "membrane potential (V)")
                        .line("V", time, v)
                        .level("threshold", 1)
                        .spikes("spikes", 11, 32)
                        .text(11, 1.3, "11.0 ms"),
                Plot.of("time (ms)", "current (mA)").line("I", time, map(time, t -> 1.5)).yRange(0, 2));
    }

    private static Plot matrix() {
        Random random = new Random(3);
        double[] values = map(new double[100 * 360], v -> Math.exp(2 * random.nextGaussian()));
        return Plot.of("stimulus (degrees)", "neuron")
                .heatMap(HeatMap.of(Raster.matrix(values, 100, 360), "response (a.u.)").percentiles(1, 99));
    }

    private static Plot diverging() {
        Random random = new Random(4);
        double[] weights = map(new double[120], v -> random.nextGaussian());
        weights[17] = Double.NaN;
        return Plot.of("input", "hidden unit")
                .heatMap(HeatMap.of(Raster.matrix(weights, 10, 12), "weight").colors(ColorMap.DIVERGING));
    }

    private static Plot tuning(int i) {
        double[] angles = Values.indices(360);
        return Plot.of("orientation (degrees)", "response (a.u.)")
                .title("neuron " + (17 * i + 1))
                .line("tuning", angles, map(angles, a -> (1 + 20 * i) * bump((a - 100 * i - 60) / 40)))
                .noLegend();
    }

    private static double bump(double v) {
        return Math.exp(-v * v);
    }

    private static Plot histogram() {
        Random random = new Random(5);
        return Plot.of("weight", "count").histogram("weights", map(new double[500], v -> random.nextGaussian()), 20);
    }

    private static ImageGrid digits() {
        ImageGrid grid = ImageGrid.of(5).title("Ten test images");
        for (int d = 0; d < 10; d++) {
            double radius = 3 + 0.6 * d;
            double[] pixels = map(
                    Values.indices(784), p -> bump((Math.hypot(p % 28 - 14, p / 28 - 14) - radius) / 2));
            grid.image("" + d, pixels, 28, 28);
        }
        return grid;
    }
}
