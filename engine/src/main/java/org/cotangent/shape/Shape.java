package org.cotangent.shape;

import java.util.Arrays;

/**
 * The number of elements along each axis: {@code [3, 4]} is three rows of four, {@code []} a single number.
 *
 * <p>Immutable and meant to be shared: comparing two shapes begins with their identity, which is what makes a shape
 * check on the hot path of a scalar operation free.
 */
public final class Shape {
    /** The shape of a single number: rank 0, one element. */
    public static final Shape SCALAR = new Shape();

    private final int[] sizes;
    private final int size;
    private final int[] rowMajor;
    private final Layout contiguous;

    private Shape(int... sizes) {
        this.sizes = sizes;
        this.rowMajor = new int[sizes.length];
        long count = 1;
        for (int axis = sizes.length - 1; axis >= 0; axis--) {
            if (sizes[axis] < 0) {
                throw Complaint.about("a tensor of shape " + Arrays.toString(sizes))
                        .because("the size of axis " + axis + " is negative")
                        .hint("sizes of 0 or more")
                        .argument();
            }
            rowMajor[axis] = (int) count;
            count *= Math.max(1, sizes[axis]);
            if (count > Integer.MAX_VALUE - 64) {
                throw Complaint.about("a tensor of shape " + Arrays.toString(sizes))
                        .because("it has more than 2^31 elements, which no Java array holds")
                        .hint("several smaller tensors")
                        .argument();
            }
        }
        int elements = (int) count;
        for (int each : sizes) {
            if (each == 0) {
                elements = 0;
            }
        }
        this.size = elements;
        this.contiguous = new Layout(this, rowMajor, 0, true);
    }

    /**
     * The shape with the given sizes.
     *
     * @param sizes elements along each axis, outermost first; none of them for a scalar
     * @return the shape
     * @throws IllegalArgumentException when a size is negative or the product exceeds what an array can hold
     */
    public static Shape of(int... sizes) {
        return sizes.length == 0 ? SCALAR : new Shape(sizes.clone());
    }

    /**
     * The number of axes.
     *
     * @return 0 for a scalar
     */
    public int rank() {
        return sizes.length;
    }

    /**
     * The number of elements: the product of all sizes.
     *
     * @return 1 for a scalar
     */
    public int size() {
        return size;
    }

    /**
     * The number of elements along one axis.
     *
     * @param axis counted from 0, or from the end when negative
     * @return its size
     * @throws IllegalArgumentException when there is no such axis
     */
    public int size(int axis) {
        int place = axis(axis);
        if (sizes.length == 0) {
            throw Complaint.about("size of axis " + axis + " of shape " + this)
                    .because("a scalar has no axes")
                    .hint("size() without an axis, or unsqueeze(0) first")
                    .argument();
        }
        return sizes[place];
    }

    /**
     * All sizes.
     *
     * @return a copy
     */
    public int[] sizes() {
        return sizes.clone();
    }

    /**
     * The axis meant by a number that may count from the end.
     *
     * @param axis -rank to rank - 1
     * @return 0 to rank - 1; a scalar accepts 0 and -1, as in PyTorch
     * @throws IllegalArgumentException when there is no such axis
     */
    public int axis(int axis) {
        int rank = sizes.length;
        if (axis >= 0 && axis < rank) {
            return axis;
        }
        if (axis < 0 && axis >= -rank) {
            return axis + rank;
        }
        if (rank == 0 && (axis == 0 || axis == -1)) {
            return 0;
        }
        throw Complaint.about("axis " + axis + " of shape " + this)
                .because("there are only " + rank + " axes")
                .hint(rank == 0 ? "axis 0 or -1" : "an axis from " + -rank + " to " + (rank - 1))
                .argument();
    }

    /**
     * The layout of a row-major array of this shape that starts at its first element.
     *
     * @return one shared layout
     */
    public Layout contiguous() {
        return contiguous;
    }

    int[] rowMajorStrides() {
        return rowMajor;
    }

    int[] raw() {
        return sizes;
    }

    /**
     * This shape with one size replaced.
     *
     * @param axis which
     * @param newSize its size
     * @return the new shape
     */
    public Shape with(int axis, int newSize) {
        int[] changed = sizes.clone();
        changed[axis(axis)] = newSize;
        return of(changed);
    }

    /**
     * This shape with an axis of a given size put in.
     *
     * @param axis its place, 0 to rank
     * @param newSize its size
     * @return the new shape
     */
    public Shape insert(int axis, int newSize) {
        int[] changed = new int[sizes.length + 1];
        System.arraycopy(sizes, 0, changed, 0, axis);
        changed[axis] = newSize;
        System.arraycopy(sizes, axis, changed, axis + 1, sizes.length - axis);
        return of(changed);
    }

    /**
     * The shape of two operands after numpy's broadcasting: aligned at the last axis, an axis of size 1 stretches.
     *
     * @param other the other operand
     * @param asked the operation, for the message
     * @return the common shape
     * @throws IllegalArgumentException when two sizes differ and neither is 1
     */
    public Shape broadcast(Shape other, String asked) {
        if (this == other || Arrays.equals(sizes, other.sizes)) {
            return this;
        }
        int rank = Math.max(rank(), other.rank());
        int[] common = new int[rank];
        for (int i = 1; i <= rank; i++) {
            int a = i <= rank() ? sizes[rank() - i] : 1;
            int b = i <= other.rank() ? other.sizes[other.rank() - i] : 1;
            if (a != b && a != 1 && b != 1) {
                throw Complaint.about(asked + " " + this + " and " + other)
                        .because("they do not broadcast: sizes " + a + " and " + b + " meet at axis -" + i)
                        .hint("equal sizes, or size 1 where one should stretch (unsqueeze, reshape or transpose it)")
                        .argument();
            }
            common[rank - i] = a == 1 ? b : a;
        }
        return of(common);
    }

    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof Shape that && Arrays.equals(sizes, that.sizes));
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sizes);
    }

    @Override
    public String toString() {
        return Arrays.toString(sizes);
    }
}
