// twin: FloatVectorConvolution -> DoubleVectorConvolution
package org.cotangent.kernel.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.cotangent.kernel.FloatConvolution;

/**
 * The inner loops of {@link FloatConvolution} in vectors: eight accumulators that stay in registers, four channels by two
 * vectors of images.
 */
final class FloatVectorConvolution extends FloatConvolution {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int L = SPECIES.length();

    /** Vectors that hold one element of all interleaved images. */
    private static final int PARTS = LANES / L;

    @Override
    protected void transpose(int rows, int columns, float[] x, int xAt, int xRow, float[] y, int yAt, int yRow) {
        FloatTranspose.copy(rows, columns, x, xAt, xRow, y, yAt, yRow);
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
        int vectors = pixels * PARTS;
        for (int v = 0; v < vectors; v += 2) {
            int w = Math.min(v + 1, vectors - 1); // the last of an odd number is computed twice
            int x0 = at + v / PARTS * step + v % PARTS * L;
            int x1 = at + w / PARTS * step + w % PARTS * L;
            if (tile == TILE) {
                fourChannels(x, x0, x1, offsets, weights, weightsAt, out, outAt + v * L, outAt + w * L, outRow);
            } else {
                oneChannel(x, x0, x1, offsets, weights, weightsAt, out, outAt + v * L, outAt + w * L);
            }
        }
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
        FloatVector b0 = FloatVector.broadcast(SPECIES, weights[weightsAt + 1]);
        FloatVector c0 = FloatVector.broadcast(SPECIES, weights[weightsAt + 2]);
        FloatVector d0 = FloatVector.broadcast(SPECIES, weights[weightsAt + 3]);
        FloatVector a1 = a0;
        FloatVector b1 = b0;
        FloatVector c1 = c0;
        FloatVector d1 = d0;
        int w = weightsAt + TILE;
        for (int offset : offsets) {
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
            w += TILE;
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
        int w = weightsAt + 1;
        for (int offset : offsets) {
            FloatVector a = FloatVector.broadcast(SPECIES, weights[w]);
            a0 = a.fma(FloatVector.fromArray(SPECIES, x, x0 + offset), a0);
            a1 = a.fma(FloatVector.fromArray(SPECIES, x, x1 + offset), a1);
            w++;
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
            int x0,
            int x1,
            int xRow,
            int xStep,
            float[] sums,
            int sumsAt) {
        for (int part = 0; part < LANES; part += L) {
            products(
                    rows,
                    columns,
                    g,
                    channels[0] + part,
                    channels[1] + part,
                    channels[2] + part,
                    channels[3] + part,
                    x,
                    x0 + part,
                    x1 + part,
                    xRow,
                    xStep,
                    sums,
                    sumsAt + part);
        }
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
}
