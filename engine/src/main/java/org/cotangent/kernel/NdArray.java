package org.cotangent.kernel;

import org.cotangent.shape.Layout;
import org.cotangent.shape.Shape;

/**
 * A storage seen through a layout: what kernels read and write.
 *
 * @param storage the flat numbers
 * @param layout where the elements of the shape lie in it
 */
public record NdArray(Storage storage, Layout layout) {
    /**
     * A new row-major array of zeros.
     *
     * @param type of the elements
     * @param shape its shape
     * @return the array
     */
    public static NdArray allocate(DType type, Shape shape) {
        return new NdArray(Storage.allocate(type, shape.size()), shape.contiguous());
    }

    /**
     * A new row-major array whose elements are all about to be written: they start as anything, in memory that may have
     * been used before.
     *
     * @param type of the elements
     * @param shape its shape
     * @return the array
     */
    public static NdArray room(DType type, Shape shape) {
        return new NdArray(Storage.room(type, shape.size()), shape.contiguous());
    }

    /**
     * A new row-major array of zeros for a result, in memory that may have been used before.
     *
     * @param type of the elements
     * @param shape its shape
     * @return the array
     */
    public static NdArray zeros(DType type, Shape shape) {
        return new NdArray(Arena.zeros(type, shape.size()), shape.contiguous());
    }

    /**
     * The type of the elements.
     *
     * @return the type
     */
    public DType type() {
        return storage.type();
    }

    /**
     * The shape.
     *
     * @return the shape
     */
    public Shape shape() {
        return layout.shape();
    }

    /**
     * The number of elements.
     *
     * @return the product of the sizes
     */
    public int size() {
        return layout.shape().size();
    }

    /**
     * The same storage through another layout.
     *
     * @param other the layout
     * @return the view
     */
    public NdArray view(Layout other) {
        return other == layout ? this : new NdArray(storage, other);
    }

    /**
     * The same elements stretched to a larger shape without copying.
     *
     * @param shape a shape that this one broadcasts to
     * @return the view
     */
    public NdArray expand(Shape shape) {
        return view(layout.expand(shape));
    }
}
