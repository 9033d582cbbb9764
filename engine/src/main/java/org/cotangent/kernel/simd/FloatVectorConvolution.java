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
            turn(rows, columns, x, xAt, xRow, y, yAt, yRow);
        } else {
            super.transpose(rows, columns, x, xAt, xRow, y, yAt, yRow);
        }
    }

    private static void turn(int rows, int columns, float[] x, int xAt, int xRow, float[] y, int yAt, int yRow) {
        if (FloatSquares.FIT && rows >= L && columns >= L) {
            FloatSquares.transpose(rows, columns, x, xAt, xRow, y, yAt, yRow);
        } else {
            FloatTranspose.copy(rows, columns, x, xAt, xRow, y, yAt, yRow);
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
                fourChannelsWide(
                        x, from, from + step, from + 2 * step, at + w * step, offsets, weights, weightsAt,
                        out, to, to + L, to + 2 * L, outAt + w * L, outRow);
            }
        }
        for (; v < vectors; v += 2) {
            int w = Math.min(v + 1, vectors - 1);
            int x0 = at + v / PARTS * step + v % PARTS * L;
            int x1 = at + w / PARTS * step + w % PARTS * L;
            if (tile == TILE) {
                fourChannels(x, x0, x1, offsets, weights, weightsAt, out, outAt + v * L, outAt + w * L, outRow);
            } else {
                oneChannel(x, x0, x1, offsets, weights, weightsAt, out, outAt + v * L, outAt + w * L);
            }
        }
    }

    private static void fourChannelsWide(
            float[] x,
            int x0,
            int x1,
            int x2,
            int x3,
            int[] offsets,
            float[] weights,
            int weightsAt,
            float[] out,
            int out0,
            int out1,
            int out2,
            int out3,
            int outRow) {
        FloatVector a0 = FloatVector.broadcast(SPECIES, weights[weightsAt]);
        FloatVector a1 = a0;
        FloatVector a2 = a0;
        FloatVector a3 = a0;
        FloatVector b0 = FloatVector.broadcast(SPECIES, weights[weightsAt + 1]);
        FloatVector b1 = b0;
        FloatVector b2 = b0;
        FloatVector b3 = b0;
        FloatVector c0 = FloatVector.broadcast(SPECIES, weights[weightsAt + 2]);
        FloatVector c1 = c0;
        FloatVector c2 = c0;
        FloatVector c3 = c0;
        FloatVector d0 = FloatVector.broadcast(SPECIES, weights[weightsAt + 3]);
        FloatVector d1 = d0;
        FloatVector d2 = d0;
        FloatVector d3 = d0;
        for (int tap = 0; tap < offsets.length; tap++) {
            int offset = offsets[tap];
            int w = weightsAt + (tap + 1) * TILE;
            FloatVector v0 = FloatVector.fromArray(SPECIES, x, x0 + offset);
            FloatVector v1 = FloatVector.fromArray(SPECIES, x, x1 + offset);
            FloatVector v2 = FloatVector.fromArray(SPECIES, x, x2 + offset);
            FloatVector v3 = FloatVector.fromArray(SPECIES, x, x3 + offset);
            FloatVector a = FloatVector.broadcast(SPECIES, weights[w]);
            a0 = a.fma(v0, a0);
            a1 = a.fma(v1, a1);
            a2 = a.fma(v2, a2);
            a3 = a.fma(v3, a3);
            FloatVector b = FloatVector.broadcast(SPECIES, weights[w + 1]);
            b0 = b.fma(v0, b0);
            b1 = b.fma(v1, b1);
            b2 = b.fma(v2, b2);
            b3 = b.fma(v3, b3);
            FloatVector c = FloatVector.broadcast(SPECIES, weights[w + 2]);
            c0 = c.fma(v0, c0);
            c1 = c.fma(v1, c1);
            c2 = c.fma(v2, c2);
            c3 = c.fma(v3, c3);
            FloatVector d = FloatVector.broadcast(SPECIES, weights[w + 3]);
            d0 = d.fma(v0, d0);
            d1 = d.fma(v1, d1);
            d2 = d.fma(v2, d2);
            d3 = d.fma(v3, d3);
        }
        a0.intoArray(out, out0);
        a1.intoArray(out, out1);
        a2.intoArray(out, out2);
        a3.intoArray(out, out3);
        b0.intoArray(out, out0 + outRow);
        b1.intoArray(out, out1 + outRow);
        b2.intoArray(out, out2 + outRow);
        b3.intoArray(out, out3 + outRow);
        c0.intoArray(out, out0 + 2 * outRow);
        c1.intoArray(out, out1 + 2 * outRow);
        c2.intoArray(out, out2 + 2 * outRow);
        c3.intoArray(out, out3 + 2 * outRow);
        d0.intoArray(out, out0 + 3 * outRow);
        d1.intoArray(out, out1 + 3 * outRow);
        d2.intoArray(out, out2 + 3 * outRow);
        d3.intoArray(out, out3 + 3 * outRow);
    }

    private static void fourChannels(
            float[] x,
            int x0,
            int x1,
            int[] offsets,
            float[] weights,
            int weightsAt,
            float[] out,
            int out0,
            int out1,
            int outRow) {
        FloatVector a0 = FloatVector.broadcast(SPECIES, weights[weightsAt]);
        FloatVector a1 = a0;
        FloatVector b0 = FloatVector.broadcast(SPECIES, weights[weightsAt + 1]);
        FloatVector b1 = b0;
        FloatVector c0 = FloatVector.broadcast(SPECIES, weights[weightsAt + 2]);
        FloatVector c1 = c0;
        FloatVector d0 = FloatVector.broadcast(SPECIES, weights[weightsAt + 3]);
        FloatVector d1 = d0;
        for (int tap = 0; tap < offsets.length; tap++) {
            int offset = offsets[tap];
            int w = weightsAt + (tap + 1) * TILE;
            FloatVector v0 = FloatVector.fromArray(SPECIES, x, x0 + offset);
            FloatVector v1 = FloatVector.fromArray(SPECIES, x, x1 + offset);
            FloatVector a = FloatVector.broadcast(SPECIES, weights[w]);
            a0 = a.fma(v0, a0);
            a1 = a.fma(v1, a1);
            FloatVector b = FloatVector.broadcast(SPECIES, weights[w + 1]);
            b0 = b.fma(v0, b0);
            b1 = b.fma(v1, b1);
            FloatVector c = FloatVector.broadcast(SPECIES, weights[w + 2]);
            c0 = c.fma(v0, c0);
            c1 = c.fma(v1, c1);
            FloatVector d = FloatVector.broadcast(SPECIES, weights[w + 3]);
            d0 = d.fma(v0, d0);
            d1 = d.fma(v1, d1);
        }
        a0.intoArray(out, out0);
        a1.intoArray(out, out1);
        b0.intoArray(out, out0 + outRow);
        b1.intoArray(out, out1 + outRow);
        c0.intoArray(out, out0 + 2 * outRow);
        c1.intoArray(out, out1 + 2 * outRow);
        d0.intoArray(out, out0 + 3 * outRow);
        d1.intoArray(out, out1 + 3 * outRow);
    }

    private static void oneChannel(
            float[] x, int x0, int x1, int[] offsets, float[] weights, int weightsAt, float[] out, int out0, int out1) {
        FloatVector a0 = FloatVector.broadcast(SPECIES, weights[weightsAt]);
        FloatVector a1 = a0;
        for (int tap = 0; tap < offsets.length; tap++) {
            FloatVector a = FloatVector.broadcast(SPECIES, weights[weightsAt + tap + 1]);
            a0 = a.fma(FloatVector.fromArray(SPECIES, x, x0 + offsets[tap]), a0);
            a1 = a.fma(FloatVector.fromArray(SPECIES, x, x1 + offsets[tap]), a1);
        }
        a0.intoArray(out, out0);
        a1.intoArray(out, out1);
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
            productsWide(rows, columns, g, a, b, c, d, x, under[0], under[1], under[2], under[3], xRow, xStep, sums, sumsAt);
            return;
        }
        for (int part = 0; part < LANES; part += L) {
            for (int k = 0; k < TILE; k += 2) {
                products(
                        rows, columns, g, a + part, b + part, c + part, d + part, x, under[k] + part,
                        under[k + 1] + part, xRow, xStep, sums, sumsAt + k * TILE * LANES + part);
            }
        }
    }

    private static void productsWide(
            int rows,
            int columns,
            float[] g,
            int gA,
            int gB,
            int gC,
            int gD,
            float[] x,
            int x0,
            int x1,
            int x2,
            int x3,
            int xRow,
            int xStep,
            float[] sums,
            int at) {
        FloatVector a0 = FloatVector.fromArray(SPECIES, sums, at);
        FloatVector b0 = FloatVector.fromArray(SPECIES, sums, at + LANES);
        FloatVector c0 = FloatVector.fromArray(SPECIES, sums, at + 2 * LANES);
        FloatVector d0 = FloatVector.fromArray(SPECIES, sums, at + 3 * LANES);
        FloatVector a1 = FloatVector.fromArray(SPECIES, sums, at + 4 * LANES);
        FloatVector b1 = FloatVector.fromArray(SPECIES, sums, at + 5 * LANES);
        FloatVector c1 = FloatVector.fromArray(SPECIES, sums, at + 6 * LANES);
        FloatVector d1 = FloatVector.fromArray(SPECIES, sums, at + 7 * LANES);
        FloatVector a2 = FloatVector.fromArray(SPECIES, sums, at + 8 * LANES);
        FloatVector b2 = FloatVector.fromArray(SPECIES, sums, at + 9 * LANES);
        FloatVector c2 = FloatVector.fromArray(SPECIES, sums, at + 10 * LANES);
        FloatVector d2 = FloatVector.fromArray(SPECIES, sums, at + 11 * LANES);
        FloatVector a3 = FloatVector.fromArray(SPECIES, sums, at + 12 * LANES);
        FloatVector b3 = FloatVector.fromArray(SPECIES, sums, at + 13 * LANES);
        FloatVector c3 = FloatVector.fromArray(SPECIES, sums, at + 14 * LANES);
        FloatVector d3 = FloatVector.fromArray(SPECIES, sums, at + 15 * LANES);
        int place = 0;
        for (int i = 0; i < rows; i++) {
            int moved = i * xRow;
            for (int j = 0; j < columns; j++) {
                FloatVector v0 = FloatVector.fromArray(SPECIES, x, x0 + moved);
                FloatVector v1 = FloatVector.fromArray(SPECIES, x, x1 + moved);
                FloatVector v2 = FloatVector.fromArray(SPECIES, x, x2 + moved);
                FloatVector v3 = FloatVector.fromArray(SPECIES, x, x3 + moved);
                FloatVector a = FloatVector.fromArray(SPECIES, g, gA + place);
                a0 = a.fma(v0, a0);
                a1 = a.fma(v1, a1);
                a2 = a.fma(v2, a2);
                a3 = a.fma(v3, a3);
                FloatVector b = FloatVector.fromArray(SPECIES, g, gB + place);
                b0 = b.fma(v0, b0);
                b1 = b.fma(v1, b1);
                b2 = b.fma(v2, b2);
                b3 = b.fma(v3, b3);
                FloatVector c = FloatVector.fromArray(SPECIES, g, gC + place);
                c0 = c.fma(v0, c0);
                c1 = c.fma(v1, c1);
                c2 = c.fma(v2, c2);
                c3 = c.fma(v3, c3);
                FloatVector d = FloatVector.fromArray(SPECIES, g, gD + place);
                d0 = d.fma(v0, d0);
                d1 = d.fma(v1, d1);
                d2 = d.fma(v2, d2);
                d3 = d.fma(v3, d3);
                place += LANES;
                moved += xStep;
            }
        }
        a0.intoArray(sums, at);
        b0.intoArray(sums, at + LANES);
        c0.intoArray(sums, at + 2 * LANES);
        d0.intoArray(sums, at + 3 * LANES);
        a1.intoArray(sums, at + 4 * LANES);
        b1.intoArray(sums, at + 5 * LANES);
        c1.intoArray(sums, at + 6 * LANES);
        d1.intoArray(sums, at + 7 * LANES);
        a2.intoArray(sums, at + 8 * LANES);
        b2.intoArray(sums, at + 9 * LANES);
        c2.intoArray(sums, at + 10 * LANES);
        d2.intoArray(sums, at + 11 * LANES);
        a3.intoArray(sums, at + 12 * LANES);
        b3.intoArray(sums, at + 13 * LANES);
        c3.intoArray(sums, at + 14 * LANES);
        d3.intoArray(sums, at + 15 * LANES);
    }

    private static void products(
            int rows,
            int columns,
            float[] g,
            int gA,
            int gB,
            int gC,
            int gD,
            float[] x,
            int x0,
            int x1,
            int xRow,
            int xStep,
            float[] sums,
            int at) {
        FloatVector a0 = FloatVector.fromArray(SPECIES, sums, at);
        FloatVector b0 = FloatVector.fromArray(SPECIES, sums, at + LANES);
        FloatVector c0 = FloatVector.fromArray(SPECIES, sums, at + 2 * LANES);
        FloatVector d0 = FloatVector.fromArray(SPECIES, sums, at + 3 * LANES);
        FloatVector a1 = FloatVector.fromArray(SPECIES, sums, at + 4 * LANES);
        FloatVector b1 = FloatVector.fromArray(SPECIES, sums, at + 5 * LANES);
        FloatVector c1 = FloatVector.fromArray(SPECIES, sums, at + 6 * LANES);
        FloatVector d1 = FloatVector.fromArray(SPECIES, sums, at + 7 * LANES);
        int place = 0;
        for (int i = 0; i < rows; i++) {
            int moved = i * xRow;
            for (int j = 0; j < columns; j++) {
                FloatVector v0 = FloatVector.fromArray(SPECIES, x, x0 + moved);
                FloatVector v1 = FloatVector.fromArray(SPECIES, x, x1 + moved);
                FloatVector a = FloatVector.fromArray(SPECIES, g, gA + place);
                a0 = a.fma(v0, a0);
                a1 = a.fma(v1, a1);
                FloatVector b = FloatVector.fromArray(SPECIES, g, gB + place);
                b0 = b.fma(v0, b0);
                b1 = b.fma(v1, b1);
                FloatVector c = FloatVector.fromArray(SPECIES, g, gC + place);
                c0 = c.fma(v0, c0);
                c1 = c.fma(v1, c1);
                FloatVector d = FloatVector.fromArray(SPECIES, g, gD + place);
                d0 = d.fma(v0, d0);
                d1 = d.fma(v1, d1);
                place += LANES;
                moved += xStep;
            }
        }
        a0.intoArray(sums, at);
        b0.intoArray(sums, at + LANES);
        c0.intoArray(sums, at + 2 * LANES);
        d0.intoArray(sums, at + 3 * LANES);
        a1.intoArray(sums, at + 4 * LANES);
        b1.intoArray(sums, at + 5 * LANES);
        c1.intoArray(sums, at + 6 * LANES);
        d1.intoArray(sums, at + 7 * LANES);
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
            turn(SIDE, SIDE, x, 0, SIDE, y, 0, SIDE);
            if (calls++ % 2 == 0) { // not each time: it is timed without
                turn(1 + calls % 11, 30, x, 0, SIDE, y, 0, SIDE);
                turn(30, 1 + calls % 11, x, 0, SIDE, y, 0, SIDE);
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
