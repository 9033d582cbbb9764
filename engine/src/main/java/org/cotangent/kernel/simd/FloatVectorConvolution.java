// twin: FloatVectorConvolution -> DoubleVectorConvolution
package org.cotangent.kernel.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.cotangent.kernel.FloatConvolution;

/**
 * The inner loops of {@link FloatConvolution} in vectors: accumulators that stay in registers, four channels by four vectors
 * of images, or by two where there are only sixteen registers.
 */
final class FloatVectorConvolution extends FloatConvolution {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int L = SPECIES.length();

    /** Vectors that hold one element of all interleaved images. */
    private static final int PARTS = LANES / L;

    /** Vectors of 512 bits come with 32 registers. */
    private static final boolean MANY_REGISTERS = SPECIES.vectorBitSize() == 512;

    /** Numbers moved, or multiplied and added, by plain loops before vectors are worth their while: some 10 ms. */
    private static final long ENOUGH = 10_000_000;

    final Gate turns;
    final Gate tiles;
    final Gate contractions;

    /** Vectors at once, or when they are the faster ones. */
    FloatVectorConvolution(boolean open) {
        turns = new Gate(open, ENOUGH);
        tiles = new Gate(open, 4 * ENOUGH);
        contractions = new Gate(open, 4 * ENOUGH);
    }

    @Override
    protected void transpose(int rows, int columns, float[] x, int xAt, int xRow, float[] y, int yAt, int yRow) {
        if (turns.passes((long) rows * columns, Turn::new)) {
            FloatTranspose.turn(rows, columns, x, xAt, xRow, y, yAt, yRow);
        } else {
            super.transpose(rows, columns, x, xAt, xRow, y, yAt, yRow);
        }
    }

    @Override
    protected void tile(
            int tile,
            int pixels,
            float[] x,
            int at,
            int step,
            int[] offsets,
            float[] weights,
            int weightsAt,
            float[] out,
            int outAt,
            int outRow) {
        if (tiles.passes((long) tile * pixels * LANES * offsets.length, Tile::new)) {
            inVectors(tile, pixels, x, at, step, offsets, weights, weightsAt, out, outAt, outRow);
        } else {
            super.tile(tile, pixels, x, at, step, offsets, weights, weightsAt, out, outAt, outRow);
        }
    }

    private static void inVectors(
            int tile,
            int pixels,
            float[] x,
            int at,
            int step,
            int[] offsets,
            float[] weights,
            int weightsAt,
            float[] out,
            int outAt,
            int outRow) {
        int vectors = pixels * PARTS;
        int v = 0;
        if (tile == TILE && MANY_REGISTERS) { // then a vector is a pixel
            for (; v < vectors - 2; v += 4) {
                int w = Math.min(v + 3, vectors - 1); // the last of a number that is not full is computed twice
                int from = at + v * step;
                int to = outAt + v * L;
                FloatConvolutionTile.correlate4x4(
                        x, from, from + step, from + 2 * step, at + w * step, offsets, weights, weightsAt,
                        out, to, to + L, to + 2 * L, outAt + w * L, outRow);
            }
        }
        for (; v < vectors; v += 2) {
            int w = Math.min(v + 1, vectors - 1);
            int x0 = at + v / PARTS * step + v % PARTS * L;
            int x1 = at + w / PARTS * step + w % PARTS * L;
            if (tile == TILE) {
                FloatConvolutionTile.correlate4x2(
                        x, x0, x1, offsets, weights, weightsAt, out, outAt + v * L, outAt + w * L, outRow);
            } else {
                FloatConvolutionTile.correlate1x2(
                        x, x0, x1, offsets, weights, weightsAt, out, outAt + v * L, outAt + w * L, outRow);
            }
        }
    }

    @Override
    protected void contract(
            int rows,
            int columns,
            float[] g,
            int[] channels,
            float[] x,
            int[] under,
            int xRow,
            int xStep,
            float[] sums,
            int sumsAt) {
        if (contractions.passes((long) rows * columns * LANES * TILE * TILE, Contraction::new)) {
            products(rows, columns, g, channels, x, under, xRow, xStep, sums, sumsAt);
        } else {
            super.contract(rows, columns, g, channels, x, under, xRow, xStep, sums, sumsAt);
        }
    }

    private static void products(
            int rows,
            int columns,
            float[] g,
            int[] channels,
            float[] x,
            int[] under,
            int xRow,
            int xStep,
            float[] sums,
            int sumsAt) {
        int a = channels[0];
        int b = channels[1];
        int c = channels[2];
        int d = channels[3];
        if (MANY_REGISTERS) {
            FloatConvolutionTile.contract4x4(
                    rows, columns, g, a, b, c, d, x, under[0], under[1], under[2], under[3], xRow, xStep, sums, sumsAt);
            return;
        }
        for (int part = 0; part < LANES; part += L) {
            for (int k = 0; k < TILE; k += 2) {
                FloatConvolutionTile.contract4x2(
                        rows, columns, g, a + part, b + part, c + part, d + part, x, under[k] + part,
                        under[k + 1] + part, xRow, xStep, sums, sumsAt + k * TILE * LANES + part);
            }
        }
    }

    // ---- practice ---------------------------------------------------------------------------------------------------

    private static float[] madeUp(int size) {
        return Rehearsal.madeUp(new float[size], 0);
    }

    private final class Turn implements Gate.Practice {
        private static final int SIDE = 40;
        private final float[] x = madeUp(SIDE * SIDE);
        private final float[] y = new float[SIDE * SIDE];
        private int calls;

        @Override
        public void vectors() {
            FloatTranspose.turn(SIDE, SIDE, x, 0, SIDE, y, 0, SIDE);
            if (calls++ % 2 == 0) { // not each time: it is timed without
                FloatTranspose.turn(1 + calls % 11, 30, x, 0, SIDE, y, 0, SIDE);
                FloatTranspose.turn(30, 1 + calls % 11, x, 0, SIDE, y, 0, SIDE);
            }
        }

        @Override
        public void plain() {
            FloatVectorConvolution.super.transpose(SIDE, SIDE, x, 0, SIDE, y, 0, SIDE);
        }

        @Override
        public String toString() {
            return "transposes";
        }
    }

    private final class Tile implements Gate.Practice {
        private static final int PIXELS = 10;
        private static final int TAPS = 9;
        private final float[] x = madeUp((PIXELS + TAPS) * LANES);
        private final float[] weights = madeUp((TAPS + 1) * TILE);
        private final float[] out = new float[TILE * PIXELS * LANES];
        private final int[] offsets = new int[TAPS];
        private int calls;

        Tile() {
            for (int tap = 0; tap < TAPS; tap++) {
                offsets[tap] = tap * LANES;
            }
        }

        @Override
        public void vectors() {
            inVectors(TILE, PIXELS, x, 0, LANES, offsets, weights, 0, out, 0, PIXELS * LANES);
            if (calls++ % 2 == 0) {
                int pixels = 1 + calls / 2 % PIXELS;
                inVectors(calls % 4 == 1 ? 1 : TILE, pixels, x, 0, LANES, offsets, weights, 0, out, 0, PIXELS * LANES);
            }
        }

        @Override
        public void plain() {
            FloatVectorConvolution.super.tile(
                    TILE, PIXELS, x, 0, LANES, offsets, weights, 0, out, 0, PIXELS * LANES);
        }

        @Override
        public String toString() {
            return "convolutions";
        }
    }

    private final class Contraction implements Gate.Practice {
        private static final int SIDE = 6;
        private final int[] channels = {0, 1, 2, 3};
        private final float[] g = madeUp((SIDE * SIDE + 1) * LANES);
        private final float[] x = madeUp((SIDE * SIDE + 1) * LANES);
        private final float[] sums = new float[TILE * TILE * LANES];

        @Override
        public void vectors() {
            products(SIDE, SIDE, g, channels, x, channels, SIDE * LANES, LANES, sums, 0);
        }

        @Override
        public void plain() {
            FloatVectorConvolution.super.contract(
                    SIDE, SIDE, g, channels, x, channels, SIDE * LANES, LANES, sums, 0);
        }

        @Override
        public String toString() {
            return "gradients of convolutions";
        }
    }
}
