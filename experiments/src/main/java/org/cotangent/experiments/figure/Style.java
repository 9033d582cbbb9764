package org.cotangent.experiments.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.Locale;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.text.TextUtils;
import org.jfree.chart.ui.RectangleInsets;

/** The house style: fonts, strokes, how an axis looks, how a number is written. */
final class Style {

    /** First the font that Java measures with on a Linux server, then one nearly as wide; no quotes in it. */
    static final String FONT_FAMILY = "DejaVu Sans, Verdana, sans-serif";

    static final BasicStroke LINE = new BasicStroke(2.4f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    static final BasicStroke DASHED =
            new BasicStroke(2.2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10f, new float[] {8f, 5f}, 0f);
    static final BasicStroke HAIR = new BasicStroke(1f);
    static final BasicStroke AXIS = new BasicStroke(1.2f);

    static {
        // Turned labels as text: by default they become outlines, which nobody can search or select.
        TextUtils.setUseDrawRotatedStringWorkaround(false);
    }

    private Style() {}

    static Font title() {
        return new Font(Font.SANS_SERIF, Font.BOLD, 17);
    }

    static Font label() {
        return new Font(Font.SANS_SERIF, Font.PLAIN, 15);
    }

    static Font tick() {
        return new Font(Font.SANS_SERIF, Font.PLAIN, 14);
    }

    static <A extends ValueAxis> A dress(A axis) {
        axis.setLabelFont(label());
        axis.setLabelPaint(Palette.INK);
        axis.setLabelInsets(new RectangleInsets(5, 5, 3, 5));
        axis.setTickLabelFont(tick());
        axis.setTickLabelPaint(Palette.INK);
        axis.setTickLabelInsets(new RectangleInsets(3, 4, 3, 5));
        axis.setAxisLinePaint(Palette.MUTED);
        axis.setAxisLineStroke(AXIS);
        axis.setTickMarkPaint(Palette.MUTED);
        axis.setTickMarkStroke(AXIS);
        axis.setTickMarkOutsideLength(5);
        axis.setMinorTickMarkOutsideLength(3);
        axis.setAutoRange(false);
        axis.setUpperMargin(0);
        axis.setLowerMargin(0);
        return axis;
    }

    static double textWidth(Graphics2D g, Font font, String text) {
        return g.getFontMetrics(font).stringWidth(text);
    }

    /** Fills with white: the ground of every figure. */
    static void ground(Graphics2D g, double width, double height) {
        g.setColor(Color.WHITE);
        g.fill(new Rectangle2D.Double(0, 0, width, height));
    }

    /** A number on an axis with ticks {@code step} apart: as many decimals as the step needs, powers when very long. */
    static String number(double value, double step) {
        double size = Math.max(Math.abs(value), step);
        if (Math.abs(value) < step * 1e-9) {
            return "0";
        }
        if (size >= 1e6 || step < 1e-4) {
            return plain(String.format(Locale.ROOT, "%.2e", value));
        }
        int decimals = 0;
        for (double scaled = step; decimals < 9 && Math.abs(scaled - Math.rint(scaled)) > 1e-6 * scaled; scaled *= 10) {
            decimals++;
        }
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    /** 1.50e+06 becomes 1.5e6. */
    private static String plain(String scientific) {
        String[] parts = scientific.split("e", -1);
        String mantissa = parts[0].contains(".") ? parts[0].replaceAll("0+$", "").replaceAll("\\.$", "") : parts[0];
        return mantissa + "e" + Integer.parseInt(parts[1]);
    }

    /**
     * A step of 1, 2, 2.5 or 5 times a power of ten that cuts {@code length} into at most {@code most} pieces; never
     * 2.5 itself, because what is counted in ones (epochs, neurons) has no halves.
     */
    static double niceStep(double length, int most) {
        double raw = length / Math.max(1, most);
        double power = Math.pow(10, Math.floor(Math.log10(raw)));
        for (double m : new double[] {1, 2, 2.5, 5}) {
            boolean halves = m == 2.5 && Math.abs(power - 1) < 0.5;
            if (m * power >= raw * (1 - 1e-9) && !halves) {
                return m * power;
            }
        }
        return 10 * power;
    }
}
