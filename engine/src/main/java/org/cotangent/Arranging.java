package org.cotangent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cotangent.kernel.DType;
import org.cotangent.shape.Complaint;
import org.cotangent.shape.Layout;
import org.cotangent.shape.Shape;

/**
 * Arrangements of {@link Tensor}: cutting, repeating, padding, diagonals. None has a rule of its own: each is composed of
 * the operations of {@link Shaping} and {@link Indexing}.
 */
sealed interface Arranging permits Tensor {
    private Tensor self() {
        return (Tensor) this;
    }

    // ---- other names for shapes -------------------------------------------------------------------------------------

    /**
     * Repeats axes of size 1, and adds leading ones, to fit another tensor.
     *
     * @param other whose shape is wanted
     * @return a view
     */
    default Tensor expandAs(Tensor other) {
        return self().expand(other.shape().sizes());
    }

    /**
     * Numpy's name of {@link Tensor#expand}.
     *
     * @param sizes the new shape
     * @return a view
     */
    default Tensor broadcastTo(int... sizes) {
        return self().expand(sizes);
    }

    /**
     * Numpy's name of {@link Tensor#flatten()}.
     *
     * @return a vector
     */
    default Tensor ravel() {
        return self().flatten();
    }

    /**
     * At least a matrix: leading axes of size 1 are added.
     *
     * @return rank 2 or more
     */
    default Tensor atleast2d() {
        return self().rank() == 0 ? self().reshape(1, 1) : self().rank() == 1 ? self().unsqueeze(0) : self();
    }

    /**
     * One axis cut into several.
     *
     * @param axis which
     * @param sizes their sizes; one may be -1
     * @return a tensor of higher rank
     */
    default Tensor unflatten(int axis, int... sizes) {
        Shape shape = self().shape();
        int at = shape.axis(axis);
        int[] all = new int[shape.rank() - 1 + sizes.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = i < at ? shape.size(i) : i < at + sizes.length ? sizes[i - at] : shape.size(i - sizes.length + 1);
        }
        for (int i = 0; i < sizes.length; i++) {
            if (sizes[i] == -1) {
                long rest = 1;
                for (int size : sizes) {
                    rest *= size == -1 ? 1 : size;
                }
                all[at + i] = rest == 0 ? 0 : (int) (shape.size(at) / rest);
            }
        }
        return self().reshape(all);
    }

    /**
     * One axis moved to another place; the others keep their order.
     *
     * @param from where it is
     * @param to where it goes
     * @return a view
     */
    default Tensor movedim(int from, int to) {
        return movedim(new int[] {from}, new int[] {to});
    }

    /**
     * Some axes moved to other places; the others keep their order.
     *
     * @param from where they are
     * @param to where each goes
     * @return a view
     */
    default Tensor movedim(int[] from, int[] to) {
        Shape shape = self().shape();
        int rank = shape.rank();
        Integer[] order = new Integer[rank];
        boolean[] taken = new boolean[rank];
        for (int i = 0; i < from.length; i++) {
            order[shape.axis(to[i])] = shape.axis(from[i]);
            taken[shape.axis(from[i])] = true;
        }
        int next = 0;
        int[] whole = new int[rank];
        for (int place = 0; place < rank; place++) {
            if (order[place] == null) {
                while (taken[next]) {
                    next++;
                }
                whole[place] = next++;
            } else {
                whole[place] = order[place];
            }
        }
        return rank == 0 ? self() : self().permute(whole);
    }

    // ---- cutting ----------------------------------------------------------------------------------------------------

    /**
     * Pieces of one size along an axis; the last may be smaller.
     *
     * @param size of each
     * @param axis along which
     * @return views
     */
    default List<Tensor> split(int size, int axis) {
        int whole = self().size(axis);
        if (size < 1 && whole > 0) {
            throw Complaint.about("split of " + self().shape() + " into pieces of " + size)
                    .because("a piece has at least one element")
                    .hint("a size of 1 or more")
                    .argument();
        }
        List<Tensor> pieces = new ArrayList<>();
        for (int start = 0; start < Math.max(1, whole); start += Math.max(1, size)) {
            pieces.add(self().slice(axis, start, Math.min(whole, start + size)));
        }
        return pieces;
    }

    /**
     * Pieces of given sizes along an axis.
     *
     * @param sizes which add up to the axis
     * @param axis along which
     * @return views
     */
    default List<Tensor> splitWithSizes(int[] sizes, int axis) {
        if (Arrays.stream(sizes).sum() != self().size(axis)) {
            throw Complaint.about("split of " + self().shape() + " along axis " + axis + " into "
                            + Arrays.toString(sizes))
                    .because("the sizes do not add up to " + self().size(axis))
                    .hint("sizes whose sum is that of the axis")
                    .argument();
        }
        List<Tensor> pieces = new ArrayList<>();
        int start = 0;
        for (int size : sizes) {
            pieces.add(self().narrow(axis, start, size));
            start += size;
        }
        return pieces;
    }

    /**
     * At most a number of pieces along an axis, all but the last of one size.
     *
     * @param count how many
     * @param axis along which
     * @return views
     * @throws IllegalArgumentException when the number is not positive
     */
    default List<Tensor> chunk(int count, int axis) {
        checkPieces("chunk", count);
        return split(Math.max(1, Math.ceilDiv(self().size(axis), count)), axis);
    }

    private void checkPieces(String asked, int count) {
        if (count < 1) {
            throw Complaint.about(asked + " of " + self().shape() + " into " + count + " pieces")
                    .because("there is at least one piece")
                    .hint("1 or more")
                    .argument();
        }
    }

    /**
     * A number of pieces along an axis, whose sizes differ by at most one.
     *
     * @param count how many
     * @param axis along which
     * @return views
     * @throws IllegalArgumentException when the number is not positive
     */
    default List<Tensor> tensorSplit(int count, int axis) {
        checkPieces("tensorSplit", count);
        int whole = self().size(axis);
        int[] sizes = new int[count];
        for (int i = 0; i < count; i++) {
            sizes[i] = whole / count + (i < whole % count ? 1 : 0);
        }
        return splitWithSizes(sizes, axis);
    }

    /**
     * Pieces that begin at given places of an axis.
     *
     * @param starts where the second and later ones begin
     * @param axis along which
     * @return views, one more than places
     */
    default List<Tensor> tensorSplit(int[] starts, int axis) {
        List<Tensor> pieces = new ArrayList<>();
        for (int i = 0; i <= starts.length; i++) {
            pieces.add(self().slice(axis, i == 0 ? 0 : starts[i - 1], i == starts.length ? self().size(axis) : starts[i]));
        }
        return pieces;
    }

    /**
     * All slices along an axis, without it.
     *
     * @param axis along which
     * @return views
     */
    default List<Tensor> unbind(int axis) {
        List<Tensor> slices = new ArrayList<>();
        for (int i = 0; i < self().size(axis); i++) {
            slices.add(self().select(axis, i));
        }
        return slices;
    }

    // ---- turning and repeating --------------------------------------------------------------------------------------

    /**
     * Elements shifted along axes; what falls off one end comes in at the other.
     *
     * @param shifts one for each axis
     * @param axes which
     * @return a tensor of this shape
     */
    default Tensor roll(int[] shifts, int[] axes) {
        Tensor x = self();
        for (int i = 0; i < axes.length; i++) {
            int size = x.size(axes[i]);
            int cut = size == 0 ? 0 : Math.floorMod(-shifts[i], size);
            if (cut > 0) {
                x = Tensor.cat(axes[i], x.slice(axes[i], cut, size), x.slice(axes[i], 0, cut));
            }
        }
        return x;
    }

    /**
     * Elements shifted in row-major order over all axes.
     *
     * @param shift how far
     * @return a tensor of this shape
     */
    default Tensor roll(int shift) {
        return self().flatten().roll(new int[] {shift}, new int[] {0}).reshape(self().shape().sizes());
    }

    /**
     * A quarter turn in the plane of two axes, from the first towards the second.
     *
     * @param times how often; negative turns back
     * @param first an axis
     * @param second another
     * @return the turned tensor
     */
    default Tensor rot90(int times, int first, int second) {
        return switch (Math.floorMod(times, 4)) {
            case 1 -> self().flip(second).transpose(first, second);
            case 2 -> self().flip(first, second);
            case 3 -> self().flip(first).transpose(first, second);
            default -> self();
        };
    }

    /**
     * Columns reversed.
     *
     * @return a view
     */
    default Tensor fliplr() {
        return self().flip(1);
    }

    /**
     * Rows reversed.
     *
     * @return a view
     */
    default Tensor flipud() {
        return self().flip(0);
    }

    /**
     * Copies of the whole side by side.
     *
     * @param times along each axis; at least as many as there are axes, further ones come first
     * @return a larger tensor
     */
    default Tensor repeat(int... times) {
        Tensor x = self();
        int missing = times.length - x.rank();
        if (missing < 0) {
            throw Complaint.about("repeat" + Arrays.toString(times) + " of shape " + x.shape())
                    .because("there are fewer numbers than axes")
                    .hint("a number for each of the " + x.rank() + " axes, 1 to keep one as it is")
                    .argument();
        }
        int[] spread = new int[2 * times.length];
        int[] wide = new int[2 * times.length];
        int[] flat = new int[times.length];
        for (int i = 0; i < times.length; i++) {
            int size = i < missing ? 1 : x.size(i - missing);
            spread[2 * i] = 1;
            spread[2 * i + 1] = size;
            wide[2 * i] = times[i];
            wide[2 * i + 1] = size;
            flat[i] = times[i] * size;
        }
        return x.reshape(spread).expand(wide).reshape(flat);
    }

    /**
     * The same as {@link #repeat}, where missing leading numbers are 1.
     *
     * @param times along the last axes
     * @return a larger tensor
     */
    default Tensor tile(int... times) {
        int rank = Math.max(self().rank(), times.length);
        int[] all = new int[rank];
        Arrays.fill(all, 1);
        System.arraycopy(times, 0, all, rank - times.length, times.length);
        return repeat(all);
    }

    /**
     * Each slice along an axis repeated in place.
     *
     * @param times how often, one number for all or one for each slice
     * @param axis along which
     * @return a larger tensor
     * @throws IllegalArgumentException when there is another number of them, or one is negative
     */
    default Tensor repeatInterleave(int[] times, int axis) {
        int size = self().size(axis);
        boolean fits = times.length == 1 || times.length == size;
        if (!fits || Arrays.stream(times).anyMatch(each -> each < 0)) {
            throw Complaint.about("repeatInterleave of " + self().shape() + " along axis " + axis + " by "
                            + Arrays.toString(times))
                    .because(fits ? "a number is negative" : "the axis has " + size + " slices")
                    .hint("one number of 0 or more for all slices, or one for each")
                    .argument();
        }
        long[] index = new long[times.length == 1 ? size * times[0] : Arrays.stream(times).sum()];
        int place = 0;
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < times[times.length == 1 ? 0 : i]; j++) {
                index[place++] = i;
            }
        }
        return self().indexSelect(axis, Tensor.of(index, index.length).to(self().device()));
    }

    // ---- padding ----------------------------------------------------------------------------------------------------

    /** What is put around a tensor. */
    enum Padding {
        /** One value. */
        CONSTANT,
        /** The tensor mirrored at its edge, the edge itself not repeated. */
        REFLECT,
        /** The edge repeated. */
        REPLICATE,
        /** The tensor from its other end. */
        CIRCULAR
    }

    /**
     * A value around the tensor; negative widths cut off.
     *
     * @param value the value
     * @param widths before and after the last axis, then the one before it, and so on, as in PyTorch
     * @return a larger tensor
     * @throws IllegalArgumentException when the widths are no pairs, or for more axes than there are, or more is cut off than
     *     there is
     */
    default Tensor pad(double value, int... widths) {
        Tensor x = self();
        checkWidths(widths);
        for (int i = 0; i < widths.length / 2; i++) {
            int axis = x.rank() - 1 - i;
            int before = widths[2 * i];
            int after = widths[2 * i + 1];
            x = x.slice(axis, Math.max(0, -before), x.size(axis) + Math.min(0, after));
            Shape shape = x.shape();
            Tensor left = Tensor.full(value, x.dtype(), shape.with(axis, Math.max(0, before)).sizes())
                    .to(x.device());
            Tensor right = Tensor.full(value, x.dtype(), shape.with(axis, Math.max(0, after)).sizes())
                    .to(x.device());
            x = Tensor.cat(axis, left, x, right);
        }
        return x;
    }

    /**
     * The tensor continued beyond its edges.
     *
     * @param mode how
     * @param widths before and after the last axis, then the one before it, and so on, as in PyTorch
     * @return a larger tensor
     * @throws IllegalArgumentException when a reflection would need more than there is, and as {@link #pad(double, int...)}
     */
    default Tensor pad(Padding mode, int... widths) {
        if (mode == Padding.CONSTANT) {
            return pad(0, widths);
        }
        Tensor x = self();
        checkWidths(widths);
        for (int i = 0; i < widths.length / 2; i++) {
            int axis = x.rank() - 1 - i;
            int before = widths[2 * i];
            int after = widths[2 * i + 1];
            if (mode == Padding.CIRCULAR) { // what is cut off does not come in at the other end
                x = x.slice(axis, Math.max(0, -before), x.size(axis) + Math.min(0, after));
                before = Math.max(0, before);
                after = Math.max(0, after);
            }
            int size = x.size(axis);
            long[] index = new long[before + size + after];
            if (size == 0 && index.length > 0) {
                throw Complaint.about("pad " + x.shape() + " by " + Arrays.toString(widths))
                        .because("axis " + axis + " has no elements to continue")
                        .hint("pad(value, widths...)")
                        .argument();
            }
            for (int j = 0; j < index.length; j++) {
                int place = j - before;
                index[j] = switch (mode) {
                    case REFLECT -> place < 0 ? -place : place >= size ? 2 * (size - 1) - place : place;
                    case REPLICATE -> Math.clamp(place, 0, size - 1);
                    default -> Math.floorMod(place, size);
                };
                if (index[j] < 0 || index[j] >= size) {
                    throw Complaint.about("reflecting " + x.shape() + " by " + Arrays.toString(widths))
                            .because("axis " + axis + " has only " + size + " elements to mirror")
                            .hint("widths below " + size + ", or Padding.REPLICATE")
                            .argument();
                }
            }
            x = x.indexSelect(axis, Tensor.of(index, index.length).to(x.device()));
        }
        return x;
    }

    private void checkWidths(int... widths) {
        Tensor x = self();
        String wrong = widths.length % 2 != 0 ? "the widths are no pairs of before and after" : "";
        if (wrong.isEmpty() && widths.length > 2 * x.rank()) {
            wrong = "there are widths for " + widths.length / 2 + " axes, but only " + x.rank() + " axes";
        }
        for (int i = 0; wrong.isEmpty() && i < widths.length; i += 2) {
            int axis = x.rank() - 1 - i / 2;
            int cut = Math.max(0, -widths[i]) + Math.max(0, -widths[i + 1]);
            wrong = cut > x.size(axis) ? cut + " elements of axis " + axis + " cannot be cut off" : "";
        }
        if (!wrong.isEmpty()) {
            throw Complaint.about("pad " + x.shape() + " by " + Arrays.toString(widths))
                    .because(wrong)
                    .hint("two widths for the last axis, two more for the one before it, and so on")
                    .argument();
        }
    }

    // ---- triangles and diagonals ------------------------------------------------------------------------------------

    /**
     * The lower triangle of matrices, zeros above.
     *
     * @param diagonal the last diagonal that stays: 0 the main one, 1 the one above it
     * @return a tensor of this shape
     */
    default Tensor tril(int diagonal) {
        return below(diagonal).where(self(), self().like(0));
    }

    /**
     * The upper triangle of matrices, zeros below.
     *
     * @param diagonal the first diagonal that stays
     * @return a tensor of this shape
     */
    default Tensor triu(int diagonal) {
        return below(diagonal - 1).where(self().like(0), self());
    }

    private Tensor below(int diagonal) {
        Tensor rows = Tensor.arange(self().size(-2)).unsqueeze(1);
        Tensor columns = Tensor.arange(self().size(-1));
        return columns.sub(rows).le(diagonal).to(self().device());
    }

    /** The elements of this that a layout over its row-major order shows. */
    private Tensor pick(Layout layout) {
        Tensor places = Tensor.arange(self().size()).to(self().device());
        return self().take(Tensor.of(places.data().view(layout)));
    }

    /**
     * A diagonal of the matrices along two axes, as the last axis.
     *
     * @param offset 0 the main one, positive above it
     * @param first the axis of rows
     * @param second the axis of columns
     * @return a tensor of lower rank
     */
    default Tensor diagonal(int offset, int first, int second) {
        return pick(diagonalOf(self().shape(), offset, first, second));
    }

    private static Layout diagonalOf(Shape shape, int offset, int first, int second) {
        int rows = shape.axis(first);
        int columns = shape.axis(second);
        if (rows == columns) {
            throw Complaint.about("diagonal of " + shape + " along axes " + first + " and " + second)
                    .because("they are the same axis")
                    .hint("two different axes")
                    .argument();
        }
        Layout whole = shape.contiguous();
        int count = Math.max(0, offset >= 0
                ? Math.min(shape.size(rows), shape.size(columns) - offset)
                : Math.min(shape.size(rows) + offset, shape.size(columns)));
        int start = count == 0 ? 0 : offset >= 0 ? offset * whole.stride(columns) : -offset * whole.stride(rows);
        int[] sizes = new int[shape.rank() - 1];
        int[] strides = new int[shape.rank() - 1];
        int place = 0;
        for (int axis = 0; axis < shape.rank(); axis++) {
            if (axis != rows && axis != columns) {
                sizes[place] = shape.size(axis);
                strides[place++] = whole.stride(axis);
            }
        }
        sizes[place] = count;
        strides[place] = whole.stride(rows) + whole.stride(columns);
        return Layout.of(Shape.of(sizes), strides, start);
    }

    /**
     * The last axis put on a diagonal of new matrices of zeros.
     *
     * @param offset 0 the main one, positive above it
     * @param first where the axis of rows comes
     * @param second where the axis of columns comes
     * @return a tensor of higher rank
     */
    default Tensor diagEmbed(int offset, int first, int second) {
        Tensor x = self();
        int rank = x.rank() + 1;
        int rows = first < 0 ? first + rank : first;
        int columns = second < 0 ? second + rank : second;
        int size = x.size(-1) + Math.abs(offset);
        int[] sizes = new int[rank];
        int next = 0;
        for (int axis = 0; axis < rank; axis++) {
            sizes[axis] = axis == rows || axis == columns ? size : x.size(next++);
        }
        return Tensor.zeros(x.dtype(), sizes).to(x.device()).diagonalScatter(x, offset, rows, columns);
    }

    /**
     * This with a diagonal replaced.
     *
     * @param source of the diagonal's shape
     * @param offset 0 the main one, positive above it
     * @param first the axis of rows
     * @param second the axis of columns
     * @return a new tensor of this shape
     */
    default Tensor diagonalScatter(Tensor source, int offset, int first, int second) {
        return put(diagonalOf(self().shape(), offset, first, second), source);
    }

    /** This with the elements that a layout shows replaced. */
    private Tensor put(Layout layout, Tensor source) {
        Tensor places = Tensor.arange(self().size()).to(self().device());
        return self().put(Tensor.of(places.data().view(layout)), source);
    }

    /**
     * The diagonal of a matrix, or the matrix with a vector on its diagonal.
     *
     * @param offset 0 the main one, positive above it
     * @return a vector or a matrix
     */
    default Tensor diag(int offset) {
        return self().rank() == 1 ? diagEmbed(offset, 0, 1) : diagonal(offset, 0, 1);
    }

    /**
     * The sum of the main diagonal of a matrix.
     *
     * @return a scalar
     */
    default Tensor trace() {
        return diagonal(0, 0, 1).sum();
    }

    /**
     * This with one slice replaced.
     *
     * @param source of the slice's shape
     * @param axis along which
     * @param index which slice
     * @return a new tensor of this shape
     * @throws IllegalArgumentException when the index is outside
     */
    default Tensor selectScatter(Tensor source, int axis, int index) {
        int along = self().shape().axis(axis);
        Shape slice = self().detach().select(along, index).shape(); // complains where there is none
        int at = index < 0 ? index + self().size(along) : index;
        Tensor whole = source.expand(slice.sizes()).unsqueeze(along);
        return put(self().shape().contiguous().slice(along, at, 1, 1), whole);
    }

    /**
     * This with a range of an axis replaced.
     *
     * @param source of the range's shape
     * @param axis along which
     * @param start the first index
     * @param end one past the last
     * @param step from one to the next
     * @return a new tensor of this shape
     */
    default Tensor sliceScatter(Tensor source, int axis, int start, int end, int step) {
        Shaping.Slice slice = Shaping.Slice.of("sliceScatter", self().shape(), axis, start, end, step);
        return put(self().shape().contiguous().slice(slice.axis(), slice.start(), slice.count(), step), source);
    }

    // ---- windows ----------------------------------------------------------------------------------------------------

    /**
     * All windows along an axis, which may overlap, as a new last axis.
     *
     * @param axis along which
     * @param size of a window
     * @param step from one window to the next
     * @return a tensor of higher rank
     * @throws IllegalArgumentException when no window fits, or the step is not positive
     */
    default Tensor unfold(int axis, int size, int step) {
        Tensor x = self();
        if (x.rank() == 0) {
            return x.unsqueeze(0).slice(0, 0, size);
        }
        int along = x.shape().axis(axis);
        if (size < 0 || size > x.size(along) || step < 1) {
            throw Complaint.about("unfold of " + x.shape() + " along axis " + axis)
                    .because(step < 1
                            ? "a step of " + step + " goes nowhere"
                            : "windows of " + size + " do not fit into " + x.size(along) + " elements")
                    .hint("windows no longer than the axis, and a step of 1 or more")
                    .argument();
        }
        int windows = (x.size(along) - size) / step + 1;
        Layout whole = x.shape().contiguous();
        int[] sizes = x.shape().with(along, windows).insert(x.rank(), size).sizes();
        int[] strides = new int[x.rank() + 1];
        for (int i = 0; i < x.rank(); i++) {
            strides[i] = whole.stride(i) * (i == along ? step : 1);
        }
        strides[x.rank()] = whole.stride(along);
        return pick(Layout.of(Shape.of(sizes), strides, 0));
    }

    /**
     * Differences of neighbours along an axis.
     *
     * @param times how often
     * @param axis along which
     * @return a smaller tensor
     */
    default Tensor diff(int times, int axis) {
        Tensor x = self();
        for (int i = 0; i < times; i++) {
            int size = x.size(axis);
            Tensor later = x.slice(axis, Math.min(1, size), size);
            Tensor earlier = x.slice(axis, 0, Math.max(0, size - 1));
            x = x.dtype() == DType.BOOL ? later.ne(earlier) : later.sub(earlier);
        }
        return x;
    }

    /**
     * Channels rearranged to a finer image: {@code [..., C r^2, H, W] -> [..., C, H r, W r]}.
     *
     * @param r the factor
     * @return a tensor of the same number of elements
     */
    default Tensor pixelShuffle(int r) {
        Tensor x = self();
        int rank = x.rank();
        int[] sizes = x.shape().sizes();
        int h = sizes[rank - 2];
        int w = sizes[rank - 1];
        int channels = sizes[rank - 3] / (r * r);
        int batch = 1;
        for (int i = 0; i < rank - 3; i++) {
            batch *= sizes[i];
        }
        sizes[rank - 3] = channels;
        sizes[rank - 2] = h * r;
        sizes[rank - 1] = w * r;
        return x.reshape(batch, channels, r, r, h, w).permute(0, 1, 4, 2, 5, 3).reshape(sizes);
    }
}
