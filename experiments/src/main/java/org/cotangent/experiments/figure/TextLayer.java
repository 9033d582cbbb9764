package org.cotangent.experiments.figure;

import java.awt.Graphics2D;

/** A few words just right of and above (x, y). */
record TextLayer(double x, double y, String text) implements Layer {

    @Override
    public void paint(Graphics2D g, Space space) {
        g.setFont(Style.tick());
        g.setColor(Palette.INK);
        g.drawString(text, (float) (space.x(x) + 7), (float) (space.y(y) - 6));
    }
}
