package org.cotangent.kernel;

import org.cotangent.shape.Layout;
import org.cotangent.shape.Shape;
import org.jspecify.annotations.Nullable;

/**
 * An index along one axis of a row-major array, for either type of numbers.
 *
 * @param single for float32
 * @param twice for float64
 */
record Picked(FloatIndexing single, DoubleIndexing twice) {
    /**
     * Looks at an index.
     *
     * @return null when it is smaller than the array along another axis, or points outside of it
     */
    static @Nullable Picked of(Shape shape, int axis, NdArray index) {
        int rank = shape.rank();
        if (rank == 0) {
            return null;
        }
        int outer = 1;
        int inner = 1;
        boolean byRow = true;
        Layout row = index.layout();
        for (int i = 0; i < rank; i++) {
            if (i != axis && index.shape().size(i) != shape.size(i)) {
                return null;
            }
            outer *= i < axis ? shape.size(i) : 1;
            inner *= i > axis ? shape.size(i) : 1;
            byRow &= i <= axis || index.layout().stride(i) == 0 || shape.size(i) == 1;
            row = i > axis && shape.size(i) > 1 ? row.slice(i, 0, 1, 1) : row;
        }
        NdArray numbers = byRow ? index.view(row) : index;
        if (!numbers.layout().isContiguous()) {
            numbers = Backends.scalar().copy(numbers, DType.INT64);
        }
        int count = index.shape().size(axis);
        int size = shape.size(axis);
        long[] values = (long[]) numbers.storage().array();
        int at = numbers.layout().offset();
        FloatIndexing single = new FloatIndexing(outer, size, count, inner, byRow, values, at);
        return single.isInside()
                ? new Picked(single, new DoubleIndexing(outer, size, count, inner, byRow, values, at))
                : null;
    }
}
