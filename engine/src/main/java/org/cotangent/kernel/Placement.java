package org.cotangent.kernel;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.cotangent.shape.Shape;

/**
 * Where the places of a kernel lie over an input: element k of the kernel at place o lies over input element
 * {@code o stride + k dilation - before}, along each of three axes. Fewer axes are taken for the last ones, and the others
 * have size 1. Beyond its edges the input is zero.
 *
 * @param in sizes of the input
 * @param kernel sizes of the kernel
 * @param out numbers of places
 * @param stride from one place to the next
 * @param before how far the first place lies before the first element
 * @param dilation from one element of the kernel to the next
 */
public record Placement(int[] in, int[] kernel, int[] out, int[] stride, int[] before, int[] dilation) {
    /** The number of axes. */
    public static final int AXES = 3;

    /** Adds the axes that are missing. */
    public Placement {
        in = three(in, 1);
        kernel = three(kernel, 1);
        out = three(out, 1);
        stride = three(stride, 1);
        before = three(before, 0);
        dilation = three(dilation, 1);
    }

    private static int[] three(int[] given, int otherwise) {
        int[] all = new int[AXES];
        Arrays.fill(all, otherwise);
        System.arraycopy(given, 0, all, AXES - given.length, given.length);
        return all;
    }

    /**
     * The elements of an input.
     *
     * @return the product of its sizes
     */
    public int inputSize() {
        return in[0] * in[1] * in[2];
    }

    /**
     * The elements of the kernel.
     *
     * @return the product of its sizes
     */
    public int kernelSize() {
        return kernel[0] * kernel[1] * kernel[2];
    }

    /**
     * The places of the kernel.
     *
     * @return the product of their numbers
     */
    public int outputSize() {
        return out[0] * out[1] * out[2];
    }

    /** Two sizes followed by the last of three, as many as make up the rank. */
    static Shape shape(int first, int second, int[] three, int rank) {
        int[] sizes = new int[rank];
        sizes[0] = first;
        sizes[1] = second;
        System.arraycopy(three, AXES + 2 - rank, sizes, 2, rank - 2);
        return Shape.of(sizes);
    }

    /** So much of the padded input is covered by all places along an axis. */
    int covered(int axis) {
        return (out[axis] - 1) * stride[axis] + (kernel[axis] - 1) * dilation[axis] + 1;
    }

    /**
     * What one axis contributes to a class of outputs whose taps lie alike: output {@code start + i step} is the sum over
     * taps j of weight {@code tap[j]} times what lies at {@code base + i advance + offset[j]} in a padded source.
     */
    record Phase(int start, int step, int count, int base, int advance, int[] tap, int[] offset) {
        /** What is left of it for each output: the taps that do not lie over zeros around the source. */
        Phase[] all(int before, int size) {
            return IntStream.range(0, count).mapToObj(i -> at(base + i * advance - before, size)).toArray(Phase[]::new);
        }

        /** Taps follow each other along the axis, so those over zeros are the first or the last of them. */
        private Phase at(int place, int size) {
            int first = 0;
            while (first < tap.length && isOutside(place + offset[first], size)) {
                first++;
            }
            int end = tap.length;
            while (end > first && isOutside(place + offset[end - 1], size)) {
                end--;
            }
            return end - first == tap.length
                    ? this
                    : new Phase(
                            start,
                            step,
                            count,
                            base,
                            advance,
                            Arrays.copyOfRange(tap, first, end),
                            Arrays.copyOfRange(offset, first, end));
        }

        private static boolean isOutside(int place, int size) {
            return place < 0 || place >= size;
        }

        /** Its taps, of those that the kernel has. */
        Span span() {
            return new Span(tap.length == 0 ? 0 : tap[0], tap.length);
        }
    }

    /** Taps that follow each other. */
    record Span(int first, int count) {}

    /** The places themselves, over the covered part of the input: all taps at every place. */
    Phase[] forward(int axis) {
        int[] tap = new int[kernel[axis]];
        Arrays.setAll(tap, k -> k);
        int[] offset = new int[kernel[axis]];
        Arrays.setAll(offset, k -> k * dilation[axis]);
        return new Phase[] {new Phase(0, 1, out[axis], 0, stride[axis], tap, offset)};
    }

    /** How many zeros stand before the first place when input elements look back at the places that cover them. */
    int backBefore(int axis) {
        int reach = (kernel[axis] - 1) * dilation[axis] - before[axis];
        return Math.max(0, Math.ceilDiv(reach, stride[axis]));
    }

    /** The places and the zeros around them that input elements look back at. */
    int backSize(int axis) {
        int last = Math.floorDiv(in[axis] - 1 + before[axis], stride[axis]);
        return backBefore(axis) + Math.max(out[axis], last + 1);
    }

    /** The input elements, each over the places that cover it: with stride s there are s classes of them. */
    Phase[] backward(int axis) {
        int s = stride[axis];
        Phase[] phases = new Phase[Math.min(s, in[axis])];
        for (int start = 0; start < phases.length; start++) {
            int rest = (start + before[axis]) % s;
            int[] tap = new int[kernel[axis]];
            int[] offset = new int[kernel[axis]];
            int taps = 0;
            for (int k = 0; k < kernel[axis]; k++) {
                if ((rest - k * dilation[axis]) % s == 0) {
                    tap[taps] = k;
                    offset[taps++] = (rest - k * dilation[axis]) / s;
                }
            }
            phases[start] = new Phase(
                    start,
                    s,
                    (in[axis] - start + s - 1) / s,
                    (start + before[axis] - rest) / s + backBefore(axis),
                    1,
                    Arrays.copyOf(tap, taps),
                    Arrays.copyOf(offset, taps));
        }
        return phases;
    }
}
