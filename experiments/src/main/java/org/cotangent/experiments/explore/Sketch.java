package org.cotangent.experiments.explore;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A few lines without axes, each in its own colour, that fill a small picture. */
public final class Sketch {
    private static final int WIDTH = 320;
    private static final int HEIGHT = 170;
    private static final int MARGIN = 6;

    private final List<double[]> xs = new ArrayList<>();
    private final List<double[]> ys = new ArrayList<>();

    /** Without lines. */
    public Sketch() {}

    /**
     * Adds a line.
     *
     * @param x where its points are, from left to right
     * @param y and from bottom to top; as many
     * @return this
     */
    public Sketch line(double[] x, double[] y) {
        xs.add(x.clone());
        ys.add(y.clone());
        return this;
    }

    String svg() {
        StringBuilder svg = new StringBuilder("<svg class=\"sketch\" aria-hidden=\"true\" viewBox=\"0 0 ")
                .append(WIDTH).append(' ').append(HEIGHT).append("\" preserveAspectRatio=\"none\">\n");
        double[] x = scale(xs, MARGIN, WIDTH - MARGIN);
        double[] y = scale(ys, HEIGHT - MARGIN, MARGIN);
        for (int i = 0; i < xs.size(); i++) {
            svg.append("<polyline style=\"stroke: var(--c").append(i + 1).append(")\" points=\"");
            for (int k = 0; k < xs.get(i).length; k++) {
                svg.append(String.format(
                        Locale.ROOT, "%.1f,%.1f ", x[0] + x[1] * xs.get(i)[k], y[0] + y[1] * ys.get(i)[k]));
            }
            svg.append("\"/>\n");
        }
        return svg.append("</svg>\n").toString();
    }

    /** Offset and factor that bring all numbers between two places. */
    private static double[] scale(List<double[]> numbers, double from, double to) {
        double low = numbers.stream().flatMapToDouble(Arrays::stream).min().orElse(0);
        double high = numbers.stream().flatMapToDouble(Arrays::stream).max().orElse(1);
        double factor = high > low ? (to - from) / (high - low) : 0;
        return new double[] {from - factor * low, factor};
    }
}
