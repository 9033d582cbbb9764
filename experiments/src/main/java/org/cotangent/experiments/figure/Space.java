package org.cotangent.experiments.figure;

import java.awt.geom.Rectangle2D;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.ui.RectangleEdge;

/** From values to pixels inside one data area. */
record Space(Rectangle2D data, ValueAxis xAxis, ValueAxis yAxis) {

    double x(double value) {
        return xAxis.valueToJava2D(value, data, RectangleEdge.BOTTOM);
    }

    double y(double value) {
        return yAxis.valueToJava2D(value, data, RectangleEdge.LEFT);
    }
}
