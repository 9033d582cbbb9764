package org.cotangent.experiments.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;

/** A sample of colour and form with its name. */
record LegendEntry(String text, Color color, Form form, int marker) {

    /** What the sample looks like. */
    enum Form {
        LINE,
        DASHED,
        POINT,
        FILLED
    }

    static final double SAMPLE_WIDTH = 26;

    static LegendEntry of(String text, Color color, Form form) {
        return new LegendEntry(text, color, form, 0);
    }

    /** Draws the sample with its left end at x, centred on y. */
    void paintSample(Graphics2D g, double x, double y) {
        g.setColor(color);
        switch (form) {
            case LINE -> line(g, x, y, Style.LINE);
            case DASHED -> line(g, x, y, Style.DASHED);
            case POINT -> Marker.of(marker).paint(g, new double[] {x + SAMPLE_WIDTH / 2}, new double[] {y}, 9, color);
            case FILLED -> g.fill(new Rectangle2D.Double(x + 5, y - 7, 14, 14));
        }
    }

    private static void line(Graphics2D g, double x, double y, BasicStroke stroke) {
        g.setStroke(stroke);
        g.draw(new Line2D.Double(x, y, x + SAMPLE_WIDTH - 4, y));
    }
}
