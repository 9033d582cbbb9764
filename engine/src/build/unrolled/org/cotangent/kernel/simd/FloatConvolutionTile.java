// twin: FloatConvolutionTile -> DoubleConvolutionTile
package org.cotangent.kernel.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.cotangent.kernel.FloatConvolution;

/**
 * The innermost loops of a convolution of interleaved images: accumulators of some channels by some vectors stay in
 * registers while the taps of the kernel, or the places under one of its weights, run by.
 *
 * <p>Four channels by four vectors fill half of 32 registers, four by two half of 16.
 *
 * <p>The build writes out what stands under a comment that begins with {@code each}.
 */
final class FloatConvolutionTile {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = FloatConvolution.LANES;

    private FloatConvolutionTile() {}

    // each CxV in 4x4 4x2 1x2 {
    /**
     * Results of {C} channels in {V} vectors: the bias, and for each tap its weight times what lies under it.
     *
     * @param x the images; {@code x0} and so on are the places of the vectors under a tap at offset 0
     * @param weights the bias of each channel, then for each tap the weight of each channel, from {@code weightsAt} on
     * @param out takes the results; {@code out0} and so on are the places of the first channel's
     * @param outRow from one channel to the next
     */
    static void correlate{C}x{V}(
            float[] x,
            // each v < V
            int x{v},
            int[] offsets,
            float[] weights,
            int weightsAt,
            float[] out,
            // each v < V
            int out{v},
            int outRow) {
        // each c < C {
        FloatVector bias{c} = FloatVector.broadcast(SPECIES, weights[weightsAt + {c}]);
        // each v < V
        FloatVector sum{c}{v} = bias{c};
        // }
        for (int tap = 0; tap < offsets.length; tap++) {
            int offset = offsets[tap];
            int w = weightsAt + (tap + 1) * {C};
            // each v < V
            FloatVector v{v} = FloatVector.fromArray(SPECIES, x, x{v} + offset);
            // each c < C {
            FloatVector w{c} = FloatVector.broadcast(SPECIES, weights[w + {c}]);
            // each v < V
            sum{c}{v} = w{c}.fma(v{v}, sum{c}{v});
            // }
        }
        // each c < C, v < V
        sum{c}{v}.intoArray(out, out{v} + {c} * outRow);
    }

    // }
    // each CxV in 4x4 4x2 {
    /**
     * Sums of the gradients of {C} channels times what lies under {V} weights, over some places.
     *
     * @param rows of places
     * @param columns places of a row
     * @param g the gradients, place after place; {@code g0} and so on are where the channels begin
     * @param x the images; {@code x0} and so on lie under the weights at the first place
     * @param xRow from one row of places to the next
     * @param xStep from one place to the next
     * @param sums is added to: for each weight, the lanes of each channel
     * @param at where
     */
    static void contract{C}x{V}(
            int rows,
            int columns,
            float[] g,
            // each c < C
            int g{c},
            float[] x,
            // each v < V
            int x{v},
            int xRow,
            int xStep,
            float[] sums,
            int at) {
        // each v < V, c < C
        FloatVector sum{c}{v} = FloatVector.fromArray(SPECIES, sums, at + {v} * {C} * LANES + {c} * LANES);
        int place = 0;
        for (int i = 0; i < rows; i++) {
            int moved = i * xRow;
            for (int j = 0; j < columns; j++) {
                // each v < V
                FloatVector v{v} = FloatVector.fromArray(SPECIES, x, x{v} + moved);
                // each c < C {
                FloatVector of{c} = FloatVector.fromArray(SPECIES, g, g{c} + place);
                // each v < V
                sum{c}{v} = of{c}.fma(v{v}, sum{c}{v});
                // }
                place += LANES;
                moved += xStep;
            }
        }
        // each v < V, c < C
        sum{c}{v}.intoArray(sums, at + {v} * {C} * LANES + {c} * LANES);
    }

    // }
}
