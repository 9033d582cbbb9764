package org.cotangent.shape;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where the elements of a shape lie in a flat array: element {@code (i, j, ...)} is at {@code offset + i * stride0 + j
 * * stride1 + ...}.
 *
 * <p>A stride of 0 repeats an element (expand); a negative one walks backwards (flip). All methods return a new layout
 * over the same array.
 */
public final class Layout {
    private final Shape shape;
    private final int[] strides;
    private final int offset;
    private final boolean contiguous;

    Layout(Shape shape, int[] strides, int offset, boolean contiguous) {
        this.shape = shape;
        this.strides = strides;
        this.offset = offset;
        this.contiguous = contiguous;
    }

    /**
     * A layout with strides of one's own.
     *
     * @param shape what it shows
     * @param strides one a axis, in elements
     * @param offset the place of the first element
     * @return the layout
     */
    public static Layout of(Shape shape, int[] strides, int offset) {
        return new Layout(shape, strides.clone(), offset, isRowMajor(shape, strides));
    }

    private static boolean isRowMajor(Shape shape, int[] strides) {
        int[] expected = shape.rowMajorStrides();
        for (int axis = 0; axis < strides.length; axis++) {
            // The stride of an axis of size 1 is never used.
            if (shape.raw()[axis] != 1 && strides[axis] != expected[axis]) {
                return shape.size() == 0;
            }
        }
        return true;
    }

    /**
     * The shape that this layout shows.
     *
     * @return the shape
     */
    public Shape shape() {
        return shape;
    }

    /**
     * The step of one axis.
     *
     * @param axis 0 to rank - 1
     * @return elements from one index to the next
     */
    public int stride(int axis) {
        return strides[axis];
    }

    /**
     * The place of the first element.
     *
     * @return an index into the flat array
     */
    public int offset() {
        return offset;
    }

    /**
     * Whether the elements lie one after the other in row-major order (from {@link #offset()} on).
     *
     * @return true for row-major
     */
    public boolean isContiguous() {
        return contiguous;
    }

    /**
     * The layout with its axes in another order.
     *
     * @param order which old axis comes at each new place
     * @return the permuted layout
     */
    public Layout permute(int... order) {
        int[] sizes = new int[order.length];
        int[] steps = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            sizes[i] = shape.raw()[order[i]];
            steps[i] = strides[order[i]];
        }
        return of(Shape.of(sizes), steps, offset);
    }

    /**
     * Every {@code step}-th index of one axis from {@code start} on.
     *
     * @param axis which
     * @param start the first index
     * @param count how many
     * @param step from one to the next; may be negative
     * @return the sliced layout
     */
    public Layout slice(int axis, int start, int count, int step) {
        int[] steps = strides.clone();
        steps[axis] *= step;
        int first = count == 0 ? offset : offset + start * strides[axis];
        return of(shape.with(axis, count), steps, first);
    }

    /**
     * The same elements seen in a larger shape, where axes of size 1 and missing leading axes are repeated.
     *
     * @param target the shape to show; this shape must broadcast to it
     * @return a layout with stride 0 along the repeated axes
     */
    public Layout expand(Shape target) {
        if (target.equals(shape)) {
            return this;
        }
        int missing = target.rank() - shape.rank();
        int[] steps = new int[target.rank()];
        boolean fits = missing >= 0;
        for (int axis = 0; fits && axis < shape.rank(); axis++) {
            int mine = shape.raw()[axis];
            int wanted = target.raw()[axis + missing];
            steps[axis + missing] = mine == 1 && wanted != 1 ? 0 : strides[axis];
            fits = mine == 1 || mine == wanted;
        }
        if (!fits) {
            throw Complaint.about("expand " + shape + " to " + target)
                    .because("only axes of size 1, and new leading axes, can be repeated")
                    .hint("unsqueeze first, or repeat / tile to copy")
                    .argument();
        }
        return of(target, steps, offset);
    }

    /**
     * The same elements in row-major order under another shape, if that needs no copy.
     *
     * @param target a shape with the same number of elements
     * @return the layout, or null when the elements would have to be copied
     */
    public @Nullable Layout reshape(Shape target) {
        if (contiguous) {
            return offset == 0
                    ? target.contiguous()
                    : new Layout(target, target.rowMajorStrides(), offset, true);
        }
        int[] steps = new int[target.rank()];
        int to = target.rank() - 1;
        for (int from = shape.rank() - 1; from >= 0; from--) {
            if (shape.raw()[from] == 1) {
                continue;
            }
            // A run of old axes that lie row-major to each other can be cut into new axes freely.
            int step = strides[from];
            int run = shape.raw()[from];
            while (from > 0 && (shape.raw()[from - 1] == 1 || strides[from - 1] == run * step)) {
                from--;
                run *= shape.raw()[from];
            }
            int taken = 1;
            while (to >= 0 && taken < run) {
                steps[to] = step * taken;
                taken *= target.raw()[to--];
            }
            if (taken != run) {
                return null;
            }
        }
        while (to >= 0) {
            steps[to--] = 1;
        }
        return of(target, steps, offset);
    }

    /**
     * Whether every element lies at a place of its own, so that a kernel may write through this layout.
     *
     * @return false when an axis is repeated with stride 0
     */
    public boolean isWritable() {
        for (int axis = 0; axis < strides.length; axis++) {
            if (strides[axis] == 0 && shape.raw()[axis] > 1) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Layout that
                && offset == that.offset
                && shape.equals(that.shape)
                && Arrays.equals(strides, that.strides);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(strides) + shape.hashCode() + offset;
    }

    @Override
    public String toString() {
        return shape + " strides " + Arrays.toString(strides) + " offset " + offset;
    }
}
