package org.cotangent;

import org.cotangent.kernel.Backend;
import org.cotangent.kernel.DType;
import org.cotangent.kernel.Fold;
import org.cotangent.kernel.NdArray;
import org.cotangent.shape.Shape;
import org.jspecify.annotations.Nullable;

/**
 * The operations of {@link Tensor} that make few numbers of many.
 *
 * <p>Without axes they reduce everything to a scalar. The entries keep the reduced axes with size 1, which is what their
 * rules need for broadcasting; the methods drop them unless asked not to.
 */
sealed interface Reducing permits Tensor {
    private Tensor self() {
        return (Tensor) this;
    }

    /** One flag for each axis; all of them when none is named. */
    private boolean[] flags(int... axes) {
        Shape shape = self().shape();
        boolean[] reduced = new boolean[shape.rank()];
        if (axes.length == 0) {
            java.util.Arrays.fill(reduced, true);
        }
        for (int axis : axes) {
            if (shape.rank() > 0) {
                reduced[shape.axis(axis)] = true;
            } else {
                shape.axis(axis); // 0 and -1 are allowed on a scalar
            }
        }
        return reduced;
    }

    private static Tensor drop(Tensor kept, boolean[] reduced, boolean keepDim) {
        if (keepDim || reduced.length == 0) {
            return kept;
        }
        int[] sizes = new int[reduced.length];
        int rank = 0;
        for (int axis = 0; axis < reduced.length; axis++) {
            if (!reduced[axis]) {
                sizes[rank++] = kept.shape().size(axis);
            }
        }
        return kept.reshape(java.util.Arrays.copyOf(sizes, rank));
    }

    // ---- sum and mean -----------------------------------------------------------------------------------------------

    /** The sum over the flagged axes. */
    record Sum(boolean... reduced) implements Op {
        static final Entry ENTRY = Entry.exact(
                "sum",
                "y = sum of x over some axes",
                Example.of("all", Domain.real(3, 4), x -> x.sum()),
                Example.of("axis 0", Domain.real(3, 4), x -> x.sum(0)),
                Example.of("last axis kept", Domain.real(3, 4), x -> x.sum(true, -1)),
                Example.of("outer and inner axis", Domain.real(2, 3, 4), x -> x.sum(0, 2)),
                Example.of("scalar", Domain.real(), x -> x.sum()));

        @Override
        public Entry entry() {
            return ENTRY;
        }

        @Override
        public NdArray forward(Backend backend, NdArray[] in) {
            return backend.fold(Fold.SUM, in[0], reduced);
        }

        @Override
        public Keep keeps() {
            return Keep.NOTHING;
        }

        @Override
        public Tensor gradient(int input, Tensor g, Node at) {
            return g.expand(at.inputShape(0).sizes());
        }
    }

    /** The entry of {@link #sum(int...)}. */
    Entry SUM = Sum.ENTRY;

    /**
     * The sum of all elements, or over some axes. Bool and int64 sum to int64.
     *
     * @param axes which; none for all
     * @return without the summed axes
     */
    default Tensor sum(int... axes) {
        return sum(false, axes);
    }

    /**
     * The sum over some axes.
     *
     * @param keepDim whether the summed axes stay with size 1
     * @param axes which; none for all
     * @return the sums
     */
    default Tensor sum(boolean keepDim, int... axes) {
        boolean[] reduced = flags(axes);
        Tensor x = self().dtype() == DType.BOOL ? self().to(DType.INT64) : self();
        return drop(Tensor.apply(new Sum(reduced), x), reduced, keepDim);
    }

    /**
     * Sums back to a shape that this one was broadcast from: the reverse of {@link Tensor#expand}.
     *
     * @param target a shape that broadcasts to this one
     * @return this when the shape is the same already
     */
    default Tensor sumTo(Shape target) {
        Shape shape = self().shape();
        if (shape.equals(target)) {
            return self();
        }
        int missing = shape.rank() - target.rank();
        boolean[] reduced = new boolean[shape.rank()];
        for (int axis = 0; axis < reduced.length; axis++) {
            reduced[axis] = axis < missing || (target.size(axis - missing) == 1 && shape.size(axis) != 1);
        }
        return Tensor.apply(new Sum(reduced), self()).reshape(target.sizes());
    }

    /**
     * The arithmetic mean of all elements, or over some axes: the sum divided by the number of elements.
     *
     * @param axes which; none for all
     * @return without the averaged axes
     */
    default Tensor mean(int... axes) {
        return mean(false, axes);
    }

    /**
     * The arithmetic mean over some axes.
     *
     * @param keepDim whether the averaged axes stay with size 1
     * @param axes which; none for all
     * @return the means
     */
    default Tensor mean(boolean keepDim, int... axes) {
        Tensor sum = sum(keepDim, axes);
        return sum.div((double) self().size() / Math.max(1, sum.size()));
    }

    // ---- largest and smallest ---------------------------------------------------------------------------------------

    /** The largest or smallest over the flagged axes; ties share the gradient evenly. */
    record Extreme(Fold fold, boolean... reduced) implements Op {
        static final Entry ENTRY = Entry.exact(
                "amax",
                "y = largest (or smallest) x over some axes",
                Example.of("all", Domain.real(3, 4), x -> x.amax()),
                Example.of("axis 0", Domain.real(3, 4), x -> x.amax(0)),
                Example.of("smallest of rows", Domain.real(3, 4), x -> x.amin(1)));

        @Override
        public Entry entry() {
            return ENTRY;
        }

        @Override
        public String name() {
            return fold == Fold.MAX ? "amax" : "amin";
        }

        @Override
        public NdArray forward(Backend backend, NdArray[] in) {
            return backend.fold(fold, in[0], reduced);
        }

        @Override
        public Keep keeps() {
            return Keep.BOTH;
        }

        @Override
        public Tensor gradient(int input, Tensor g, Node at) {
            Tensor winners = at.input(0).eq(at.output()).to(g.dtype());
            return g.mul(winners).div(Tensor.apply(new Sum(reduced), winners));
        }
    }

    /** The entry of {@link #amax(int...)} and {@link #amin(int...)}. */
    Entry AMAX = Extreme.ENTRY;

    /**
     * The largest element of all, or over some axes. Ties share the gradient evenly.
     *
     * @param axes which; none for all
     * @return without the reduced axes
     */
    default Tensor amax(int... axes) {
        boolean[] reduced = flags(axes);
        return drop(Tensor.apply(new Extreme(Fold.MAX, reduced), self()), reduced, false);
    }

    /**
     * The largest element over some axes.
     *
     * @param keepDim whether the reduced axes stay with size 1
     * @param axes which; none for all
     * @return the maxima
     */
    default Tensor amax(boolean keepDim, int... axes) {
        boolean[] reduced = flags(axes);
        return drop(Tensor.apply(new Extreme(Fold.MAX, reduced), self()), reduced, keepDim);
    }

    /**
     * The smallest element of all, or over some axes. Ties share the gradient evenly.
     *
     * @param axes which; none for all
     * @return without the reduced axes
     */
    default Tensor amin(int... axes) {
        boolean[] reduced = flags(axes);
        return drop(Tensor.apply(new Extreme(Fold.MIN, reduced), self()), reduced, false);
    }

    /**
     * The smallest element over some axes.
     *
     * @param keepDim whether the reduced axes stay with size 1
     * @param axes which; none for all
     * @return the minima
     */
    default Tensor amin(boolean keepDim, int... axes) {
        boolean[] reduced = flags(axes);
        return drop(Tensor.apply(new Extreme(Fold.MIN, reduced), self()), reduced, keepDim);
    }

    /**
     * The largest of all elements.
     *
     * @return a scalar
     */
    default Tensor max() {
        return amax();
    }

    /**
     * The smallest of all elements.
     *
     * @return a scalar
     */
    default Tensor min() {
        return amin();
    }

    /**
     * Values and their places along one axis.
     *
     * @param values the values, without that axis
     * @param indices int64, of the same shape
     */
    record Indexed(Tensor values, Tensor indices) {}

    /**
     * The first largest element along an axis, and where it is. The gradient goes to that element alone.
     *
     * @param axis along which
     * @return values and indices
     */
    default Indexed max(int axis) {
        return picked(axis, true);
    }

    /**
     * The first smallest element along an axis, and where it is. The gradient goes to that element alone.
     *
     * @param axis along which
     * @return values and indices
     */
    default Indexed min(int axis) {
        return picked(axis, false);
    }

    private Indexed picked(int axis, boolean largest) {
        Tensor x = self();
        int along = x.shape().axis(axis);
        Tensor places = Tensor.apply(new ArgExtreme(largest, along), x);
        if (x.shape().rank() == 0) {
            return new Indexed(x, places);
        }
        return new Indexed(x.gather(along, places).squeeze(along), places.squeeze(along));
    }

    /** The place of the first largest or smallest. */
    record ArgExtreme(boolean largest, int axis) implements Op {
        static final Entry ENTRY = Entry.of(
                "argmax",
                "y = first place of the largest (or smallest) x along an axis",
                Entry.Derivative.ABSENT,
                Example.of("all", Domain.real(3, 4), x -> x.argmax()),
                Example.of("rows", Domain.real(3, 4), x -> x.argmax(1)),
                Example.of("smallest of columns", Domain.real(3, 4), x -> x.argmin(0)));

        @Override
        public Entry entry() {
            return ENTRY;
        }

        @Override
        public NdArray forward(Backend backend, NdArray[] in) {
            return backend.argFold(largest, in[0], axis);
        }

        @Override
        public Keep keeps() {
            return Keep.NOTHING;
        }

        @Override
        public @Nullable Tensor gradient(int input, Tensor g, Node at) {
            return null;
        }
    }

    /** The entry of {@link #argmax(int)} and {@link #argmin(int)}. */
    Entry ARGMAX = ArgExtreme.ENTRY;

    /**
     * The place of the first largest of all elements, counted in row-major order.
     *
     * @return an int64 scalar
     */
    default Tensor argmax() {
        return self().flatten().argmax(0);
    }

    /**
     * The place of the first largest element along an axis.
     *
     * @param axis along which
     * @return int64, without that axis
     */
    default Tensor argmax(int axis) {
        return picked(axis, true).indices();
    }

    /**
     * The place of the first smallest of all elements, counted in row-major order.
     *
     * @return an int64 scalar
     */
    default Tensor argmin() {
        return self().flatten().argmin(0);
    }

    /**
     * The place of the first smallest element along an axis.
     *
     * @param axis along which
     * @return int64, without that axis
     */
    default Tensor argmin(int axis) {
        return picked(axis, false).indices();
    }
}
