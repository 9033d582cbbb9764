package org.cotangent.experiments.figure;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.List;

/** Bars from zero (on a log axis: from the floor) over [lefts, rights], with whiskers of +- error when given. */
record BarLayer(String name, double[] lefts, double[] rights, double[] values, double[] errors, Color color)
        implements Layer {

    @Override
    public void extend(Bounds x, Bounds y) {
        x.include(lefts);
        x.include(rights);
        y.include(0);
        y.include(values);
        for (int i = 0; i < errors.length; i++) {
            y.include(values[i] - errors[i], values[i] + errors[i]);
        }
    }

    @Override
    public void paint(Graphics2D g, Space space) {
        Path2D whiskers = new Path2D.Double();
        double floor = space.data().getMaxY();
        double zero = space.y(0);
        double base = Double.isFinite(zero) ? Math.min(zero, floor) : floor;
        g.setColor(color);
        for (int i = 0; i < values.length; i++) {
            double left = space.x(lefts[i]);
            double right = space.x(rights[i]);
            double top = space.y(values[i]);
            if (!Double.isFinite(top)) {
                continue;
            }
            g.fill(new Rectangle2D.Double(left, Math.min(top, base), right - left, Math.abs(base - top)));
            if (errors.length > 0) {
                double middle = (left + right) / 2;
                double reach = Math.min(7, (right - left) / 4);
                for (double end : new double[] {values[i] - errors[i], values[i] + errors[i]}) {
                    double y = Math.min(space.y(end), floor);
                    whiskers.moveTo(middle, top);
                    whiskers.lineTo(middle, y);
                    whiskers.moveTo(middle - reach, y);
                    whiskers.lineTo(middle + reach, y);
                }
            }
        }
        g.setColor(Palette.INK);
        g.setStroke(Style.AXIS);
        g.draw(whiskers);
    }

    @Override
    public List<LegendEntry> legend() {
        return List.of(LegendEntry.of(name, color, LegendEntry.Form.FILLED));
    }
}
