package org.cotangent.experiments.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.shape.Complaint;
import org.jfree.chart.axis.AxisSpace;
import org.jfree.chart.axis.NumberTick;
import org.jfree.chart.axis.TickType;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.axis.AxisState;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.ui.RectangleEdge;
import org.jspecify.annotations.Nullable;

/**
 * A plot with two axes. Things are drawn in the order in which they are added, so a heat map comes first and the path
 * over it later; each named thing gets the next colour of the palette, and a name used again (a band around a line,
 * the test accuracy beside the training accuracy in a second panel) keeps its colour within the plot.
 *
 * <pre>{@code
 * Plot.of("batch", "cross entropy (nats)").line("training loss", losses).logY()
 * }</pre>
 */
public final class Plot extends Chart {

    private static final double BAR_GAP = 16;
    private static final double BAR_WIDTH = 18;

    private final String xLabel;
    private final String yLabel;
    private @Nullable String title;
    private final List<Layer> layers = new ArrayList<>();
    private final Map<String, Color> colors = new LinkedHashMap<>();
    private final List<String> categories = new ArrayList<>();
    private final Map<String, double[][]> categoryBars = new LinkedHashMap<>();
    private @Nullable HeatMap heatMap;
    private boolean image;
    private boolean square;
    private boolean logX;
    private boolean logY;
    private boolean legend = true;
    private double @Nullable [] xRange;
    private double @Nullable [] yRange;
    private double width;
    private double height;

    private Plot(String xLabel, String yLabel) {
        this.xLabel = xLabel;
        this.yLabel = yLabel;
    }

    /**
     * An empty plot; a label names the quantity and its unit: "membrane potential (V)".
     *
     * @param xLabel what the x axis measures
     * @param yLabel what the y axis measures
     * @return a plot to add to
     */
    public static Plot of(String xLabel, String yLabel) {
        return new Plot(xLabel, yLabel);
    }

    /**
     * A few words above the plot.
     *
     * @param words a few words
     * @return this plot
     */
    public Plot title(String words) {
        title = words;
        return this;
    }

    /**
     * Gives the next colours to these names, drawn or not, so that a name has the same colour in several plots.
     *
     * @param names in the order of the palette
     * @return this
     */
    public Plot palette(String... names) {
        for (String name : names) {
            color(name);
        }
        return this;
    }

    // ---- lines ----

    /**
     * A line through the points; NaN leaves a gap.
     *
     * @param name what the legend calls it
     * @param xs x of each point
     * @param ys y of each point
     * @return this plot
     */
    public Plot line(String name, double[] xs, double[] ys) {
        checkSame(name, "x", xs.length, "y", ys.length);
        return add(new LineLayer(name, xs.clone(), ys.clone(), color(name), false));
    }

    /**
     * A line over 0, 1, 2, ...
     *
     * @param name what the legend calls it
     * @param ys y of each point
     * @return this plot
     */
    public Plot line(String name, double[] ys) {
        return line(name, Values.indices(ys.length), ys);
    }

    /**
     * A line through the points; NaN leaves a gap.
     *
     * @param name what the legend calls it
     * @param xs x of each point
     * @param ys y of each point
     * @return this plot
     */
    public Plot line(String name, float[] xs, float[] ys) {
        return line(name, Values.of(xs), Values.of(ys));
    }

    /**
     * A line over 0, 1, 2, ...
     *
     * @param name what the legend calls it
     * @param ys y of each point
     * @return this plot
     */
    public Plot line(String name, float[] ys) {
        return line(name, Values.of(ys));
    }

    /**
     * A dashed line in grey: the truth, the reference, the theory beside what was measured.
     *
     * @param name what the legend calls it
     * @param xs x of each point
     * @param ys y of each point
     * @return this plot
     */
    public Plot reference(String name, double[] xs, double[] ys) {
        checkSame(name, "x", xs.length, "y", ys.length);
        return add(new LineLayer(name, xs.clone(), ys.clone(), colors.computeIfAbsent(name, n -> Palette.MUTED), true));
    }

    /**
     * A shaded region between two curves; give it the name of its line, before the line is added.
     *
     * @param name what the legend calls it
     * @param xs x of each point
     * @param lows the lower curve
     * @param highs the upper curve
     * @return this plot
     */
    public Plot band(String name, double[] xs, double[] lows, double[] highs) {
        checkSame(name, "x", xs.length, "lower curve", lows.length);
        checkSame(name, "x", xs.length, "upper curve", highs.length);
        return add(new BandLayer(xs.clone(), lows.clone(), highs.clone(), color(name)));
    }

    /**
     * A line with a band of one standard deviation on both sides.
     *
     * @param name what the legend calls it
     * @param xs x of each point
     * @param mean the line
     * @param deviation half the width of the band at each point
     * @return this plot
     */
    public Plot meanAndSpread(String name, double[] xs, double[] mean, double[] deviation) {
        checkSame(name, "mean", mean.length, "deviation", deviation.length);
        double[] low = new double[mean.length];
        double[] high = new double[mean.length];
        for (int i = 0; i < mean.length; i++) {
            low[i] = mean[i] - deviation[i];
            high[i] = mean[i] + deviation[i];
        }
        return band(name, xs, low, high).line(name, xs, mean);
    }

    // ---- points ----

    /**
     * Points; each series has its own colour and form.
     *
     * @param name what the legend calls it
     * @param xs x of each point
     * @param ys y of each point
     * @return this plot
     */
    public Plot points(String name, double[] xs, double[] ys) {
        checkSame(name, "x", xs.length, "y", ys.length);
        Color color = color(name);
        int marker = new ArrayList<>(colors.keySet()).indexOf(name);
        return add(new PointLayer(name, xs.clone(), ys.clone(), color, marker));
    }

    /**
     * Points; each series has its own colour and form.
     *
     * @param name what the legend calls it
     * @param xs x of each point
     * @param ys y of each point
     * @return this plot
     */
    public Plot points(String name, float[] xs, float[] ys) {
        return points(name, Values.of(xs), Values.of(ys));
    }

    /**
     * Points by class: {@code classes[i]} in 0 .. names.length - 1 says which series point i belongs to.
     *
     * @param xs x of each point
     * @param ys y of each point
     * @param classes the class of each point
     * @param names one for each class
     * @return this plot
     */
    public Plot scatter(double[] xs, double[] ys, int[] classes, String... names) {
        checkSame("scatter", "x", xs.length, "y", ys.length);
        checkSame("scatter", "x", xs.length, "classes", classes.length);
        for (int k : classes) {
            if (k < 0 || k >= names.length) {
                throw Complaint.about("scatter with class " + k)
                        .because("it has no name, for there are " + names.length + " names")
                        .hint("classes from 0 to " + (names.length - 1))
                        .argument();
            }
        }
        for (int k = 0; k < names.length; k++) {
            double[] kx = new double[xs.length];
            double[] ky = new double[xs.length];
            int count = 0;
            for (int i = 0; i < xs.length; i++) {
                if (classes[i] == k) {
                    kx[count] = xs[i];
                    ky[count++] = ys[i];
                }
            }
            points(names[k], Arrays.copyOf(kx, count), Arrays.copyOf(ky, count));
        }
        return this;
    }

    /**
     * Points by class.
     *
     * @param xs x of each point
     * @param ys y of each point
     * @param classes the class of each point
     * @param names one for each class
     * @return this plot
     */
    public Plot scatter(float[] xs, float[] ys, int[] classes, String... names) {
        return scatter(Values.of(xs), Values.of(ys), classes, names);
    }

    // ---- maps ----

    /**
     * A heat map with a colour bar; one per plot.
     *
     * @param map the values and their colours
     * @return this plot
     */
    public Plot heatMap(HeatMap map) {
        heatMap = map;
        return addImage(HeatLayer.of(map), map.raster());
    }

    /**
     * A map of classes, as a classifier's regions: value k is class k, with its name in the legend.
     *
     * @param classes whole numbers from 0 on
     * @param names one for each class
     * @return this plot
     */
    public Plot classMap(Raster classes, String... names) {
        for (String name : names) {
            color(name); // points of the same classes, drawn over the map, match it
        }
        return addImage(HeatLayer.classes(classes, List.of(names)), classes);
    }

    private Plot addImage(HeatLayer layer, Raster raster) {
        image = true;
        Raster.Extent e = raster.extent();
        xRange = xRange == null ? new double[] {e.x0(), e.x1()} : xRange;
        yRange = yRange == null ? new double[] {e.y0(), e.y1()} : yRange;
        return add(layer);
    }

    /**
     * An arrow at each (x, y) along (u, v); lengths are scaled together so that neighbours do not overlap.
     *
     * @param xs x of each point
     * @param ys y of each point
     * @param us x component of each arrow
     * @param vs y component of each arrow
     * @return this plot
     */
    public Plot arrows(double[] xs, double[] ys, double[] us, double[] vs) {
        checkSame("arrows", "x", xs.length, "y", ys.length);
        checkSame("arrows", "x", xs.length, "u", us.length);
        checkSame("arrows", "x", xs.length, "v", vs.length);
        return add(new ArrowLayer(xs.clone(), ys.clone(), us.clone(), vs.clone()));
    }

    /**
     * A walk, as of gradient descent: a ring where it starts, dots on its way, a large dot where it ends.
     *
     * @param name what the legend calls it
     * @param xs x of each point
     * @param ys y of each point
     * @return this plot
     */
    public Plot path(String name, double[] xs, double[] ys) {
        checkSame(name, "x", xs.length, "y", ys.length);
        // Blue is lost on a dark map: a walk begins at vermillion.
        if (image && colors.isEmpty()) {
            color("");
        }
        return add(new PathLayer(name, xs.clone(), ys.clone(), color(name)));
    }

    // ---- bars ----

    /**
     * The names below the bars, left to right.
     *
     * @param names one for each group of bars
     * @return this plot
     */
    public Plot categories(String... names) {
        categories.clear();
        categories.addAll(List.of(names));
        return this;
    }

    /**
     * A bar per category; several series stand side by side.
     *
     * @param name what the legend calls it
     * @param values the height of each bar, one for each category
     * @return this plot
     */
    public Plot bars(String name, double... values) {
        checkSame(name, "categories", categories.size(), "bars", values.length);
        color(name);
        categoryBars.put(name, new double[][] {values.clone(), {}});
        return this;
    }

    /**
     * A bar per category with a whisker of +- error.
     *
     * @param name what the legend calls it
     * @param values the height of each bar, one for each category
     * @param errors half the length of each whisker
     * @return this plot
     */
    public Plot bars(String name, double[] values, double[] errors) {
        checkSame(name, "bars", values.length, "errors", errors.length);
        bars(name, values);
        categoryBars.put(name, new double[][] {values.clone(), errors.clone()});
        return this;
    }

    /**
     * How often a value falls into each of {@code bins} equal bins from the smallest to the largest.
     *
     * @param name what the legend calls it
     * @param values any; what is not finite is not counted
     * @param bins how many bars
     * @return this plot
     */
    public Plot histogram(String name, double[] values, int bins) {
        double[] finite = Arrays.stream(values).filter(Double::isFinite).sorted().toArray();
        double low = finite.length == 0 ? 0 : finite[0];
        double high = finite.length == 0 ? 1 : finite[finite.length - 1];
        double[] edges = Values.linspace(low, high > low ? high : low + 1, bins + 1);
        double[] counts = new double[bins];
        for (double v : finite) {
            counts[Math.min(bins - 1, (int) ((v - low) / (edges[bins] - low) * bins))]++;
        }
        double[] lefts = Arrays.copyOf(edges, bins);
        double[] rights = Arrays.copyOfRange(edges, 1, bins + 1);
        return add(new BarLayer(name, lefts, rights, counts, new double[0], color(name)));
    }

    // ---- marks ----

    /**
     * Upright dashed lines at these x: spike times, the epoch at which something changed.
     *
     * @param name what the legend calls it
     * @param xs where the lines stand
     * @return this plot
     */
    public Plot spikes(String name, double... xs) {
        return add(new MarkLayer(name, xs.clone(), true, color(name)));
    }

    /**
     * A level dashed line at this y: a threshold, chance.
     *
     * @param name what the legend calls it
     * @param y where the line lies
     * @return this plot
     */
    public Plot level(String name, double y) {
        return add(new MarkLayer(name, new double[] {y}, false, colors.computeIfAbsent(name, n -> Palette.MUTED)));
    }

    /**
     * A few words beside the point (x, y).
     *
     * @param x where it lies
     * @param y where it lies
     * @param words a few words
     * @return this plot
     */
    public Plot text(double x, double y, String words) {
        return add(new TextLayer(x, y, words));
    }

    // ---- axes and size ----

    /**
     * Logarithmic x axis; values that are not positive are left out.
     *
     * @return this plot
     */
    public Plot logX() {
        logX = true;
        return this;
    }

    /**
     * Logarithmic y axis; values that are not positive are left out.
     *
     * @return this plot
     */
    public Plot logY() {
        logY = true;
        return this;
    }

    /**
     * The x axis from one value to the other; reversed when the first is larger.
     *
     * @param from the end at the origin
     * @param to the other end of the axis
     * @return this plot
     */
    public Plot xRange(double from, double to) {
        xRange = new double[] {from, to};
        return this;
    }

    /**
     * The y axis from one value to the other; reversed when the first is larger.
     *
     * @param from the end at the origin
     * @param to the other end of the axis
     * @return this plot
     */
    public Plot yRange(double from, double to) {
        yRange = new double[] {from, to};
        return this;
    }

    /**
     * One unit is equally long on both axes.
     *
     * @return this plot
     */
    public Plot square() {
        square = true;
        return this;
    }

    /**
     * No legend, where the title says it all or the panel beside it has the same.
     *
     * @return this plot
     */
    public Plot noLegend() {
        legend = false;
        return this;
    }

    /**
     * The size of the data area in pixels, where the figure's own choice does not fit.
     *
     * @param dataWidth in pixels
     * @param dataHeight in pixels
     * @return this plot
     */
    public Plot size(double dataWidth, double dataHeight) {
        width = dataWidth;
        height = dataHeight;
        return this;
    }

    // ---- drawing ----

    private Plot add(Layer layer) {
        layers.add(layer);
        return this;
    }

    private Color color(String name) {
        Color known = colors.get(name);
        if (known == null) {
            known = Palette.series(colors.size());
            colors.put(name, known);
        }
        return known;
    }

    private static void checkSame(String name, String a, int countA, String b, int countB) {
        if (countA != countB) {
            throw Complaint.about("plot of \"" + name + "\"")
                    .because(a + " has " + countA + " values and " + b + " has " + countB
                            + ", which go together one by one")
                    .hint("arrays of the same length")
                    .argument();
        }
    }

    /** All layers, the bars of the categories among them. */
    private List<Layer> drawn() {
        if (categoryBars.isEmpty()) {
            return layers;
        }
        List<Layer> all = new ArrayList<>(layers);
        int count = categoryBars.size();
        double each = Math.min(0.78 / count, 0.55);
        int k = 0;
        for (Map.Entry<String, double[][]> bar : categoryBars.entrySet()) {
            double[] values = bar.getValue()[0];
            double[] lefts = new double[values.length];
            double[] rights = new double[values.length];
            for (int i = 0; i < values.length; i++) {
                lefts[i] = i + (k - count / 2.0) * each;
                rights[i] = lefts[i] + each * (count > 1 ? 0.94 : 1);
            }
            all.add(new BarLayer(bar.getKey(), lefts, rights, values, bar.getValue()[1], color(bar.getKey())));
            k++;
        }
        return all;
    }

    @Override
    Size dataSize(int columns, int rows) {
        if (width > 0) {
            return new Size(width, height);
        }
        double[] widths = {600, 420, 320, 270};
        double w = widths[Math.min(columns, widths.length) - 1];
        if (!stretches()) {
            double side = columns == 1 ? 440 : w;
            double[] x = xRange != null ? xRange : bounds()[0].linear(0.04);
            double[] y = yRange != null ? yRange : bounds()[1].linear(0.04);
            double ratio = Math.abs(y[1] - y[0]) / Math.abs(x[1] - x[0]);
            return ratio <= 1 ? new Size(side, side * ratio) : new Size(side / ratio, side);
        }
        double h = rows > 1 ? 220 : columns == 1 ? 340 : w * 0.72;
        return new Size(w, h);
    }

    @Override
    boolean stretches() {
        return width == 0 && !square && !(image && equalUnits());
    }

    /** Do both axes of an image measure the same kind of thing, so that a square cell should look square? */
    private boolean equalUnits() {
        if (xRange == null || yRange == null) {
            return false;
        }
        double ratio = Math.abs((yRange[1] - yRange[0]) / (xRange[1] - xRange[0]));
        return ratio > 0.45 && ratio < 2.2;
    }

    private Bounds[] bounds() {
        Bounds x = new Bounds();
        Bounds y = new Bounds();
        for (Layer layer : drawn()) {
            layer.extend(x, y);
        }
        return new Bounds[] {x, y};
    }

    private ValueAxis xAxis(Graphics2D g, double length) {
        if (!categories.isEmpty()) {
            double widest = 0;
            for (String name : categories) {
                widest = Math.max(widest, Style.textWidth(g, Style.tick(), name));
            }
            return Axes.categories(xLabel, categories, widest + 8 > length / categories.size());
        }
        Bounds x = bounds()[0];
        if (logX) {
            double[] range = xRange != null ? xRange : x.logarithmic(0.02);
            return Axes.logarithmic(xLabel, range[0], range[1]);
        }
        double[] range = xRange != null ? xRange : x.linear(onlyLines() ? 0.015 : 0.04);
        double apart = stretches() ? 75 : 48; // a square plot has the same ticks on both axes
        return Axes.linear(xLabel, range[0], range[1], (int) Math.clamp(length / apart, 2, 7));
    }

    private ValueAxis yAxis(double length) {
        Bounds y = bounds()[1];
        if (logY) {
            double[] range = yRange != null ? yRange : y.logarithmic(0.06);
            return Axes.logarithmic(yLabel, range[0], range[1]);
        }
        double[] range = yRange != null ? yRange : y.linear(0.06);
        if (yRange == null && barsStandOnZero() && range[0] < 0) {
            range[0] = 0;
        }
        return Axes.linear(yLabel, range[0], range[1], (int) Math.clamp(length / 48, 2, 7));
    }

    private boolean onlyLines() {
        return layers.stream().noneMatch(layer -> layer instanceof PointLayer);
    }

    private boolean barsStandOnZero() {
        return drawn().stream().anyMatch(layer -> layer instanceof BarLayer)
                && drawn().stream()
                        .filter(layer -> layer instanceof BarLayer)
                        .map(layer -> (BarLayer) layer)
                        .allMatch(bars -> Arrays.stream(bars.values()).noneMatch(v -> v < 0));
    }

    private Legend legendOf() {
        Map<String, LegendEntry> entries = new LinkedHashMap<>();
        for (Layer layer : drawn()) {
            for (LegendEntry entry : layer.legend()) {
                if (!entry.text().isEmpty()) {
                    entries.putIfAbsent(entry.text(), entry);
                }
            }
        }
        return new Legend(legend ? List.copyOf(entries.values()) : List.of());
    }

    @Override
    Margins margins(Graphics2D g, Size data) {
        ValueAxis x = xAxis(g, data.width());
        ValueAxis y = yAxis(data.height());
        Rectangle2D area = new Rectangle2D.Double(0, 0, data.width(), data.height());
        XYPlot none = new XYPlot();
        double left = y.reserveSpace(g, none, area, RectangleEdge.LEFT, new AxisSpace()).getLeft();
        double bottom = x.reserveSpace(g, none, area, RectangleEdge.BOTTOM, new AxisSpace()).getBottom();
        if (!categories.isEmpty()) {
            bottom += turnedDepth(g, data.width());
            left = Math.max(left, turnedDepth(g, data.width()) * 1.6 - data.width() / categories.size() / 2);
        }
        double right = 22;
        if (heatMap != null) {
            ValueAxis bar = barAxis(heatMap, data.height());
            AxisSpace space = bar.reserveSpace(g, none, area, RectangleEdge.RIGHT, new AxisSpace());
            right = BAR_GAP + BAR_WIDTH + space.getRight() + 6;
        }
        double top = (title == null ? 0 : 28) + legendOf().height(g, data.width() + right - 10) + 12;
        return new Margins(top, left + 4, bottom + 4, right);
    }

    /** How much deeper turned names of categories reach than level ones. */
    private double turnedDepth(Graphics2D g, double length) {
        double widest = 0;
        for (String name : categories) {
            widest = Math.max(widest, Style.textWidth(g, Style.tick(), name));
        }
        return widest + 8 > length / categories.size() ? widest * 0.47 : 0;
    }

    private static ValueAxis barAxis(HeatMap map, double length) {
        return Axes.linear(map.label(), map.low(), map.high(), (int) Math.clamp(length / 60, 2, 6));
    }

    @Override
    void draw(Graphics2D g, Rectangle2D data, Margins margins) {
        ValueAxis x = xAxis(g, data.getWidth());
        ValueAxis y = yAxis(data.getHeight());
        Space space = new Space(data, x, y);
        double top = data.getMinY() - margins.top();
        if (title != null) {
            g.setFont(Style.title());
            g.setColor(Palette.INK);
            g.drawString(title, (float) data.getMinX(), (float) (top + 18));
            top += 28;
        }
        legendOf().draw(g, data.getMinX(), top, data.getWidth() + margins.right() - 10);
        if (!image) {
            grid(g, space);
        }
        Shape clip = g.getClip();
        g.clip(data);
        for (Layer layer : drawn()) {
            layer.paint(g, space);
        }
        g.setClip(clip);
        if (image) {
            g.setColor(Palette.MUTED);
            g.setStroke(Style.HAIR);
            g.draw(data);
        }
        drawAxis(g, x, data.getMaxY(), data, RectangleEdge.BOTTOM, margins);
        drawAxis(g, y, data.getMinX(), data, RectangleEdge.LEFT, margins);
        if (heatMap != null) {
            colorBar(g, heatMap, data, margins);
        }
    }

    private void drawAxis(
            Graphics2D g, ValueAxis axis, double cursor, Rectangle2D data, RectangleEdge edge, Margins margins) {
        Rectangle2D area =
                new Rectangle2D.Double(
                        data.getMinX() - margins.left(), data.getMinY() - margins.top(),
                        data.getWidth() + margins.left() + margins.right(),
                        data.getHeight() + margins.top() + margins.bottom());
        if (edge.equals(RectangleEdge.BOTTOM) && !categories.isEmpty()) {
            // The axis does not know how deep turned names reach: its label is moved down by hand.
            String label = axis.getLabel();
            axis.setLabel(null);
            axis.draw(g, cursor, area, data, edge, null);
            axis.setLabel(label);
            g.setFont(Style.label());
            g.setColor(Palette.INK);
            double at = data.getCenterX() - Style.textWidth(g, Style.label(), xLabel) / 2;
            g.drawString(xLabel, (float) at, (float) (data.getMaxY() + margins.bottom() - 10));
            return;
        }
        axis.draw(g, cursor, area, data, edge, null);
    }

    private void grid(Graphics2D g, Space space) {
        g.setColor(Palette.GRID);
        g.setStroke(new BasicStroke(1f));
        Rectangle2D data = space.data();
        for (double value : majorTicks(g, space.yAxis(), data, RectangleEdge.LEFT)) {
            double at = space.y(value);
            g.draw(new Line2D.Double(data.getMinX(), at, data.getMaxX(), at));
        }
        if (categories.isEmpty()) {
            for (double value : majorTicks(g, space.xAxis(), data, RectangleEdge.BOTTOM)) {
                double at = space.x(value);
                g.draw(new Line2D.Double(at, data.getMinY(), at, data.getMaxY()));
            }
        }
    }

    private static double[] majorTicks(Graphics2D g, ValueAxis axis, Rectangle2D data, RectangleEdge edge) {
        List<Double> values = new ArrayList<>();
        for (Object tick : axis.refreshTicks(g, new AxisState(), data, edge)) {
            if (tick instanceof NumberTick number && TickType.MAJOR.equals(number.getTickType())) {
                values.add(number.getValue());
            }
        }
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private void colorBar(Graphics2D g, HeatMap map, Rectangle2D data, Margins margins) {
        Rectangle2D bar =
                new Rectangle2D.Double(data.getMaxX() + BAR_GAP, data.getMinY(), BAR_WIDTH, data.getHeight());
        Shape clip = g.getClip();
        var before = g.getTransform();
        int steps = 256;
        g.translate(bar.getMinX(), bar.getMinY());
        g.scale(BAR_WIDTH, bar.getHeight() / steps);
        g.drawImage(map.bar(steps), 0, 0, null);
        g.setTransform(before);
        g.setClip(clip);
        g.setColor(Palette.MUTED);
        g.setStroke(Style.HAIR);
        g.draw(bar);
        Rectangle2D area =
                new Rectangle2D.Double(bar.getMinX(), bar.getMinY(), margins.right() - BAR_GAP, bar.getHeight());
        barAxis(map, data.getHeight()).draw(g, bar.getMaxX(), area, bar, RectangleEdge.RIGHT, null);
    }
}
