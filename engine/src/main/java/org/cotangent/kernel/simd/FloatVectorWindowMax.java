// twin: FloatVectorWindowMax -> DoubleVectorWindowMax
package org.cotangent.kernel.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;
import org.cotangent.kernel.FloatWindowMax;
import org.cotangent.kernel.Placement;

/** As many windows of a row at once as a vector has lanes, for windows with a step of 1 or 2. */
final class FloatVectorWindowMax extends FloatWindowMax {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int L = SPECIES.length();

    /** Every second one of two vectors, as if they were one of twice the length. */
    private static final VectorShuffle<Float> EVEN = VectorShuffle.fromOp(SPECIES, lane -> 2 * lane);

    private static final FloatVector COUNT = FloatVector.zero(SPECIES).addIndex(1);

    /** Up to here a float counts every place, so that places can be kept in lanes beside the numbers. */
    private static final int EXACT = 1 << 24;

    /** Numbers looked at by plain loops before vectors are worth their while. */
    private static final long ENOUGH = 10_000_000;

    final Gate gate;

    /** Vectors at once, or when they are the faster ones. */
    FloatVectorWindowMax(boolean open) {
        gate = new Gate(open, ENOUGH);
    }

    @Override
    protected void row(
            Placement at, float[] x, int xAt, int[] rows, int count, int first, int end, long[] out, int outAt) {
        if (gate.passes((long) count * at.kernel()[2] * (end - first), Row::new)) {
            inVectors(at, x, xAt, rows, count, first, end, out, outAt);
        } else {
            super.row(at, x, xAt, rows, count, first, end, out, outAt);
        }
    }

    private void inVectors(
            Placement at, float[] x, int xAt, int[] rows, int count, int first, int end, long[] out, int outAt) {
        int step = at.stride()[2];
        int from = first;
        if (step <= 2 && at.inputSize() < EXACT && count > 0) {
            int start = xAt - at.before()[2];
            int farthest = start + rows[count - 1] + (at.kernel()[2] - 1) * at.dilation()[2];
            float[] found = new float[L];
            // The last vector may compute windows that do not exist, as long as what it reads does.
            while (from < end && farthest + (from + L) * step <= x.length) {
                vector(at, x, start + from * step, xAt, rows, count, found);
                int width = Math.min(L, end - from);
                for (int lane = 0; lane < width; lane++) {
                    out[outAt + from + lane] = (long) found[lane];
                }
                from += width;
            }
        }
        super.row(at, x, xAt, rows, count, from, end, out, outAt);
    }

    private static void vector(Placement at, float[] x, int start, int xAt, int[] rows, int count, float[] found) {
        int step = at.stride()[2];
        int kernel = at.kernel()[2];
        int dilation = at.dilation()[2];
        FloatVector lanes = COUNT.mul(step);
        FloatVector largest = read(x, start + rows[0], step);
        FloatVector best = lanes.add(start + rows[0] - xAt);
        for (int row = 0; row < count; row++) {
            for (int k = 0; k < kernel; k++) {
                int place = start + rows[row] + k * dilation;
                FloatVector value = read(x, place, step);
                VectorMask<Float> better = value.compare(VectorOperators.GT, largest)
                        .or(value.compare(VectorOperators.NE, value));
                largest = largest.blend(value, better);
                best = best.blend(lanes.add(place - xAt), better);
            }
        }
        best.intoArray(found, 0);
    }

    private static FloatVector read(float[] x, int at, int step) {
        FloatVector low = FloatVector.fromArray(SPECIES, x, at);
        return step == 1 ? low : low.rearrange(EVEN, FloatVector.fromArray(SPECIES, x, at + L));
    }

    /** A row of windows of two by two. */
    private final class Row implements Gate.Practice {
        private static final int WINDOWS = 48;
        private final Placement at = new Placement(
                new int[] {1, 4, 2 * WINDOWS}, new int[] {1, 2, 2}, new int[] {1, 2, WINDOWS}, new int[] {1, 2, 2},
                new int[] {0, 0, 0}, new int[] {1, 1, 1});
        private final float[] x = Rehearsal.madeUp(new float[8 * WINDOWS], 0);
        private final int[] rows = {0, 2 * WINDOWS};
        private final long[] out = new long[WINDOWS];

        @Override
        public void vectors() {
            inVectors(at, x, 0, rows, 2, 0, WINDOWS, out, 0);
        }

        @Override
        public void plain() {
            FloatVectorWindowMax.super.row(at, x, 0, rows, 2, 0, WINDOWS, out, 0);
        }

        @Override
        public String toString() {
            return "the largest of windows";
        }
    }
}
