package org.cotangent.experiments.figure;

/**
 * Colours for continuous values, laid out in the Oklch space (Ottosson 2020, "A perceptual color space for image
 * processing") so that equal steps of the value look like equal steps, also in grey and to colour-blind readers.
 */
public enum ColorMap {
    /** From dark violet-blue over green to light yellow: for values without a special zero. */
    SEQUENTIAL {
        @Override
        int rgb(double t) {
            // Lightness rises evenly; the hue turns from violet (295 degrees) to yellow (105 degrees).
            return oklch(0.26 + 0.68 * t, 0.055 + 0.10 * Math.sin(Math.PI * (0.2 + 0.75 * t)), 295 - 190 * t);
        }
    },

    /** From blue over white to vermillion: for values around zero. */
    DIVERGING {
        @Override
        int rgb(double t) {
            double away = Math.abs(2 * t - 1);
            return oklch(0.98 - 0.50 * away, 0.15 * Math.pow(away, 0.9), t < 0.5 ? 250 : 42);
        }
    },

    /** From black to white: for images. */
    GREY {
        @Override
        int rgb(double t) {
            int level = (int) Math.round(255 * t);
            return level << 16 | level << 8 | level;
        }
    };

    /** Colour 0xRRGGBB of {@code t} in [0, 1]. */
    abstract int rgb(double t);

    private static int oklch(double lightness, double chroma, double hueDegrees) {
        // A colour outside sRGB keeps lightness and hue and gives up chroma.
        double hue = Math.toRadians(hueDegrees);
        double c = chroma;
        while (c > 0 && !inGamut(linear(lightness, c * Math.cos(hue), c * Math.sin(hue)))) {
            c -= 0.002;
        }
        double kept = Math.max(c, 0);
        double[] rgb = linear(lightness, kept * Math.cos(hue), kept * Math.sin(hue));
        return channel(rgb[0]) << 16 | channel(rgb[1]) << 8 | channel(rgb[2]);
    }

    private static boolean inGamut(double[] rgb) {
        for (double v : rgb) {
            if (v < 0 || v > 1) {
                return false;
            }
        }
        return true;
    }

    /** Oklab to linear sRGB, with the constants of Ottosson's definition. */
    private static double[] linear(double lightness, double a, double b) {
        double l = cube(lightness + 0.3963377774 * a + 0.2158037573 * b);
        double m = cube(lightness - 0.1055613458 * a - 0.0638541728 * b);
        double s = cube(lightness - 0.0894841775 * a - 1.2914855480 * b);
        return new double[] {
            4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
            -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
            -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s
        };
    }

    private static double cube(double v) {
        return v * v * v;
    }

    /** Linear light to the 8 bits of sRGB. */
    private static int channel(double linear) {
        double v = Math.clamp(linear, 0.0, 1.0);
        double encoded = v <= 0.0031308 ? 12.92 * v : 1.055 * Math.pow(v, 1 / 2.4) - 0.055;
        return (int) Math.round(255 * encoded);
    }
}
