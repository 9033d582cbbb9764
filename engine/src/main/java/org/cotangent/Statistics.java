package org.cotangent;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.kernel.DType;
import org.cotangent.shape.Complaint;
import org.cotangent.shape.Shape;

/**
 * Products, moments, norms, running and ordered reductions of {@link Tensor}. None has a rule of its own.
 *
 * <p>Running ones are scans that double their reach each time: log n steps, more accurate than adding one after the
 * other, and right at zeros, where the usual formula for the gradient of a product divides by them. Ordered ones find the places first, without a
 * gradient, and pick the values by index.
 */
sealed interface Statistics permits Tensor {
    private Tensor self() {
        return (Tensor) this;
    }

    // ---- products ---------------------------------------------------------------------------------------------------

    /**
     * The product of all elements.
     *
     * @return a scalar
     */
    default Tensor prod() {
        return self().flatten().prod(false, 0);
    }

    /**
     * The product along an axis, by halves: its gradient is right where elements are zero.
     *
     * @param keepDim whether the axis stays with size 1
     * @param axis along which
     * @return the products
     */
    default Tensor prod(boolean keepDim, int axis) {
        Tensor x = self().dtype() == DType.BOOL ? self().to(DType.INT64) : self();
        if (x.rank() == 0) {
            return x.mul(1);
        }
        if (x.size(axis) == 0) {
            x = Tensor.ones(x.dtype(), x.shape().with(axis, 1).sizes()).to(x.device());
        }
        while (x.size(axis) > 1) {
            int half = x.size(axis) / 2;
            Tensor pairs = x.narrow(axis, 0, half).mul(x.narrow(axis, half, half));
            x = x.size(axis) % 2 == 0 ? pairs : Tensor.cat(axis, pairs, x.narrow(axis, 2 * half, 1));
        }
        return keepDim ? x : x.squeeze(axis);
    }

    // ---- running reductions -----------------------------------------------------------------------------------------

    /** A step of a scan: what stands before with what stands here. */
    @FunctionalInterface
    interface Join {
        /**
         * Joins two.
         *
         * @param before all that came before
         * @param here what is added
         * @return the joined value
         */
        Tensor of(Tensor before, Tensor here);
    }

    private Tensor scan(int axis, Join join) {
        Tensor y = self();
        if (y.rank() == 0) {
            return y.clone();
        }
        int size = y.size(axis);
        for (int reach = 1; reach < size; reach *= 2) {
            Tensor joined = join.of(y.slice(axis, 0, size - reach), y.slice(axis, reach, size));
            y = Tensor.cat(axis, y.slice(axis, 0, reach), joined);
        }
        return y == self() ? y.clone() : y;
    }

    /**
     * The running sum along an axis.
     *
     * @param axis along which
     * @return a tensor of this shape; bool becomes int64
     */
    default Tensor cumsum(int axis) {
        Tensor x = self().dtype() == DType.BOOL ? self().to(DType.INT64) : self();
        return ((Statistics) x).scan(axis, Tensor::add);
    }

    /**
     * The running product along an axis.
     *
     * @param axis along which
     * @return a tensor of this shape; bool becomes int64
     */
    default Tensor cumprod(int axis) {
        Tensor x = self().dtype() == DType.BOOL ? self().to(DType.INT64) : self();
        return ((Statistics) x).scan(axis, Tensor::mul);
    }

    /**
     * The running {@code ln sum e^x} along an axis.
     *
     * @param axis along which
     * @return a tensor of this shape
     */
    default Tensor logCumSumExp(int axis) {
        Tensor x = self();
        if (x.size() == 0) {
            return x.clone();
        }
        // Large numbers have coarse logarithms: count from the largest of each row.
        Tensor max = x.detach().amax(true, axis);
        Tensor shift = max.abs().eq(Double.POSITIVE_INFINITY).where(max.like(0), max);
        return ((Statistics) x.sub(shift)).scan(axis, Tensor::logAddExp).add(shift);
    }

    /**
     * The running maximum along an axis, and where it is; of equal elements the last.
     *
     * @param axis along which
     * @return values and indices
     */
    default Tensor.Indexed cummax(int axis) {
        return running(axis, true);
    }

    /**
     * The running minimum along an axis, and where it is; of equal elements the last.
     *
     * @param axis along which
     * @return values and indices
     */
    default Tensor.Indexed cummin(int axis) {
        return running(axis, false);
    }

    private Tensor.Indexed running(int axis, boolean largest) {
        return ordered(axis, self().rank() == 0 ? 1 : self().size(axis), row -> {
            int[] places = new int[row.length];
            int best = 0;
            for (int i = 0; i < row.length; i++) {
                boolean better = largest ? row[i] >= row[best] : row[i] <= row[best];
                best = better || Double.isNaN(row[i]) ? i : best;
                places[i] = best;
            }
            return places;
        });
    }

    // ---- moments ----------------------------------------------------------------------------------------------------

    /** How many elements a reduction over some axes takes together. */
    private int count(int... axes) {
        int count = 1;
        for (int axis : axes.length == 0 ? IntStream.range(0, self().rank()).toArray() : axes) {
            count *= self().rank() == 0 ? 1 : self().size(axis);
        }
        return count;
    }

    /**
     * The variance over some axes: squared deviations from the mean, summed and divided by n - correction.
     *
     * @param correction 1 for the unbiased estimate, 0 for the mean of the squares
     * @param keepDim whether the axes stay with size 1
     * @param axes which; none for all
     * @return the variances; NaN when there are too few elements
     */
    default Tensor var(int correction, boolean keepDim, int... axes) {
        Tensor squares = self().sub(self().mean(true, all(axes))).square();
        int rest = count(axes) - correction;
        return squares.sum(keepDim, axes).div(Math.max(0, rest));
    }

    /**
     * The standard deviation: the square root of {@link #var}. Its gradient is 0 where all elements are equal.
     *
     * @param correction 1 for the unbiased estimate, 0 for the mean of the squares
     * @param keepDim whether the axes stay with size 1
     * @param axes which; none for all
     * @return the standard deviations
     */
    default Tensor std(int correction, boolean keepDim, int... axes) {
        return rootOrZero(var(correction, keepDim, axes));
    }

    private int[] all(int... axes) {
        return axes.length == 0 ? IntStream.range(0, self().rank()).toArray() : axes;
    }

    /** The square root with gradient 0 at 0, where the true one is infinite. */
    private static Tensor rootOrZero(Tensor x) {
        Tensor zero = x.eq(0);
        return zero.where(x.mul(0), zero.where(x.like(1), x).sqrt());
    }

    // ---- norms ------------------------------------------------------------------------------------------------------

    /**
     * The p-norm over some axes: {@code (sum |x|^p)^(1/p)}, the largest |x| for infinity, the count of non-zeros for 0.
     * Its gradient at 0 is 0.
     *
     * @param p any number, also infinite
     * @param keepDim whether the axes stay with size 1
     * @param axes which; none for all
     * @return the norms
     */
    default Tensor norm(double p, boolean keepDim, int... axes) {
        Tensor x = self().toFloating();
        if (p == 2) {
            return rootOrZero(x.square().sum(keepDim, axes));
        }
        Tensor size = x.abs();
        if (p == 1) {
            return size.sum(keepDim, axes);
        }
        if (p == 0) {
            return size.ne(0).to(x.dtype()).sum(keepDim, axes).add(size.sum(keepDim, axes).mul(0));
        }
        if (Double.isInfinite(p)) {
            return p > 0 ? size.amax(keepDim, axes) : size.amin(keepDim, axes);
        }
        Tensor zero = size.eq(0);
        Tensor powers = p < 1 ? zero.where(size.like(p < 0 ? Double.POSITIVE_INFINITY : 0),
                zero.where(size.like(1), size).pow(p)) : size.pow(p);
        Tensor total = powers.sum(keepDim, axes);
        Tensor none = total.eq(0);
        return none.where(total.mul(0), none.where(total.like(1), total).pow(1 / p));
    }

    /**
     * The Euclidean norm of all elements.
     *
     * @return a scalar
     */
    default Tensor norm() {
        return norm(2, false);
    }

    /**
     * Slices along an axis scaled down to a largest p-norm.
     *
     * @param p of the norm
     * @param axis along which the slices lie
     * @param most the norm that a slice may have
     * @return a tensor of this shape
     */
    default Tensor renorm(double p, int axis, double most) {
        Tensor x = self();
        int along = x.shape().axis(axis);
        int[] others = IntStream.range(0, x.rank()).filter(d -> d != along).toArray();
        Tensor norms = x.norm(p, true, others);
        Tensor scale = norms.gt(most).where(norms.add(1e-7).reciprocal().mul(most), norms.like(1));
        return x.mul(scale);
    }

    /**
     * The norm of a difference.
     *
     * @param other broadcasts against this
     * @param p of the norm
     * @return a scalar
     */
    default Tensor dist(Tensor other, double p) {
        return self().sub(other).norm(p, false);
    }

    // ---- tests and counts -------------------------------------------------------------------------------------------

    /**
     * Whether no element is zero, over some axes.
     *
     * @param keepDim whether the axes stay with size 1
     * @param axes which; none for all
     * @return bool
     */
    default Tensor all(boolean keepDim, int... axes) {
        return self().to(DType.BOOL).logicalNot().to(DType.INT64).sum(keepDim, axes).eq(0);
    }

    /**
     * Whether some element is not zero, over some axes.
     *
     * @param keepDim whether the axes stay with size 1
     * @param axes which; none for all
     * @return bool
     */
    default Tensor any(boolean keepDim, int... axes) {
        return self().to(DType.BOOL).to(DType.INT64).sum(keepDim, axes).ne(0);
    }

    /**
     * The number of elements that are not zero, over some axes.
     *
     * @param axes which; none for all
     * @return int64
     */
    default Tensor countNonzero(int... axes) {
        return self().to(DType.BOOL).sum(axes);
    }

    /**
     * Where elements are NaN.
     *
     * @return bool
     */
    default Tensor isnan() {
        return self().ne(self());
    }

    /**
     * The sum of the elements that are not NaN, over some axes.
     *
     * @param keepDim whether the axes stay with size 1
     * @param axes which; none for all
     * @return the sums
     */
    default Tensor nansum(boolean keepDim, int... axes) {
        return isnan().where(self().like(0), self()).sum(keepDim, axes);
    }

    /**
     * The mean of the elements that are not NaN, over some axes.
     *
     * @param keepDim whether the axes stay with size 1
     * @param axes which; none for all
     * @return the means
     */
    default Tensor nanmean(boolean keepDim, int... axes) {
        return nansum(keepDim, axes).div(isnan().logicalNot().to(self().dtype()).sum(keepDim, axes));
    }

    // ---- order ------------------------------------------------------------------------------------------------------

    /** Finds places in one row. */
    @FunctionalInterface
    interface Places {
        /**
         * The places wanted.
         *
         * @param row the values along the axis
         * @return indices into the row
         */
        int[] of(double[] row);
    }

    /** Picks {@code count} elements of each row along an axis; the gradient goes to what was picked. */
    private Tensor.Indexed ordered(int axis, int count, Places places) {
        Tensor x = self();
        if (x.rank() == 0) {
            return new Tensor.Indexed(x.clone(), Tensor.zeros(DType.INT64));
        }
        int along = x.shape().axis(axis);
        Tensor rows = x.detach().movedim(along, -1);
        double[] values = rows.toDoubles();
        int size = x.size(along);
        int many = size == 0 ? 0 : values.length / size;
        long[] found = new long[many * count];
        for (int r = 0; r < many; r++) {
            int[] of = places.of(Arrays.copyOfRange(values, r * size, (r + 1) * size));
            for (int i = 0; i < count; i++) {
                found[r * count + i] = of[i];
            }
        }
        Shape shape = rows.shape().with(-1, count);
        Tensor index = Tensor.of(found, shape.sizes()).to(x.device()).movedim(-1, along).contiguous();
        return new Tensor.Indexed(x.gather(along, index), index);
    }

    /** Places in order, equal elements as they stood; NaN is the largest. */
    private static int[] order(double[] row, boolean descending) {
        java.util.Comparator<Integer> up = java.util.Comparator.comparingDouble(i -> row[i] + 0.0);
        return IntStream.range(0, row.length)
                .boxed()
                .sorted(descending ? up.reversed() : up)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /**
     * The elements in order along an axis, equal ones as they stood; NaN counts as the largest.
     *
     * @param axis along which
     * @param descending from the largest down
     * @return values and where they were
     */
    default Tensor.Indexed sort(int axis, boolean descending) {
        return ordered(axis, self().rank() == 0 ? 1 : self().size(axis), row -> order(row, descending));
    }

    /**
     * The elements in order along the first axis.
     *
     * @return the values
     */
    default Tensor msort() {
        return sort(0, false).values();
    }

    /**
     * The k largest or smallest elements along an axis, in order.
     *
     * @param k how many
     * @param axis along which
     * @param largest the largest rather than the smallest
     * @return values and where they were
     */
    default Tensor.Indexed topk(int k, int axis, boolean largest) {
        checkCount("topk", k, axis, 0);
        return ordered(axis, k, row -> order(row, largest));
    }

    /**
     * The k-th smallest element along an axis.
     *
     * @param k counted from 1
     * @param axis along which
     * @param keepDim whether the axis stays with size 1
     * @return values and where they were
     */
    default Tensor.Indexed kthvalue(int k, int axis, boolean keepDim) {
        checkCount("kthvalue", k, axis, 1);
        Tensor.Indexed found = ordered(axis, 1, row -> new int[] {order(row, false)[k - 1]});
        return keepDim ? found : new Tensor.Indexed(found.values().squeeze(axis), found.indices().squeeze(axis));
    }

    private void checkCount(String asked, int k, int axis, int least) {
        int size = self().rank() == 0 ? 1 : self().size(axis);
        if (k < least || k > size) {
            throw Complaint.about(asked + " with k = " + k + " along axis " + axis + " of " + self().shape())
                    .because("the axis has " + size + " elements")
                    .hint("k from " + least + " to " + size)
                    .argument();
        }
    }

    /**
     * The median along an axis: of an even number of elements the lower of the two in the middle; NaN when there is one.
     *
     * @param axis along which
     * @param keepDim whether the axis stays with size 1
     * @return values and where they were
     */
    default Tensor.Indexed median(int axis, boolean keepDim) {
        Tensor.Indexed found = ordered(axis, 1, row -> {
            int[] order = order(row, false);
            int last = order[order.length - 1];
            return new int[] {Double.isNaN(row[last]) ? firstNaN(row) : order[(row.length - 1) / 2]};
        });
        return keepDim ? found : new Tensor.Indexed(found.values().squeeze(axis), found.indices().squeeze(axis));
    }

    private static int firstNaN(double[] row) {
        int i = 0;
        while (!Double.isNaN(row[i])) {
            i++;
        }
        return i;
    }

    /**
     * The median of all elements; equal ones share the gradient, as in PyTorch.
     *
     * @return a scalar
     */
    default Tensor median() {
        Tensor flat = self().flatten();
        if (flat.size() == 0) {
            return Tensor.scalar(Double.NaN, self().dtype());
        }
        Tensor value = flat.detach().median(0, false).values();
        Tensor same = flat.isnan().logicalAnd(value.isnan()).logicalOr(flat.eq(value));
        return flat.maskedSelect(same).mean();
    }

    /**
     * The smallest and the largest of all elements, or along an axis.
     *
     * @param keepDim whether the axes stay with size 1
     * @param axes one axis, or none for all
     * @return the minimum and the maximum
     */
    default List<Tensor> aminmax(boolean keepDim, int... axes) {
        return List.of(self().amin(keepDim, axes), self().amax(keepDim, axes));
    }

    /**
     * The trapezoidal rule along an axis.
     *
     * @param x places of the values, or a scalar distance; broadcasts against this
     * @param axis along which
     * @return the integrals, without the axis
     */
    default Tensor trapezoid(Tensor x, int axis) {
        Tensor y = self();
        int size = y.size(axis);
        Tensor pairs = y.slice(axis, 1, size).add(y.slice(axis, 0, Math.max(0, size - 1)));
        if (x.rank() == 0) {
            return pairs.sum(axis).mul(x).div(2);
        }
        Tensor widths;
        if (x.rank() == 1) {
            int[] column = new int[y.rank()];
            Arrays.fill(column, 1);
            column[y.shape().axis(axis)] = x.size(0) - 1;
            widths = x.diff(1, 0).reshape(column);
        } else {
            widths = x.diff(1, axis);
        }
        return pairs.mul(widths).sum(axis).div(2);
    }
}
