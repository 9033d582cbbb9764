package org.cotangent.kernel;

import org.jspecify.annotations.Nullable;

/**
 * Convolutions of either type of numbers.
 *
 * @param single the loops of float32
 * @param twice the loops of float64
 */
public record ConvolutionLoops(FloatConvolution single, DoubleConvolution twice) {
    /** The loops as they are written. */
    static final ConvolutionLoops PLAIN = new ConvolutionLoops(new FloatConvolution(), new DoubleConvolution());

    NdArray forward(Placement at, int groups, NdArray x, NdArray w, @Nullable NdArray bias) {
        int images = x.shape().size(0);
        int inputs = x.shape().size(1);
        int outputs = w.shape().size(0);
        NdArray out = room(x.type(), images, outputs, at.out(), x.shape().rank());
        int from = x.layout().offset();
        int by = w.layout().offset();
        int start = bias == null ? 0 : bias.layout().offset();
        if (x.type() == DType.FLOAT32) {
            float[] first = bias == null ? null : floats(bias);
            single.forward(
                    at, groups, images, inputs, outputs, floats(x), from, floats(w), by, first, start, floats(out));
        } else {
            double[] first = bias == null ? null : doubles(bias);
            twice.forward(
                    at, groups, images, inputs, outputs, doubles(x), from, doubles(w), by, first, start, doubles(out));
        }
        return out;
    }

    NdArray backward(Placement at, int groups, NdArray g, NdArray w) {
        int images = g.shape().size(0);
        int outputs = w.shape().size(0);
        int inputs = w.shape().size(1) * groups;
        NdArray out = room(g.type(), images, inputs, at.in(), g.shape().rank());
        int from = g.layout().offset();
        int by = w.layout().offset();
        if (g.type() == DType.FLOAT32) {
            single.backward(at, groups, images, inputs, outputs, floats(g), from, floats(w), by, floats(out));
        } else {
            twice.backward(at, groups, images, inputs, outputs, doubles(g), from, doubles(w), by, doubles(out));
        }
        return out;
    }

    NdArray weights(Placement at, int groups, NdArray x, NdArray g) {
        int images = x.shape().size(0);
        int inputs = x.shape().size(1);
        int outputs = g.shape().size(1);
        NdArray out = room(x.type(), outputs, inputs / groups, at.kernel(), x.shape().rank());
        int from = x.layout().offset();
        int by = g.layout().offset();
        if (x.type() == DType.FLOAT32) {
            single.weights(at, groups, images, inputs, outputs, floats(x), from, floats(g), by, floats(out));
        } else {
            twice.weights(at, groups, images, inputs, outputs, doubles(x), from, doubles(g), by, doubles(out));
        }
        return out;
    }

    private static NdArray room(DType type, int first, int second, int[] sizes, int rank) {
        return NdArray.room(type, Placement.shape(first, second, sizes, rank));
    }

    private static float[] floats(NdArray x) {
        return (float[]) x.storage().array();
    }

    private static double[] doubles(NdArray x) {
        return (double[]) x.storage().array();
    }
}
