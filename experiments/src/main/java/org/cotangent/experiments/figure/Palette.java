package org.cotangent.experiments.figure;

import java.awt.Color;

/**
 * The colours of series and classes: the eight of Okabe and Ito (2008, "Color Universal Design"), which readers with
 * any common form of colour blindness can tell apart, in an order that puts the strongest contrasts first.
 */
final class Palette {

    /** Text and axes. */
    static final Color INK = new Color(0x1f2430);

    /** Secondary text, reference lines. */
    static final Color MUTED = new Color(0x5b6270);

    /** Grid lines. */
    static final Color GRID = new Color(0xe4e7ec);

    private static final Color[] SERIES = {
        new Color(0x0072b2), // blue
        new Color(0xd55e00), // vermillion
        new Color(0x009e73), // bluish green
        new Color(0xcc79a7), // reddish purple
        new Color(0xe69f00), // orange
        new Color(0x56b4e9), // sky blue
        new Color(0x000000), // black
        new Color(0xb8a800), // yellow, darkened so that a line of it is seen on white
    };

    private Palette() {}

    /** Colour of series or class {@code index}; after eight they begin again. */
    static Color series(int index) {
        return SERIES[Math.floorMod(index, SERIES.length)];
    }

    /** {@code color} mixed with white: {@code strength} 1 is the colour itself, 0 is white. */
    static Color tint(Color color, double strength) {
        return new Color(
                tint(color.getRed(), strength), tint(color.getGreen(), strength), tint(color.getBlue(), strength));
    }

    private static int tint(int channel, double strength) {
        return (int) Math.round(255 + (channel - 255) * strength);
    }
}
