package org.cotangent.experiments.figure;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.util.List;

/** Dashed lines across the whole data area at given values of x (upright) or of y. */
record MarkLayer(String name, double[] values, boolean upright, Color color) implements Layer {

    @Override
    public void extend(Bounds x, Bounds y) {
        (upright ? x : y).include(values);
    }

    @Override
    public void paint(Graphics2D g, Space space) {
        g.setColor(color);
        g.setStroke(Style.DASHED);
        var data = space.data();
        for (double value : values) {
            double at = upright ? space.x(value) : space.y(value);
            if (Double.isFinite(at)) {
                g.draw(
                        upright
                                ? new Line2D.Double(at, data.getMinY(), at, data.getMaxY())
                                : new Line2D.Double(data.getMinX(), at, data.getMaxX(), at));
            }
        }
    }

    @Override
    public List<LegendEntry> legend() {
        return List.of(LegendEntry.of(name, color, LegendEntry.Form.DASHED));
    }
}
