package org.cotangent;

/**
 * One part of an index expression, as between the brackets of numpy's {@code x[1, :, 0:6:2, None, indices]}.
 *
 * <pre>{@code
 * x.get(Index.of(1), Index.ALL, Index.range(0, 6, 2), Index.NEW_AXIS, Index.of(indices))
 * }</pre>
 */
public sealed interface Index {
    /** The whole axis, {@code :}. */
    Index ALL = new Range(0, Integer.MAX_VALUE, 1);

    /** A new axis of size 1, {@code None}. */
    Index NEW_AXIS = new NewAxis();

    /** As many whole axes as are left, {@code ...}. */
    Index ELLIPSIS = new Ellipsis();

    /**
     * One index: the axis disappears.
     *
     * @param index negative counts from the end
     */
    record One(int index) implements Index {}

    /**
     * A range with a step.
     *
     * @param start the first index
     * @param end one past the last
     * @param step from one to the next
     */
    record Range(int start, int end, int step) implements Index {}

    /** A new axis. */
    record NewAxis() implements Index {}

    /** The axes that are left. */
    record Ellipsis() implements Index {}

    /**
     * Indices from a tensor.
     *
     * @param indices int64 of any shape, or a mask
     */
    record Of(Tensor indices) implements Index {}

    /**
     * One index.
     *
     * @param index negative counts from the end
     * @return the part
     */
    static Index of(int index) {
        return new One(index);
    }

    /**
     * Indices from a tensor. Several of them broadcast against each other.
     *
     * @param indices int64, negative ones count from the end; or bool, which picks where it is true
     * @return the part
     */
    static Index of(Tensor indices) {
        return new Of(indices);
    }

    /**
     * A range.
     *
     * @param start the first
     * @param end one past the last; negative counts from the end
     * @return the part
     */
    static Index range(int start, int end) {
        return new Range(start, end, 1);
    }

    /**
     * A range with a step.
     *
     * @param start the first
     * @param end one past the last; negative counts from the end
     * @param step at least 1
     * @return the part
     */
    static Index range(int start, int end, int step) {
        return new Range(start, end, step);
    }
}
