package org.cotangent.experiments.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.util.Arrays;
import java.util.List;

/** A walk over a map: a dot at each step, a ring where it starts, a large dot where it ends; white below. */
record PathLayer(String name, double[] xs, double[] ys, Color color) implements Layer {

    @Override
    public void extend(Bounds x, Bounds y) {
        x.include(xs);
        y.include(ys);
    }

    @Override
    public void paint(Graphics2D g, Space space) {
        int n = xs.length;
        double[] px = new double[n];
        double[] py = new double[n];
        Path2D path = new Path2D.Double();
        for (int i = 0; i < n; i++) {
            px[i] = space.x(xs[i]);
            py[i] = space.y(ys[i]);
            if (!Double.isFinite(px[i]) || !Double.isFinite(py[i])) {
                n = i; // a walk that diverges is drawn as far as it is finite
                break;
            }
            if (i == 0) {
                path.moveTo(px[i], py[i]);
            } else {
                path.lineTo(px[i], py[i]);
            }
        }
        if (n == 0) {
            return;
        }
        g.setColor(Color.WHITE);
        g.setStroke(new BasicStroke(5f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        g.draw(path);
        g.setColor(color);
        g.setStroke(Style.LINE);
        g.draw(path);
        if (n <= 200) {
            Marker.CIRCLE.paint(g, Arrays.copyOf(px, n), Arrays.copyOf(py, n), 5, color);
        }
        Marker.CIRCLE.paint(g, new double[] {px[n - 1]}, new double[] {py[n - 1]}, 12, color);
        Ellipse2D ring = new Ellipse2D.Double(px[0] - 6, py[0] - 6, 12, 12);
        g.setColor(Color.WHITE);
        g.fill(ring);
        g.setColor(color);
        g.setStroke(Style.LINE);
        g.draw(ring);
    }

    @Override
    public List<LegendEntry> legend() {
        return List.of(LegendEntry.of(name, color, LegendEntry.Form.LINE));
    }
}
