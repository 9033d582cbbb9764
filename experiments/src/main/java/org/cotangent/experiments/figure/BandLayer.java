package org.cotangent.experiments.figure;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Path2D;

/** The region between two curves, see-through. */
record BandLayer(double[] xs, double[] lows, double[] highs, Color color) implements Layer {

    @Override
    public void extend(Bounds x, Bounds y) {
        x.include(xs);
        y.include(lows);
        y.include(highs);
    }

    @Override
    public void paint(Graphics2D g, Space space) {
        Path2D path = new Path2D.Double();
        for (int i = 0; i < xs.length; i++) {
            if (i == 0) {
                path.moveTo(space.x(xs[i]), space.y(highs[i]));
            } else {
                path.lineTo(space.x(xs[i]), space.y(highs[i]));
            }
        }
        for (int i = xs.length - 1; i >= 0; i--) {
            path.lineTo(space.x(xs[i]), space.y(lows[i]));
        }
        path.closePath();
        g.setColor(new Color(color.getRed(), color.getGreen(), color.getBlue(), 60));
        g.fill(path);
    }
}
