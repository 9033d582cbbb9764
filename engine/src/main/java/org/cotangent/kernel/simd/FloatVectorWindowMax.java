// twin: FloatVectorWindowMax -> DoubleVectorWindowMax
package org.cotangent.kernel.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.cotangent.kernel.FloatSpare;
import org.cotangent.kernel.FloatWindowMax;
import org.cotangent.kernel.Placement;

/**
 * Windows of as many images at once as a vector has lanes. The rows that a row of windows lies over are interleaved, so that
 * one element of all images is one vector, wherever windows begin and however far they step.
 */
final class FloatVectorWindowMax extends FloatWindowMax {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int L = SPECIES.length();

    /** Up to here a float counts every place, so that places can be kept in lanes beside the numbers. */
    private static final int EXACT = 1 << 24;

    /** Windows that are searched before their places are sorted into the images. */
    private static final int WINDOWS = 1 << 10;

    /** Numbers looked at by plain loops before vectors are worth their while. */
    private static final long ENOUGH = 10_000_000;

    final Gate gate;

    /** Vectors at once, or when they are the faster ones. */
    FloatVectorWindowMax(boolean open) {
        gate = new Gate(open, ENOUGH);
    }

    @Override
    protected void images(Placement at, float[] x, int xAt, int first, int end, long[] out) {
        int image = first;
        long work = (long) (end - first) * at.outputSize() * at.kernelSize();
        if (at.inputSize() < EXACT && gate.passes(work, Images::new)) {
            while (2 * (end - image) >= L) {
                int lanes = Math.min(L, end - image);
                together(at, x, xAt + image * at.inputSize(), lanes, out, image * at.outputSize());
                image += lanes;
            }
        }
        super.images(at, x, xAt, image, end, out);
    }

    private static void together(Placement at, float[] x, int xAt, int lanes, long[] out, int outAt) {
        int columns = at.out()[2];
        int allRows = at.out()[0] * at.out()[1];
        int rowsAtOnce = Math.clamp(WINDOWS / Math.max(1, columns), 1, Math.max(1, allRows));
        int[] rows = new int[at.kernel()[0] * at.kernel()[1]];
        FloatSpare spare = FloatSpare.get();
        float[] packed = spare.array(FloatSpare.Use.IMAGES, rows.length * at.in()[2] * L);
        float[] found = spare.array(FloatSpare.Use.RESULTS, rowsAtOnce * columns * L);
        float[] sorted = spare.array(FloatSpare.Use.ROW, rowsAtOnce * columns * L);
        for (int start = 0; start < allRows; start += rowsAtOnce) {
            int end = Math.min(allRows, start + rowsAtOnce);
            for (int row = start; row < end; row++) {
                int count = rows(at, row / at.out()[1], row % at.out()[1], rows);
                interleave(x, xAt, at.inputSize(), lanes, rows, count, at.in()[2], packed);
                for (int k = 0; k < columns; k++) {
                    window(at, packed, rows, count, k, found, ((row - start) * columns + k) * L);
                }
            }
            int size = (end - start) * columns;
            FloatTranspose.turn(size, lanes, found, 0, L, sorted, 0, size);
            for (int lane = 0; lane < lanes; lane++) {
                longs(sorted, lane * size, out, outAt + lane * at.outputSize() + start * columns, size);
            }
        }
    }

    private static void longs(float[] from, int fromAt, long[] to, int toAt, int n) {
        for (int i = 0; i < n; i++) {
            to[toAt + i] = (long) from[fromAt + i];
        }
    }

    private static void interleave(
            float[] x, int xAt, int image, int lanes, int[] rows, int count, int width, float[] packed) {
        int row = 0;
        while (row < count) {
            int next = row + 1;
            while (next < count && rows[next] == rows[next - 1] + width) { // rows that follow each other are one
                next++;
            }
            FloatTranspose.turn(
                    lanes, (next - row) * width, x, xAt + rows[row], image, packed, row * width * L, L);
            row = next;
        }
    }

    private static void window(Placement at, float[] packed, int[] rows, int count, int column, float[] found, int to) {
        int width = at.in()[2];
        int dilation = at.dilation()[2];
        int start = column * at.stride()[2] - at.before()[2];
        int first = start;
        while (first < 0) {
            first += dilation;
        }
        int end = Math.min(width, start + (at.kernel()[2] - 1) * dilation + 1);
        FloatVector largest = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
        FloatVector best = FloatVector.broadcast(SPECIES, rows[0] + (first < end ? first : Math.clamp(start, 0, width - 1)));
        for (int row = 0; row < count; row++) {
            for (int j = first; j < end; j += dilation) {
                FloatVector value = FloatVector.fromArray(SPECIES, packed, (row * width + j) * L);
                VectorMask<Float> better = value.compare(VectorOperators.GT, largest)
                        .or(value.compare(VectorOperators.NE, value));
                largest = largest.blend(value, better);
                best = best.blend(rows[row] + j, better);
            }
        }
        best.intoArray(found, to);
    }

    /** Two by two windows of some images. */
    private final class Images implements Gate.Practice {
        private static final int SIDE = 5;
        private final Placement at = new Placement(
                new int[] {1, 2 * SIDE, 2 * SIDE}, new int[] {1, 2, 2}, new int[] {1, SIDE, SIDE},
                new int[] {1, 2, 2}, new int[] {0, 0, 0}, new int[] {1, 1, 1});
        private final float[] x = Rehearsal.madeUp(new float[L * at.inputSize()], 0);
        private final long[] out = new long[L * at.outputSize()];

        @Override
        public void vectors() {
            together(at, x, 0, L, out, 0);
        }

        @Override
        public void plain() {
            FloatVectorWindowMax.super.images(at, x, 0, 0, L, out);
        }

        @Override
        public String toString() {
            return "the largest of windows";
        }
    }
}
