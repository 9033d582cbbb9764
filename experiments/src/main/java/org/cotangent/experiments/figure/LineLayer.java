package org.cotangent.experiments.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Path2D;
import java.util.List;

/** A line through points in their order; a value that is not finite leaves a gap. */
record LineLayer(String name, double[] xs, double[] ys, Color color, boolean dashed) implements Layer {

    /** Beyond this many points only what a pixel column can show is kept. */
    private static final int DENSE = 4000;

    @Override
    public void extend(Bounds x, Bounds y) {
        x.include(xs);
        y.include(ys);
    }

    @Override
    public void paint(Graphics2D g, Space space) {
        g.setColor(color);
        g.setStroke(dashed ? Style.DASHED : stroke());
        g.draw(xs.length > DENSE && rising() ? envelope(space) : line(space));
    }

    /** A line of very many points is a cloud: thinner, so that its inside shows. */
    private BasicStroke stroke() {
        return xs.length > 1000 ? new BasicStroke(1.5f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND) : Style.LINE;
    }

    private Path2D line(Space space) {
        Path2D path = new Path2D.Double();
        boolean open = false;
        for (int i = 0; i < xs.length; i++) {
            double px = space.x(xs[i]);
            double py = space.y(ys[i]);
            if (!Double.isFinite(px) || !Double.isFinite(py)) {
                open = false;
            } else if (open) {
                path.lineTo(px, py);
            } else {
                path.moveTo(px, py);
                open = true;
            }
        }
        return path;
    }

    /** The smallest and the largest value in each column of one pixel, in the order in which they come. */
    private Path2D envelope(Space space) {
        Path2D path = new Path2D.Double();
        boolean open = false;
        for (int i = 0; i < xs.length; ) {
            long column = Math.round(space.x(xs[i]));
            int least = -1;
            int most = -1;
            for (; i < xs.length && Math.round(space.x(xs[i])) == column; i++) {
                if (Double.isFinite(space.y(ys[i]))) {
                    least = least < 0 || ys[i] < ys[least] ? i : least;
                    most = most < 0 || ys[i] > ys[most] ? i : most;
                }
            }
            if (least < 0) {
                open = false;
                continue;
            }
            for (int k : new int[] {Math.min(least, most), Math.max(least, most)}) {
                if (open) {
                    path.lineTo(space.x(xs[k]), space.y(ys[k]));
                } else {
                    path.moveTo(space.x(xs[k]), space.y(ys[k]));
                    open = true;
                }
            }
        }
        return path;
    }

    private boolean rising() {
        for (int i = 1; i < xs.length; i++) {
            if (!(xs[i] >= xs[i - 1])) {
                return false;
            }
        }
        return true;
    }

    @Override
    public List<LegendEntry> legend() {
        return List.of(LegendEntry.of(name, color, dashed ? LegendEntry.Form.DASHED : LegendEntry.Form.LINE));
    }
}
