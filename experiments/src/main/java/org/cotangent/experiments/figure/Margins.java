package org.cotangent.experiments.figure;

/** Room around the data area of a panel, in pixels. */
record Margins(double top, double left, double bottom, double right) {

    static final Margins NONE = new Margins(0, 0, 0, 0);
}
