package org.cotangent;

import java.util.Arrays;
import java.util.List;
import org.cotangent.kernel.Backend;
import org.cotangent.kernel.DType;
import org.cotangent.kernel.NdArray;
import org.cotangent.shape.Complaint;
import org.cotangent.shape.Layout;
import org.cotangent.shape.Shape;

/**
 * The operations of {@link Tensor} that move elements about without changing them.
 *
 * <p>Most are views: a new layout over the same storage. A view's storage must not be changed in place while the graph
 * still needs it; its version counter, which views share, catches that.
 */
sealed interface Shaping permits Tensor {
    private Tensor self() {
        return (Tensor) this;
    }

    // ---- reshape ----------------------------------------------------------------------------------------------------

    /** The same elements in row-major order under another shape. */
    record Reshape(Shape shape) implements Op {
        static final Entry ENTRY = Entry.exact(
                "reshape",
                "y = x under another shape",
                Example.of("matrix to other matrix", Domain.real(3, 4), x -> x.reshape(2, 6)),
                Example.of("transposed, which copies", Domain.real(3, 4), x -> x.t().reshape(2, -1)));

        @Override
        public Entry entry() {
            return ENTRY;
        }

        @Override
        public NdArray forward(Backend backend, NdArray[] in) {
            Layout view = in[0].layout().reshape(shape);
            NdArray source = view != null ? in[0] : backend.copy(in[0], in[0].type());
            return new NdArray(source.storage(), view != null ? view : shape.contiguous());
        }

        @Override
        public Keep keeps() {
            return Keep.NOTHING;
        }

        @Override
        public Tensor gradient(int input, Tensor g, Node at) {
            return g.reshape(at.inputShape(0).sizes());
        }
    }

    /** The entry of {@link #reshape(int...)}. */
    Entry RESHAPE = Reshape.ENTRY;

    /**
     * The same elements in row-major order under another shape: a view where the layout allows it, else a copy.
     *
     * @param sizes the new shape; one of them may be -1 and is computed
     * @return a tensor with as many elements
     * @throws IllegalArgumentException when the number of elements differs
     */
    default Tensor reshape(int... sizes) {
        Tensor x = self();
        int[] wanted = sizes.clone();
        int free = -1;
        long known = 1;
        for (int i = 0; i < wanted.length; i++) {
            if (wanted[i] == -1 && free < 0) {
                free = i;
            } else {
                known *= wanted[i];
            }
        }
        if (free >= 0 && known > 0 && x.size() % known == 0) {
            wanted[free] = (int) (x.size() / known);
            known *= wanted[free];
            free = -1;
        }
        if (free >= 0 || known != x.size()) {
            throw Complaint.about("reshape " + x.describe() + " to " + Arrays.toString(sizes))
                    .because(x.size() + " elements do not fill that shape")
                    .hint("sizes whose product is " + x.size() + "; one of them may be -1")
                    .argument();
        }
        Shape shape = Shape.of(wanted);
        return shape.equals(x.shape()) ? x : Tensor.apply(new Reshape(shape), x);
    }

    /**
     * The same as {@link #reshape}, under PyTorch's other name.
     *
     * @param sizes the new shape; one of them may be -1
     * @return a tensor with as many elements
     */
    default Tensor view(int... sizes) {
        return reshape(sizes);
    }

    /**
     * All elements in one row.
     *
     * @return a vector
     */
    default Tensor flatten() {
        return reshape(self().size());
    }

    /**
     * Some axes made one.
     *
     * @param start the first of them
     * @param end the last of them
     * @return a tensor of lower rank
     * @throws IllegalArgumentException when the last comes before the first
     */
    default Tensor flatten(int start, int end) {
        Shape shape = self().shape();
        if (shape.rank() == 0) {
            return reshape(1);
        }
        int from = shape.axis(start);
        int to = shape.axis(end);
        if (from > to) {
            throw Complaint.about("flatten(" + start + ", " + end + ") of shape " + shape)
                    .because("the last axis comes before the first")
                    .hint("flatten(" + end + ", " + start + ")")
                    .argument();
        }
        int[] sizes = new int[shape.rank() - (to - from)];
        Arrays.fill(sizes, 1);
        for (int axis = 0; axis < shape.rank(); axis++) {
            int place = axis <= from ? axis : axis <= to ? from : axis - (to - from);
            sizes[place] *= shape.size(axis);
        }
        return reshape(sizes);
    }

    /**
     * An axis of size 1 put in.
     *
     * @param axis its place, -rank - 1 to rank
     * @return a tensor of higher rank
     */
    default Tensor unsqueeze(int axis) {
        Shape shape = self().shape();
        int place = axis < 0 ? axis + shape.rank() + 1 : axis;
        if (place < 0 || place > shape.rank()) {
            throw Complaint.about("unsqueeze(" + axis + ") of shape " + shape)
                    .because("there is no such place")
                    .hint("a place from " + (-shape.rank() - 1) + " to " + shape.rank())
                    .argument();
        }
        return reshape(shape.insert(place, 1).sizes());
    }

    /**
     * An axis of size 1 taken out; an axis of another size stays.
     *
     * @param axis which
     * @return a tensor of lower rank
     */
    default Tensor squeeze(int axis) {
        Shape shape = self().shape();
        if (shape.rank() == 0 || shape.size(axis) != 1) {
            return self();
        }
        int gone = shape.axis(axis);
        int[] sizes = new int[shape.rank() - 1];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = shape.size(i < gone ? i : i + 1);
        }
        return reshape(sizes);
    }

    /**
     * All axes of size 1 taken out.
     *
     * @return a tensor of lower rank
     */
    default Tensor squeeze() {
        return reshape(Arrays.stream(self().shape().sizes()).filter(size -> size != 1).toArray());
    }

    // ---- permute ----------------------------------------------------------------------------------------------------

    /** The axes in another order. */
    record Permute(int... order) implements Op {
        static final Entry ENTRY = Entry.exact(
                "permute",
                "y[j, k, i] = x[i, j, k]",
                Example.of("three axes", Domain.real(2, 3, 4), x -> x.permute(1, 2, 0)),
                Example.of("transpose", Domain.real(3, 4), x -> x.t()));

        @Override
        public Entry entry() {
            return ENTRY;
        }

        @Override
        public String name() {
            return order.length == 2 ? "t" : "permute";
        }

        @Override
        public NdArray forward(Backend backend, NdArray[] in) {
            return in[0].view(in[0].layout().permute(order));
        }

        @Override
        public Keep keeps() {
            return Keep.NOTHING;
        }

        @Override
        public Tensor gradient(int input, Tensor g, Node at) {
            int[] back = new int[order.length];
            for (int i = 0; i < order.length; i++) {
                back[order[i]] = i;
            }
            return g.permute(back);
        }
    }

    /** The entry of {@link #permute(int...)}. */
    Entry PERMUTE = Permute.ENTRY;

    /**
     * The axes in another order: a view.
     *
     * @param order which old axis comes at each place
     * @return a tensor of the same rank
     * @throws IllegalArgumentException when it does not name every axis once
     */
    default Tensor permute(int... order) {
        Shape shape = self().shape();
        int[] axes = new int[order.length];
        boolean[] seen = new boolean[shape.rank()];
        boolean fits = order.length == shape.rank();
        for (int i = 0; fits && i < order.length; i++) {
            axes[i] = shape.axis(order[i]);
            fits = !seen[axes[i]];
            seen[axes[i]] = true;
        }
        if (!fits) {
            throw Complaint.about("permute" + Arrays.toString(order) + " of shape " + shape)
                    .because("every axis must be named once")
                    .hint("a permutation of 0 to " + (shape.rank() - 1))
                    .argument();
        }
        return Tensor.apply(new Permute(axes), self());
    }

    /**
     * Two axes exchanged: a view.
     *
     * @param first one axis
     * @param second the other
     * @return a tensor of the same rank
     */
    default Tensor transpose(int first, int second) {
        Shape shape = self().shape();
        int a = shape.axis(first);
        int b = shape.axis(second);
        if (a == b) {
            return self();
        }
        int[] order = new int[shape.rank()];
        for (int i = 0; i < order.length; i++) {
            order[i] = i == a ? b : i == b ? a : i;
        }
        return Tensor.apply(new Permute(order), self());
    }

    /**
     * The transposed matrix: a view. A vector or a scalar stays as it is.
     *
     * @return {@code [m, n] -> [n, m]}
     * @throws IllegalArgumentException when there are more than two axes
     */
    default Tensor t() {
        int rank = self().shape().rank();
        if (rank > 2) {
            throw Complaint.about("t() of shape " + self().shape())
                    .because("it has more than two axes")
                    .hint("transpose(-2, -1) for a batch of matrices")
                    .argument();
        }
        return rank < 2 ? self() : transpose(0, 1);
    }

    // ---- expand -----------------------------------------------------------------------------------------------------

    /** Axes of size 1, and new leading axes, repeated. */
    record Expand(Shape shape) implements Op {
        static final Entry ENTRY = Entry.exact(
                "expand",
                "y = x repeated along axes of size 1",
                Example.of("column", Domain.real(3, 1), x -> x.expand(3, 4)),
                Example.of("new leading axis", Domain.real(3, 1), x -> x.expand(2, 3, 4)),
                Example.of("scalar", Domain.real(), x -> x.expand(2, 2)));

        @Override
        public Entry entry() {
            return ENTRY;
        }

        @Override
        public NdArray forward(Backend backend, NdArray[] in) {
            return in[0].expand(shape);
        }

        @Override
        public Keep keeps() {
            return Keep.NOTHING;
        }

        @Override
        public Tensor gradient(int input, Tensor g, Node at) {
            return g; // the walk sums it back
        }
    }

    /** The entry of {@link #expand(int...)}. */
    Entry EXPAND = Expand.ENTRY;

    /**
     * Axes of size 1, and new leading axes, repeated without copying: a view with stride 0.
     *
     * @param sizes the new shape; -1 keeps the size of an axis
     * @return a tensor of that shape
     * @throws IllegalArgumentException when another axis would have to change
     */
    default Tensor expand(int... sizes) {
        Shape old = self().shape();
        int[] wanted = sizes.clone();
        int missing = wanted.length - old.rank();
        for (int i = 0; i < wanted.length; i++) {
            if (wanted[i] == -1 && i >= missing) {
                wanted[i] = old.size(i - missing);
            }
        }
        Shape shape = Shape.of(wanted);
        return shape.equals(old) ? self() : Tensor.apply(new Expand(shape), self());
    }

    // ---- slices -----------------------------------------------------------------------------------------------------

    /** Every step-th index of one axis. */
    record Slice(int axis, int start, int count, int step) implements Op {
        static final Entry ENTRY = Entry.exact(
                "slice",
                "y = x[start : end : step]",
                Example.of("rows", Domain.real(5, 3), x -> x.slice(0, 1, 4)),
                Example.of("every second column", Domain.real(2, 5), x -> x.slice(1, 0, 5, 2)),
                Example.of("reversed", Domain.real(5, 2), x -> x.flip(0)),
                Example.of("one row", Domain.real(3, 4), x -> x.select(0, 1)));

        /** What Python's {@code start:end:step} means for a shape. */
        static Slice of(String asked, Shape shape, int axis, int start, int end, int step) {
            if (shape.rank() == 0 || step < 1) {
                throw Complaint.about(asked + " of shape " + shape + " with step " + step)
                        .because(shape.rank() == 0 ? "a scalar has no axis" : "a step must be at least 1")
                        .hint(shape.rank() == 0 ? "unsqueeze(0) first" : "flip(axis) to go backwards")
                        .argument();
            }
            int along = shape.axis(axis);
            int size = shape.size(along);
            int from = Math.clamp((long) (start < 0 ? start + size : start), 0, size);
            int to = Math.clamp((long) (end < 0 ? end + size : end), from, size);
            return new Slice(along, from, Math.ceilDiv(to - from, step), step);
        }

        @Override
        public Entry entry() {
            return ENTRY;
        }

        @Override
        public NdArray forward(Backend backend, NdArray[] in) {
            return in[0].view(in[0].layout().slice(axis, start, count, step));
        }

        @Override
        public Keep keeps() {
            return Keep.NOTHING;
        }

        @Override
        public Tensor gradient(int input, Tensor g, Node at) {
            return Tensor.apply(new Embed(at.inputShape(0), axis, start, step), g);
        }
    }

    /** The reverse of a slice: zeros, with x written to every step-th index of one axis. */
    record Embed(Shape shape, int axis, int start, int step) implements Op {
        static final Entry ENTRY = Entry.exact(
                "embed",
                "y = 0, y[start : end : step] = x",
                Example.of(
                        "rows",
                        Domain.real(3, 2),
                        x -> Tensor.apply(new Embed(Shape.of(7, 2), 0, 1, 2), x)));

        @Override
        public Entry entry() {
            return ENTRY;
        }

        @Override
        public NdArray forward(Backend backend, NdArray[] in) {
            NdArray out = backend.zeros(in[0].type(), shape);
            backend.copyInto(
                    in[0], out.view(out.layout().slice(axis, start, in[0].shape().size(axis), step)));
            return out;
        }

        @Override
        public Keep keeps() {
            return Keep.NOTHING;
        }

        @Override
        public Tensor gradient(int input, Tensor g, Node at) {
            return Tensor.apply(new Slice(axis, start, at.inputShape(0).size(axis), step), g);
        }
    }

    /** The entry of {@link #slice(int, int, int)}. */
    Entry SLICE = Slice.ENTRY;

    /** The entry of the reverse of a slice. */
    Entry EMBED = Embed.ENTRY;

    /**
     * A range of one axis: a view.
     *
     * @param axis which
     * @param start the first index; negative counts from the end
     * @param end one past the last; negative counts from the end; beyond the end means the end
     * @return this shape with a smaller axis
     */
    default Tensor slice(int axis, int start, int end) {
        return slice(axis, start, end, 1);
    }

    /**
     * Every step-th index of a range of one axis: a view.
     *
     * @param axis which
     * @param start the first index; negative counts from the end
     * @param end one past the last; negative counts from the end; beyond the end means the end
     * @param step from one to the next, at least 1
     * @return this shape with a smaller axis
     */
    default Tensor slice(int axis, int start, int end, int step) {
        Slice slice = Slice.of("slice", self().shape(), axis, start, end, step);
        return step == 1 && slice.count() == self().size(axis) ? self() : Tensor.apply(slice, self());
    }

    /**
     * A range of one axis by its length: a view.
     *
     * @param axis which
     * @param start the first index
     * @param length how many
     * @return this shape with a smaller axis
     */
    default Tensor narrow(int axis, int start, int length) {
        Shape shape = self().shape();
        int from = start < 0 ? start + shape.size(axis) : start;
        if (from < 0 || length < 0 || from + length > shape.size(axis)) {
            throw Complaint.about("narrow(" + axis + ", " + start + ", " + length + ") of shape " + shape)
                    .because("the range leaves the axis")
                    .hint("a range within 0 to " + shape.size(axis))
                    .argument();
        }
        return slice(axis, from, from + length);
    }

    /**
     * One index of an axis, without the axis: a view.
     *
     * @param axis which
     * @param index negative counts from the end
     * @return a tensor of lower rank
     * @throws IllegalArgumentException when the index is outside
     */
    default Tensor select(int axis, int index) {
        Shape shape = self().shape();
        int along = shape.axis(axis);
        int size = shape.rank() == 0 ? 0 : shape.size(along);
        int at = index < 0 ? index + size : index;
        if (at < 0 || at >= size) {
            throw Complaint.about("index " + index + " along axis " + axis + " of shape " + shape)
                    .because(shape.rank() == 0 ? "a scalar has no axis" : "the axis has size " + size)
                    .hint(shape.rank() == 0 ? "item() for its value" : "an index from " + -size + " to " + (size - 1))
                    .argument();
        }
        return Tensor.apply(new Slice(along, at, 1, 1), self()).squeeze(along);
    }

    /**
     * One element, row or matrix by its leading indices: {@code x[i]}, {@code x[i][j]}.
     *
     * @param indices as many as there are, from the first axis on
     * @return a tensor of lower rank
     */
    default Tensor get(int... indices) {
        Tensor x = self();
        for (int index : indices) {
            x = x.select(0, index);
        }
        return x;
    }

    /**
     * Axes reversed: a view with negative stride.
     *
     * @param axes which
     * @return a tensor of this shape
     */
    default Tensor flip(int... axes) {
        Tensor x = self();
        for (int axis : axes) {
            int along = x.shape().axis(axis);
            int size = x.shape().size(along);
            x = size < 2 ? x : Tensor.apply(new Slice(along, size - 1, size, -1), x);
        }
        return x;
    }

    // ---- joining ----------------------------------------------------------------------------------------------------

    /** Tensors one after the other along an axis. */
    record Cat(int axis, List<Integer> sizes) implements Op {
        static final Entry ENTRY = Entry.exact(
                "cat",
                "y = [a, b, ...] along an axis",
                Example.of(
                        "rows", in -> Tensor.cat(0, in.get(0), in.get(1)), Domain.real(2, 3), Domain.real(1, 3)),
                Example.of(
                        "columns",
                        in -> Tensor.cat(1, in.get(0), in.get(1), in.get(0)),
                        Domain.real(2, 3),
                        Domain.real(2, 1)),
                Example.of("stack", in -> Tensor.stack(1, in.get(0), in.get(1)), Domain.real(3), Domain.real(3)));

        @Override
        public Entry entry() {
            return ENTRY;
        }

        @Override
        public NdArray forward(Backend backend, NdArray[] in) {
            int total = sizes.stream().mapToInt(Integer::intValue).sum();
            NdArray out = backend.room(in[0].type(), in[0].shape().with(axis, total));
            int start = 0;
            for (NdArray each : in) {
                int size = each.shape().size(axis);
                backend.copyInto(each, out.view(out.layout().slice(axis, start, size, 1)));
                start += size;
            }
            return out;
        }

        @Override
        public Keep keeps() {
            return Keep.NOTHING;
        }

        @Override
        public Tensor gradient(int input, Tensor g, Node at) {
            int start = sizes.stream().limit(input).mapToInt(Integer::intValue).sum();
            return g.narrow(axis, start, sizes.get(input));
        }
    }

    /** The entry of {@link Tensor#cat(int, Tensor...)} and {@link Tensor#stack(int, Tensor...)}. */
    Entry CAT = Cat.ENTRY;

    /** Joins along an existing axis. */
    static Tensor join(int axis, Tensor... given) {
        // PyTorch lets empty vectors stand for nothing, whatever the others' shape.
        boolean mixed = Arrays.stream(given).anyMatch(part -> part.rank() != 1);
        Tensor[] parts = mixed
                ? Arrays.stream(given).filter(part -> part.rank() != 1 || part.size() > 0).toArray(Tensor[]::new)
                : given;
        if (parts.length == 0) {
            throw Complaint.about("cat of no tensors")
                    .because("there is nothing to join")
                    .hint("at least one")
                    .argument();
        }
        DType type = parts[0].dtype();
        for (Tensor part : parts) {
            type = type.promote(part.dtype());
        }
        int along = parts[0].shape().axis(axis);
        Tensor[] same = new Tensor[parts.length];
        Integer[] sizes = new Integer[parts.length];
        for (int i = 0; i < parts.length; i++) {
            Shape shape = parts[i].shape();
            if (shape.rank() == 0
                    || shape.rank() != parts[0].shape().rank()
                    || !shape.with(along, 0).equals(parts[0].shape().with(along, 0))) {
                throw Complaint.about("cat along axis " + axis + " of " + parts[0].shape() + " and " + shape)
                        .because("all but that axis must agree")
                        .hint(shape.rank() == 0 ? "stack for scalars" : "reshape or transpose one of them")
                        .argument();
            }
            same[i] = parts[i].to(type);
            sizes[i] = shape.size(along);
        }
        return Tensor.apply(new Cat(along, List.of(sizes)), same);
    }
}
