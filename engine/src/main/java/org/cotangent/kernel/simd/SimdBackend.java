package org.cotangent.kernel.simd;

import jdk.incubator.vector.FloatVector;
import org.cotangent.kernel.ConvolutionLoops;
import org.cotangent.kernel.DType;
import org.cotangent.kernel.DoubleMatrix;
import org.cotangent.kernel.DoubleStorage;
import org.cotangent.kernel.DoubleWindowMax;
import org.cotangent.kernel.FloatMatrix;
import org.cotangent.kernel.FloatStorage;
import org.cotangent.kernel.FloatWindowMax;
import org.cotangent.kernel.Fold;
import org.cotangent.kernel.Parallel;
import org.cotangent.kernel.Program;
import org.cotangent.kernel.Recipe;
import org.cotangent.kernel.ScalarBackend;
import org.cotangent.kernel.Storage;
import org.jspecify.annotations.Nullable;

/**
 * The backend over the Vector API: it overrides the inner loops of {@link ScalarBackend} that are worth it and inherits
 * everything else. The bits are the same.
 */
public final class SimdBackend extends ScalarBackend {
    /** What a thread takes of elementwise work at a time, in elements times steps of the program: 2 to 10 us. */
    private static final int BLOCK_WORK = 1 << 17;

    /** The fewest elements of a block, for programs of many steps. */
    private static final int LEAST_BLOCK = 1 << 12;

    /** From how many blocks on it is shared: half of a smaller result would be in the other core's cache, to be fetched from there. */
    private static final int SHARED = 8;

    private final FloatWindowMax floatWindowMax;
    private final DoubleWindowMax doubleWindowMax;
    private final ConvolutionLoops convolutionLoops;
    private final FoldGates floatFolds;
    private final FoldGates doubleFolds;
    private final LoopCache loops;
    private final FloatProducts floats;
    private final DoubleProducts doubles;

    /**
     * A backend.
     *
     * @param eager compiles loops at their first use, and sends all else to vectors at once; otherwise when they have
     *     been wanted often enough
     */
    SimdBackend(boolean eager) {
        floatWindowMax = new FloatVectorWindowMax(eager);
        doubleWindowMax = new DoubleVectorWindowMax(eager);
        convolutionLoops = new ConvolutionLoops(new FloatVectorConvolution(eager), new DoubleVectorConvolution(eager));
        floatFolds = new FoldGates(DType.FLOAT32, eager);
        doubleFolds = new FoldGates(DType.FLOAT64, eager);
        loops = new LoopCache(eager);
        floats = new FloatProducts(eager);
        doubles = new DoubleProducts(eager);
    }

    @Override
    public String name() {
        return "simd";
    }

    /** What the vectors of this machine are. */
    static String machine() {
        String width = FloatVector.SPECIES_PREFERRED.vectorBitSize() + "-bit vectors";
        return FusedMultiplyAdd.IN_HARDWARE
                ? width
                : width + "; without fused multiply-adds, so matrix products round twice and have bits of their own";
    }

    @Override
    protected void loop(
            Recipe recipe,
            DType type,
            int n,
            Object[] arrays,
            int[] offsets,
            int[] steps,
            Object out,
            int outOffset) {
        boolean small = n < SHARED * LEAST_BLOCK || Parallel.threads() == 1;
        int size = small ? n : blockSize(recipe.program(type));
        if (small || n < SHARED * size) {
            run(recipe, type, n, arrays, offsets, steps, out, outOffset);
            return;
        }
        Parallel.forRanges(n, size, (start, end) -> {
            int[] from = new int[arrays.length];
            for (int i = 0; i < from.length; i++) {
                from[i] = offsets[i] + start * steps[i];
            }
            run(recipe, type, end - start, arrays, from, steps, out, outOffset + start);
        });
    }

    /** 32768 elements of a sum, 4096 of an exponential. It depends on nothing but the program, and so do the results. */
    private static int blockSize(Program program) {
        return Math.max(LEAST_BLOCK, Integer.highestOneBit(BLOCK_WORK / program.steps().size()));
    }

    private void run(
            Recipe recipe,
            DType type,
            int n,
            Object[] arrays,
            int[] offsets,
            int[] steps,
            Object out,
            int outOffset) {
        boolean compiles = type.isFloating() && recipe.operands().size() <= LoopCompiler.MOST_OPERANDS;
        int repeated = compiles ? 0 : -1;
        for (int i = 0; i < arrays.length && repeated >= 0; i++) {
            if (steps[i] == 0) {
                repeated |= 1 << i;
            } else if (steps[i] != 1 && n > 1) {
                repeated = -1; // strided: the tape gathers it
            }
        }
        Loop loop = repeated < 0 ? null : loops.find(recipe, type, repeated, n);
        if (loop == null) {
            super.loop(recipe, type, n, arrays, offsets, steps, out, outOffset);
            return;
        }
        loop.run(n, arrays, offsets, out, outOffset);
    }

    @Override
    protected float fold(Fold fold, float[] x, int offset, int n) {
        return floatFolds.row(fold, n) ? FloatFolds.fold(fold, x, offset, n) : super.fold(fold, x, offset, n);
    }

    @Override
    protected double fold(Fold fold, double[] x, int offset, int n) {
        return doubleFolds.row(fold, n) ? DoubleFolds.fold(fold, x, offset, n) : super.fold(fold, x, offset, n);
    }

    @Override
    protected void sumRows(Storage x, int offset, int rows, int n, Storage out, int outOffset) {
        if (x instanceof FloatStorage s && floatFolds.sums.isOpen()) {
            FloatFolds.sumRows(s.values(), offset, rows, n, (float[]) out.array(), outOffset);
        } else if (x instanceof DoubleStorage s && doubleFolds.sums.isOpen()) {
            DoubleFolds.sumRows(s.values(), offset, rows, n, (double[]) out.array(), outOffset);
        } else {
            super.sumRows(x, offset, rows, n, out, outOffset);
        }
    }

    @Override
    protected void sumColumns(Storage x, int offset, int rows, int columns, Storage out, int outOffset) {
        if (x instanceof FloatStorage s && floatFolds.columns(rows, columns)) {
            FloatFolds.sumColumns(s.values(), offset, rows, columns, (float[]) out.array(), outOffset);
        } else if (x instanceof DoubleStorage s && doubleFolds.columns(rows, columns)) {
            DoubleFolds.sumColumns(s.values(), offset, rows, columns, (double[]) out.array(), outOffset);
        } else {
            super.sumColumns(x, offset, rows, columns, out, outOffset);
        }
    }

    @Override
    protected FloatWindowMax floatWindowMax() {
        return floatWindowMax;
    }

    @Override
    protected DoubleWindowMax doubleWindowMax() {
        return doubleWindowMax;
    }

    @Override
    protected ConvolutionLoops convolutionLoops() {
        return convolutionLoops;
    }

    @Override
    protected void product(FloatMatrix a, FloatMatrix b, @Nullable FloatMatrix bias, FloatMatrix c) {
        floats.multiply(a, b, bias, c);
    }

    @Override
    protected void product(DoubleMatrix a, DoubleMatrix b, @Nullable DoubleMatrix bias, DoubleMatrix c) {
        doubles.multiply(a, b, bias, c);
    }
}
