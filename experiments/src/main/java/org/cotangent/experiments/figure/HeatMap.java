package org.cotangent.experiments.figure;

import java.awt.image.BufferedImage;
import org.cotangent.shape.Complaint;

/**
 * How a {@link Raster} is coloured: the colour map, the limits of the colours, how many steps.
 *
 * @param raster the values
 * @param label what the colour bar says, with the unit
 * @param colors the colour map
 * @param low the value of the first colour; what lies below gets that colour too
 * @param high the value of the last colour
 * @param levels number of distinct colours, like the filled regions of a contour plot; 0 for continuous
 */
public record HeatMap(Raster raster, String label, ColorMap colors, double low, double high, int levels) {

    private static final int NAN_COLOR = 0xd9d9d9;

    /**
     * A heat map in {@link ColorMap#SEQUENTIAL}, its limits the smallest and largest finite value.
     *
     * @param raster the values
     * @param label what the colour bar says, with the unit
     * @return a heat map to refine
     */
    public static HeatMap of(Raster raster, String label) {
        return new HeatMap(raster, label, ColorMap.SEQUENTIAL, 0, 0, 0).percentiles(0, 100);
    }

    /**
     * The same in other colours; {@link ColorMap#DIVERGING} makes the limits symmetric around zero.
     *
     * @param map the colours
     * @return a new heat map
     */
    public HeatMap colors(ColorMap map) {
        if (map != ColorMap.DIVERGING) {
            return new HeatMap(raster, label, map, low, high, levels);
        }
        double limit = Math.max(Math.abs(low), Math.abs(high));
        return new HeatMap(raster, label, map, -limit, limit, levels);
    }

    /**
     * The same with the first and last colour at these values.
     *
     * @param first the lower limit
     * @param last the upper limit
     * @return a new heat map
     */
    public HeatMap limits(double first, double last) {
        if (!(first < last)) {
            throw Complaint.about("colours of \"" + label + "\" from " + first + " to " + last)
                    .because("the first limit is not the smaller one")
                    .hint("a lower and a higher number")
                    .argument();
        }
        return new HeatMap(raster, label, colors, first, last, levels);
    }

    /**
     * The same with the limits at two percentiles (0 to 100) of the finite values, interpolated as numpy does.
     *
     * @param first the percentile of the first colour
     * @param last the percentile of the last colour
     * @return a new heat map
     */
    public HeatMap percentiles(double first, double last) {
        double[] sorted = raster.sortedFinite();
        double lowest = sorted.length == 0 ? 0 : percentile(sorted, first);
        double highest = sorted.length == 0 ? 1 : percentile(sorted, last);
        if (lowest == highest) {
            highest = lowest + Math.max(Math.abs(lowest), 1) * 1e-6;
        }
        return new HeatMap(raster, label, colors, lowest, highest, levels);
    }

    /**
     * The same in {@code count} steps of colour.
     *
     * @param count how many steps; 0 for continuous colours
     * @return a new heat map
     */
    public HeatMap levels(int count) {
        return new HeatMap(raster, label, colors, low, high, count);
    }

    private static double percentile(double[] sorted, double percent) {
        double at = percent / 100 * (sorted.length - 1);
        int below = (int) Math.floor(at);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }

    int rgb(double value) {
        if (Double.isNaN(value)) {
            return NAN_COLOR;
        }
        return step(Math.clamp((value - low) / (high - low), 0.0, 1.0));
    }

    /** Colour of the fraction {@code t} of the way from low to high. */
    private int step(double t) {
        if (levels <= 0) {
            return colors.rgb(t);
        }
        int level = Math.min((int) (t * levels), levels - 1);
        return colors.rgb(levels == 1 ? 0.5 : level / (levels - 1.0));
    }

    BufferedImage image() {
        return Images.of(raster, this::rgb);
    }

    /** The colours from high (top row) to low. */
    BufferedImage bar(int height) {
        BufferedImage image = new BufferedImage(1, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            image.setRGB(0, y, step(1 - (y + 0.5) / height));
        }
        return image;
    }
}
