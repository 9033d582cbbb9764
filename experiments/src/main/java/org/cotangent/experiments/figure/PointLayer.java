package org.cotangent.experiments.figure;

import java.awt.Color;
import java.awt.Graphics2D;
import java.util.Arrays;
import java.util.List;

/** Points of one series or class. */
record PointLayer(String name, double[] xs, double[] ys, Color color, int marker) implements Layer {

    @Override
    public void extend(Bounds x, Bounds y) {
        x.include(xs);
        y.include(ys);
    }

    @Override
    public void paint(Graphics2D g, Space space) {
        int count = 0;
        double[] px = new double[xs.length];
        double[] py = new double[xs.length];
        for (int i = 0; i < xs.length; i++) {
            px[count] = space.x(xs[i]);
            py[count] = space.y(ys[i]);
            if (Double.isFinite(px[count]) && Double.isFinite(py[count])) {
                count++;
            }
        }
        double size = xs.length > 600 ? 5 : xs.length > 120 ? 6.5 : 8.5;
        Marker.of(marker).paint(g, Arrays.copyOf(px, count), Arrays.copyOf(py, count), size, color);
    }

    @Override
    public List<LegendEntry> legend() {
        return List.of(new LegendEntry(name, color, LegendEntry.Form.POINT, marker));
    }
}
