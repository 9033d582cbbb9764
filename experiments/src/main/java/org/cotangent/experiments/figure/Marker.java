package org.cotangent.experiments.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Path2D;

/**
 * The form of a point. All points of a series are one SVG path, so that thousands of them stay small.
 */
enum Marker {
    CIRCLE,
    SQUARE,
    TRIANGLE,
    DIAMOND;

    /** More points than this get no edge, which would double the file and show little. */
    private static final int CROWD = 800;

    static Marker of(int index) {
        return values()[Math.floorMod(index, values().length)];
    }

    /** Paints a marker of this diameter at each (x, y), in pixels, with a thin white edge unless they are many. */
    void paint(Graphics2D g, double[] xs, double[] ys, double size, Color color) {
        boolean dots = this == CIRCLE || this == SQUARE;
        Path2D path = new Path2D.Double();
        for (int i = 0; i < xs.length; i++) {
            if (dots) {
                // A line without length: its caps are the marker.
                path.moveTo(xs[i], ys[i]);
                path.lineTo(xs[i], ys[i]);
            } else {
                outline(path, xs[i], ys[i], size * 0.62);
            }
        }
        int cap = this == CIRCLE ? BasicStroke.CAP_ROUND : BasicStroke.CAP_SQUARE;
        float width = (float) (this == SQUARE ? size * 0.88 : size);
        if (xs.length <= CROWD) {
            g.setColor(Color.WHITE);
            g.setStroke(dots ? new BasicStroke(width + 1.6f, cap, BasicStroke.JOIN_ROUND) : new BasicStroke(1.6f));
            g.draw(path);
        }
        g.setColor(color);
        if (dots) {
            g.setStroke(new BasicStroke(width, cap, BasicStroke.JOIN_ROUND));
            g.draw(path);
        } else {
            g.fill(path);
        }
    }

    private void outline(Path2D path, double x, double y, double r) {
        path.moveTo(x, y - r);
        if (this == TRIANGLE) {
            path.lineTo(x + r * 0.95, y + r * 0.75);
            path.lineTo(x - r * 0.95, y + r * 0.75);
        } else {
            path.lineTo(x + r, y);
            path.lineTo(x, y + r);
            path.lineTo(x - r, y);
        }
        path.closePath();
    }
}
