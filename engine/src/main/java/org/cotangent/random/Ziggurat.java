package org.cotangent.random;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Standard normals by the ziggurat of 256 layers, as numpy draws them: one 64-bit word gives layer (8 bits), sign and
 * magnitude (52 bits), and in 99 of 100 cases that is all.
 *
 * <p>The tables are numpy's, read from a resource: recomputed from the density to 60 digits they would differ by up to
 * 8 units in the last place. Source: G. Marsaglia and W. W. Tsang, "The ziggurat method for generating random
 * variables", J. Stat. Softw. 5 (2000).
 */
final class Ziggurat {
    private static final int LAYERS = 256;
    private static final String RESOURCE = "ziggurat.txt";
    private static final long MAGNITUDE = 0x000fffffffffffffL;

    /** Where the tail begins, and its inverse. */
    private static final double TAIL = 3.6541528853610087963519472518;

    private static final double INVERSE_TAIL = 0.27366123732975827203338247596;

    /** Per layer: the largest magnitude accepted at once; width / 2^52; density at its edge. */
    private static final long[] ACCEPTED = new long[LAYERS];

    private static final double[] WIDTH = new double[LAYERS];
    private static final double[] DENSITY = new double[LAYERS];

    static {
        readTables();
    }

    private Ziggurat() {}

    /** The next standard normal. */
    static double next(Pcg64 stream) {
        long word = stream.nextInt64();
        int layer = (int) word & 0xff;
        long magnitude = word >>> 9 & MAGNITUDE;
        // The sign is set without a branch, which would be mispredicted every other time.
        long sign = (word & 0x100) << 55;
        double x = Double.longBitsToDouble(Double.doubleToRawLongBits(magnitude * WIDTH[layer]) ^ sign);
        return magnitude < ACCEPTED[layer] ? x : beyond(stream, layer, magnitude, x);
    }

    /** The rare cases: in the tail, or at the curved edge of a layer. */
    private static double beyond(Pcg64 stream, int layer, long magnitude, double x) {
        if (layer == 0) {
            return tail(stream, (magnitude & 0x100) != 0);
        }
        double height = (DENSITY[layer - 1] - DENSITY[layer]) * stream.nextDouble() + DENSITY[layer];
        return height < StrictMath.exp(-0.5 * x * x) ? x : next(stream);
    }

    private static double tail(Pcg64 stream, boolean negative) {
        while (true) {
            double xx = -INVERSE_TAIL * Log1p.of(-stream.nextDouble());
            double yy = -Log1p.of(-stream.nextDouble());
            if (yy + yy > xx * xx) {
                return negative ? -(TAIL + xx) : TAIL + xx;
            }
        }
    }

    private static void readTables() {
        try (InputStream in = Ziggurat.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(
                        "normal draws: the resource " + RESOURCE + " is missing beside " + Ziggurat.class.getName()
                                + ". Try: a complete build of cotangent-engine");
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII));
            int layer = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("#")) {
                    String[] fields = line.split(" ", -1);
                    ACCEPTED[layer] = Long.parseLong(fields[0], 16);
                    WIDTH[layer] = Double.parseDouble(fields[1]);
                    DENSITY[layer] = Double.parseDouble(fields[2]);
                    layer++;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
