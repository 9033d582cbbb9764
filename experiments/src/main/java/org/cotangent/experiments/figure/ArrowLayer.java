package org.cotangent.experiments.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Path2D;

/**
 * Arrows from (x, y) along (u, v), all scaled alike: the longest covers {@code reach} of the data area's width. With a
 * light edge, so that they are seen on dark and on light ground.
 */
record ArrowLayer(double[] xs, double[] ys, double[] us, double[] vs) implements Layer {

    @Override
    public void extend(Bounds x, Bounds y) {
        x.include(xs);
        y.include(ys);
    }

    @Override
    public void paint(Graphics2D g, Space space) {
        double longest = 0;
        double[] dx = new double[xs.length];
        double[] dy = new double[xs.length];
        for (int i = 0; i < xs.length; i++) {
            // A direction in the plane becomes one on the screen: an axis may be stretched or reversed.
            dx[i] = space.x(xs[i] + us[i]) - space.x(xs[i]);
            dy[i] = space.y(ys[i] + vs[i]) - space.y(ys[i]);
            if (Double.isFinite(dx[i]) && Double.isFinite(dy[i])) {
                longest = Math.max(longest, Math.hypot(dx[i], dy[i]));
            }
        }
        if (longest == 0) {
            return;
        }
        double cell = Math.sqrt(space.data().getWidth() * space.data().getHeight() / xs.length);
        double scale = 1.15 * cell / longest;
        Path2D shafts = new Path2D.Double();
        Path2D heads = new Path2D.Double();
        for (int i = 0; i < xs.length; i++) {
            double length = Math.hypot(dx[i], dy[i]) * scale;
            if (length > 1 && Double.isFinite(length)) {
                arrow(shafts, heads, space.x(xs[i]), space.y(ys[i]), dx[i] * scale, dy[i] * scale, length);
            }
        }
        g.setColor(Color.WHITE);
        g.setStroke(new BasicStroke(3.6f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        g.draw(shafts);
        g.setStroke(new BasicStroke(2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        g.draw(heads);
        g.setColor(Palette.INK);
        g.setStroke(new BasicStroke(1.7f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        g.draw(shafts);
        g.fill(heads);
    }

    private static void arrow(
            Path2D shafts, Path2D heads, double x, double y, double dx, double dy, double length) {
        double head = Math.min(8, 0.45 * length);
        double ux = dx / length;
        double uy = dy / length;
        double tipX = x + dx;
        double tipY = y + dy;
        shafts.moveTo(x, y);
        shafts.lineTo(tipX - ux * head, tipY - uy * head);
        heads.moveTo(tipX, tipY);
        heads.lineTo(tipX - ux * head - uy * head * 0.45, tipY - uy * head + ux * head * 0.45);
        heads.lineTo(tipX - ux * head + uy * head * 0.45, tipY - uy * head - ux * head * 0.45);
        heads.closePath();
    }
}
