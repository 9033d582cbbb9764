package org.cotangent.kernel.simd;

import org.cotangent.kernel.DType;
import org.cotangent.kernel.Fold;
import org.cotangent.kernel.Recipe;
import org.cotangent.kernel.ScalarBackend;
import org.cotangent.kernel.Storage;

/** The scalar backend's own inner loops, which rehearsals are held against. */
final class PlainLoops extends ScalarBackend {
    static final PlainLoops HERE = new PlainLoops();

    private PlainLoops() {}

    @Override
    protected void loop(
            Recipe recipe, DType type, int n, Object[] arrays, int[] offsets, int[] steps, Object out, int outOffset) {
        super.loop(recipe, type, n, arrays, offsets, steps, out, outOffset);
    }

    @Override
    protected void foldRow(Fold fold, Storage x, int offset, int n, int step, Storage out, int outOffset) {
        super.foldRow(fold, x, offset, n, step, out, outOffset);
    }

    @Override
    protected void sumColumns(Storage x, int offset, int rows, int columns, Storage out, int outOffset) {
        super.sumColumns(x, offset, rows, columns, out, outOffset);
    }
}
