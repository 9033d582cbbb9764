package org.cotangent.experiments.figure;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.Locale;
import org.cotangent.shape.Complaint;
import org.jfree.svg.SVGGraphics2D;
import org.jfree.svg.ViewBox;

/** One or more charts set in columns and rows, with their data areas aligned. */
public final class Figure {

    private static final double GAP = 14;

    private final int columns;
    private final List<Chart> charts;

    private Figure(int columns, List<Chart> charts) {
        if (columns < 1 || charts.isEmpty()) {
            throw Complaint.about("figure of " + charts.size() + " charts in " + columns + " columns")
                    .because("there is nothing to draw")
                    .hint("one chart and one column at least")
                    .argument();
        }
        this.columns = Math.min(columns, charts.size());
        this.charts = charts;
    }

    /**
     * Charts side by side.
     *
     * @param charts one or more
     * @return the figure
     */
    public static Figure row(Chart... charts) {
        return new Figure(Math.max(1, charts.length), List.of(charts));
    }

    /**
     * Charts one below the other.
     *
     * @param charts one or more
     * @return the figure
     */
    public static Figure column(Chart... charts) {
        return new Figure(1, List.of(charts));
    }

    /**
     * Charts row by row, this many in a row.
     *
     * @param columns how many in a row
     * @param charts one or more
     * @return the figure
     */
    public static Figure grid(int columns, List<? extends Chart> charts) {
        return new Figure(columns, List.copyOf(charts));
    }

    /**
     * The figure as a complete SVG document; the same charts give the same text.
     *
     * @return XML without a declaration, in UTF-8
     */
    public String svg() {
        int rows = (charts.size() + columns - 1) / columns;
        Graphics2D ruler = new SVGGraphics2D(1, 1);
        double[] dataWidths = new double[columns];
        double[] dataHeights = new double[rows];
        double[] left = new double[columns];
        double[] right = new double[columns];
        double[] top = new double[rows];
        double[] bottom = new double[rows];
        for (int i = 0; i < charts.size(); i++) {
            int c = i % columns;
            int r = Math.floorDiv(i, columns);
            Size size = charts.get(i).dataSize(columns, rows);
            Margins margins = charts.get(i).margins(ruler, size);
            dataWidths[c] = Math.max(dataWidths[c], size.width());
            dataHeights[r] = Math.max(dataHeights[r], size.height());
            left[c] = Math.max(left[c], margins.left());
            right[c] = Math.max(right[c], margins.right());
            top[r] = Math.max(top[r], margins.top());
            bottom[r] = Math.max(bottom[r], margins.bottom());
        }
        double width = total(left, dataWidths, right);
        double height = total(top, dataHeights, bottom);
        SVGGraphics2D g = canvas(width, height);
        double y = GAP / 2;
        for (int r = 0; r < rows; r++) {
            double x = GAP / 2;
            for (int c = 0; c < columns && r * columns + c < charts.size(); c++) {
                Chart chart = charts.get(r * columns + c);
                Size size = chart.stretches() ? new Size(dataWidths[c], dataHeights[r]) : chart.dataSize(columns, rows);
                Rectangle2D data = new Rectangle2D.Double(x + left[c], y + top[r], size.width(), size.height());
                chart.draw(g, data, new Margins(top[r], left[c], bottom[r], right[c]));
                x += left[c] + dataWidths[c] + right[c] + GAP;
            }
            y += top[r] + dataHeights[r] + bottom[r] + GAP;
        }
        return g.getSVGElement(null, true, new ViewBox(0, 0, (int) width, (int) height), null, null) + "\n";
    }

    private static double total(double[] before, double[] inside, double[] after) {
        double sum = 0;
        for (int i = 0; i < inside.length; i++) {
            sum += before[i] + inside[i] + after[i] + GAP;
        }
        return Math.ceil(sum);
    }

    private static SVGGraphics2D canvas(double width, double height) {
        SVGGraphics2D g = new SVGGraphics2D(width, height);
        g.setDefsKeyPrefix("c"); // by default the time of day
        g.setGeomDoubleConverter(Figure::decimal);
        g.setTransformDoubleConverter(v -> String.format(Locale.ROOT, "%.6g", v));
        g.setFontFunction(family -> Style.FONT_FAMILY);
        g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE); // the axes read it
        Style.ground(g, width, height);
        return g;
    }

    /** Two decimals, without trailing zeros. */
    private static String decimal(double value) {
        long hundredths = Math.round(value * 100);
        StringBuilder text = new StringBuilder();
        if (hundredths < 0) {
            text.append('-');
        }
        long size = Math.abs(hundredths);
        text.append(size / 100);
        if (size % 100 != 0) {
            text.append('.').append(size / 10 % 10);
            if (size % 10 != 0) {
                text.append(size % 10);
            }
        }
        return text.toString();
    }
}
