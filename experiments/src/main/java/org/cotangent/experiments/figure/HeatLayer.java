package org.cotangent.experiments.figure;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import org.cotangent.shape.Complaint;

/** A raster as one image: continuous values with a colour bar, or classes with a legend. */
record HeatLayer(Raster.Extent extent, BufferedImage image, List<LegendEntry> legend) implements Layer {

    static HeatLayer of(HeatMap map) {
        return new HeatLayer(map.raster().extent(), map.image(), List.of());
    }

    /** Cell value k, a whole number, is class k; tinted, so that points of the class's own colour stand out. */
    static HeatLayer classes(Raster raster, List<String> names) {
        List<LegendEntry> entries = new ArrayList<>();
        for (int k = 0; k < names.size(); k++) {
            entries.add(LegendEntry.of(names.get(k), shade(k), LegendEntry.Form.FILLED));
        }
        BufferedImage image =
                Images.of(
                        raster,
                        value -> {
                            int k = (int) value;
                            if (k != value || k < 0 || k >= names.size()) {
                                throw Complaint.about("class map with the value " + value)
                                        .because("it is no class, for there are " + names.size() + " names")
                                        .hint("whole numbers from 0 to " + (names.size() - 1))
                                        .argument();
                            }
                            return shade(k).getRGB() & 0xffffff;
                        });
        return new HeatLayer(raster.extent(), image, List.copyOf(entries));
    }

    private static Color shade(int k) {
        return Palette.tint(Palette.series(k), 0.42);
    }

    @Override
    public void extend(Bounds x, Bounds y) {
        x.include(extent.x0(), extent.x1());
        y.include(extent.y0(), extent.y1());
    }

    @Override
    public void paint(Graphics2D g, Space space) {
        double left = space.x(extent.x0());
        double right = space.x(extent.x1());
        double bottom = space.y(extent.y0());
        double top = space.y(extent.y1());
        AffineTransform place = AffineTransform.getTranslateInstance(left, top);
        place.scale((right - left) / image.getWidth(), (bottom - top) / image.getHeight());
        AffineTransform before = g.getTransform();
        g.transform(place);
        g.drawImage(image, 0, 0, null);
        g.setTransform(before);
    }
}
