package org.cotangent.experiments.figure;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;

/** One panel of a {@link Figure}: a {@link Plot}, an {@link ImageGrid} or a {@link Diagram}. */
public abstract sealed class Chart permits Plot, ImageGrid, Diagram {

    Chart() {}

    /** The size of the data area in pixels, when the figure has this many columns and rows of panels. */
    abstract Size dataSize(int columns, int rows);

    /** May the data area grow to the size of its neighbours, because its two axes measure different things? */
    abstract boolean stretches();

    /** The room that title, legend, axes and colour bar need around a data area of this size. */
    abstract Margins margins(Graphics2D g, Size data);

    /** Draws everything; {@code data} is the data area, {@code margins} at least what {@link #margins} asked for. */
    abstract void draw(Graphics2D g, Rectangle2D data, Margins margins);
}
