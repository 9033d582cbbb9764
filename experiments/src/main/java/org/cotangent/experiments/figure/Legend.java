package org.cotangent.experiments.figure;

import java.awt.Graphics2D;
import java.util.List;

/** The samples above a plot, from left to right, in as many rows as it takes. */
record Legend(List<LegendEntry> entries) {

    private static final double ROW = 22;
    private static final double GAP = 18;

    /** Height in pixels; nothing when there are no entries. */
    double height(Graphics2D g, double width) {
        return entries.isEmpty() ? 0 : flow(g, 0, 0, width, false) + 4;
    }

    void draw(Graphics2D g, double left, double top, double width) {
        flow(g, left, top, width, true);
    }

    private double flow(Graphics2D g, double left, double top, double width, boolean paint) {
        double x = 0;
        double y = 0;
        for (LegendEntry entry : entries) {
            double needed = LegendEntry.SAMPLE_WIDTH + 2 + Style.textWidth(g, Style.tick(), entry.text());
            if (x > 0 && x + needed > width) {
                x = 0;
                y += ROW;
            }
            if (paint) {
                entry.paintSample(g, left + x, top + y + ROW / 2);
                g.setFont(Style.tick());
                g.setColor(Palette.INK);
                double at = left + x + LegendEntry.SAMPLE_WIDTH + 2;
                g.drawString(entry.text(), (float) at, (float) (top + y + ROW / 2 + 5));
            }
            x += needed + GAP;
        }
        return y + ROW;
    }
}
