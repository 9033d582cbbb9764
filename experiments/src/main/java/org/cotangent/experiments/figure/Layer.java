package org.cotangent.experiments.figure;

import java.awt.Graphics2D;
import java.util.List;

/** One thing drawn in the data area of a plot. */
interface Layer {

    /** Shows the layer's values to the axes; by default they do not count. */
    default void extend(Bounds x, Bounds y) {}

    /** Draws it; the clip is the data area. */
    void paint(Graphics2D g, Space space);

    /** What the legend says of it. */
    default List<LegendEntry> legend() {
        return List.of();
    }
}
