package org.cotangent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cotangent.kernel.Backend;
import org.cotangent.kernel.DType;
import org.cotangent.kernel.NdArray;
import org.cotangent.shape.Complaint;
import org.cotangent.shape.Shape;
import org.jspecify.annotations.Nullable;

/** The operations of {@link Tensor} that pick elements by index. Indices are int64 and have no gradient. */
sealed interface Indexing permits Tensor {
    private Tensor self() {
        return (Tensor) this;
    }

    /** Picks along an axis. */
    record Gather(int axis) implements Op {
        static final Entry ENTRY = Entry.exact(
                "gather",
                "y[i, j] = x[index[i, j], j] along axis 0",
                Example.of(
                        "rows",
                        in -> in.get(0).gather(0, in.get(1)),
                        Domain.real(3, 4),
                        Domain.index(3, 5, 4)),
                Example.of(
                        "columns, some twice",
                        in -> in.get(0).gather(1, in.get(1)),
                        Domain.real(3, 2),
                        Domain.index(2, 3, 4)));

        @Override
        public Entry entry() {
            return ENTRY;
        }

        @Override
        public NdArray forward(Backend backend, NdArray[] in) {
            return backend.gather(in[0], axis, in[1]);
        }

        @Override
        public Keep keeps() {
            return Keep.INPUTS;
        }

        @Override
        public Tensor gradient(int input, Tensor g, Node at) {
            return Tensor.apply(new ScatterAdd(at.inputShape(0), axis), g, at.input(1));
        }
    }

    /** Adds to zeros at the places that an index names. */
    record ScatterAdd(Shape shape, int axis) implements Op {
        static final Entry ENTRY = Entry.exact(
                "scatterAdd",
                "y[index[i, j], j] += x[i, j] along axis 0",
                Example.of(
                        "rows, some twice",
                        in -> Tensor.zeros(DType.FLOAT64, 3, 4).scatterAdd(0, in.get(1), in.get(0)),
                        Domain.real(5, 4),
                        Domain.index(3, 5, 4)));

        @Override
        public Entry entry() {
            return ENTRY;
        }

        @Override
        public NdArray forward(Backend backend, NdArray[] in) {
            return backend.scatterAdd(shape, axis, in[1], in[0]);
        }

        @Override
        public Keep keeps() {
            return Keep.INPUTS;
        }

        @Override
        public @Nullable Tensor gradient(int input, Tensor g, Node at) {
            return input == 0 ? g.gather(axis, at.input(1)) : null;
        }
    }

    /** The entry of {@link #gather(int, Tensor)}. */
    Entry GATHER = Gather.ENTRY;

    /** The entry of {@link #scatterAdd(int, Tensor, Tensor)}. */
    Entry SCATTER_ADD = ScatterAdd.ENTRY;

    /**
     * Picks elements along an axis: {@code y[i, j] = x[index[i, j], j]} for axis 0.
     *
     * @param axis along which the index counts
     * @param index int64 of the same rank, no larger than this along the other axes
     * @return a tensor of the index's shape
     * @throws IllegalArgumentException when the index has another type or rank or points outside
     */
    default Tensor gather(int axis, Tensor index) {
        Tensor x = self();
        checkIndex("gather", x.shape(), axis, index);
        return Tensor.apply(new Gather(x.shape().axis(axis)), x, index);
    }

    /**
     * This tensor with source elements added at the places that an index names.
     *
     * @param axis along which the index counts
     * @param index int64 of this rank
     * @param source of the index's shape
     * @return a new tensor of this shape
     */
    default Tensor scatterAdd(int axis, Tensor index, Tensor source) {
        Tensor x = self();
        checkIndex("scatterAdd", x.shape(), axis, index);
        if (!source.shape().equals(index.shape())) {
            throw Complaint.about("scatterAdd of source " + source.shape() + " at index " + index.shape())
                    .because("the shapes differ")
                    .hint("slice the source to the shape of the index")
                    .argument();
        }
        return x.add(Tensor.apply(new ScatterAdd(x.shape(), x.shape().axis(axis)), source, index));
    }

    private static void checkIndex(String asked, Shape shape, int axis, Tensor index) {
        String wrong = "";
        if (index.dtype() != DType.INT64) {
            wrong = "the index must be int64, not " + index.dtype();
        } else if (index.shape().rank() != shape.rank()) {
            wrong = "the index has " + index.shape().rank() + " axes, not " + shape.rank();
        } else {
            for (int d = 0; d < shape.rank(); d++) {
                if (d != shape.axis(axis) && index.shape().size(d) > shape.size(d)) {
                    wrong = "the index is larger along axis " + d;
                }
            }
        }
        if (!wrong.isEmpty()) {
            throw Complaint.about(asked + " along axis " + axis + " of shape " + shape + " with index " + index.shape())
                    .because(wrong)
                    .hint("indexSelect for whole rows, unsqueeze for a missing axis, to(DType.INT64) for the type")
                    .argument();
        }
    }

    /**
     * Picks whole slices along an axis, in any order and any number of times.
     *
     * @param axis along which
     * @param index int64 [n]
     * @return this shape with size n along the axis
     */
    default Tensor indexSelect(int axis, Tensor index) {
        Tensor x = self();
        if (index.shape().rank() != 1) {
            throw Complaint.about("indexSelect with index " + index.shape())
                    .because("the index must be a vector")
                    .hint("flatten() it, or gather for one index an element")
                    .argument();
        }
        int along = x.shape().axis(axis);
        int[] column = new int[x.shape().rank()];
        Arrays.fill(column, 1);
        column[along] = index.size();
        return x.gather(
                along,
                index.reshape(column).expand(x.shape().with(along, index.size()).sizes()));
    }

    /**
     * Rows picked by an index: {@code x[index]}.
     *
     * @param index int64 of any shape
     * @return the index's shape followed by the shape of a row
     */
    default Tensor index(Tensor index) {
        Tensor picked = indexSelect(0, index.flatten());
        int rest = self().shape().rank() - 1;
        int[] sizes = Arrays.copyOf(index.shape().sizes(), index.shape().rank() + rest);
        for (int i = 0; i < rest; i++) {
            sizes[index.shape().rank() + i] = self().shape().size(i + 1);
        }
        return picked.reshape(sizes);
    }

    // ---- compositions -----------------------------------------------------------------------------------------------

    /**
     * Negative indices counted from the end, and none that points outside: a place computed from it would be another
     * element's.
     */
    private static Tensor wrapped(String asked, Tensor index, int size) {
        if (index.dtype() != DType.INT64) {
            throw Complaint.about(asked + " by " + index.describe())
                    .because("an index must be int64")
                    .hint("to(DType.INT64)")
                    .argument();
        }
        return checkedBetween(asked, index, -size, size) ? index.lt(0).where(index.add(size), index) : index;
    }

    /** Whether there are negative indices; those that are not in [least, size) are an error. */
    static boolean checkedBetween(String asked, Tensor index, int least, int size) {
        long[] wanted = index.toLongs();
        boolean negative = false;
        for (int i = 0; i < wanted.length; i++) {
            negative |= wanted[i] < 0;
            if (wanted[i] < least || wanted[i] >= size) {
                throw Complaint.about(asked)
                        .because("index " + wanted[i] + " at position " + i + " is not between " + least + " and " + (size - 1))
                        .hint("indices from " + least + " to " + (size - 1))
                        .argument();
            }
        }
        return negative;
    }

    /**
     * Elements picked by their place in row-major order.
     *
     * @param index int64 of any shape; negative counts from the end
     * @return a tensor of the index's shape
     * @throws IllegalArgumentException when the index has another type or points outside
     */
    default Tensor take(Tensor index) {
        Tensor flat = self().flatten();
        Tensor places = wrapped("take from " + self().shape(), index, flat.size());
        return flat.gather(0, places.flatten()).reshape(index.shape().sizes());
    }

    /**
     * Picks along an axis with an index that broadcasts, as numpy's {@code take_along_axis}.
     *
     * @param index int64 of this rank
     * @param axis along which
     * @return the picked elements
     */
    default Tensor takeAlongDim(Tensor index, int axis) {
        Tensor x = self();
        int along = x.shape().axis(axis);
        Shape common = x.shape().with(along, 1).broadcast(index.shape().with(along, 1), "takeAlongDim");
        return x.expand(common.with(along, x.size(along)).sizes())
                .gather(along, index.expand(common.with(along, index.size(along)).sizes()));
    }

    /** The place in row-major order of this shape that each element of an index along an axis names. */
    private Tensor places(String asked, int axis, Tensor index) {
        Tensor x = self();
        if (x.rank() == 0) {
            return index;
        }
        checkIndex(asked, x.shape(), axis, index);
        int along = x.shape().axis(axis);
        Tensor at =
                Tensor.arange(x.size()).to(x.device()).reshape(x.shape().sizes()).slice(along, 0, 1);
        for (int d = 0; d < x.rank(); d++) {
            at = d == along ? at : at.slice(d, 0, index.size(d));
        }
        Tensor wanted = wrapped(asked + " along axis " + axis + " of shape " + x.shape(), index, x.size(along));
        return at.add(wanted.mul(x.shape().contiguous().stride(along)));
    }

    /** An index of whole slices spread out to one of single elements. */
    private Tensor spread(int axis, Tensor index) {
        Tensor x = self();
        if (x.rank() == 0) {
            return index.reshape();
        }
        int along = x.shape().axis(axis);
        int[] column = new int[x.rank()];
        Arrays.fill(column, 1);
        column[along] = index.size();
        return index.reshape(column).expand(x.shape().with(along, index.size()).sizes());
    }

    /**
     * This with some elements replaced, by their place in row-major order. Where a place is named twice, the last one
     * wins.
     *
     * @param index int64 of any shape
     * @param source broadcasts to the index's shape
     * @return a new tensor of this shape
     * @throws IllegalArgumentException when the index has another type or points outside
     */
    default Tensor put(Tensor index, Tensor source) {
        Tensor x = self();
        Tensor from = source.expand(index.shape().sizes()).to(x.dtype());
        long[] places = wrapped("put into " + x.shape(), index, x.size()).toLongs();
        long[] winner = new long[x.size()];
        boolean[] hit = new boolean[x.size()];
        for (int i = 0; i < places.length; i++) {
            winner[(int) places[i]] = i;
            hit[(int) places[i]] = true;
        }
        if (places.length == 0) {
            return x;
        }
        int[] sizes = x.shape().sizes();
        return Tensor.of(hit, sizes).to(x.device()).where(from.take(Tensor.of(winner, sizes).to(x.device())), x);
    }

    /**
     * This with elements replaced at the places that an index names along an axis.
     *
     * @param axis along which
     * @param index int64 of this rank
     * @param source of this rank and at least as large as the index, or a scalar
     * @return a new tensor of this shape
     * @throws IllegalArgumentException when the index points outside, or the shapes do not belong together
     */
    default Tensor scatter(int axis, Tensor index, Tensor source) {
        return put(places("scatter", axis, index), covered("scatter", index, source));
    }

    /** The part of a source that an index has places for; a single number stands for all of it. */
    private static Tensor covered(String asked, Tensor index, Tensor source) {
        Tensor part = source;
        boolean fits = source.rank() == index.rank();
        for (int d = 0; fits && d < index.rank(); d++) {
            fits = index.size(d) <= source.size(d);
            part = part.slice(d, 0, index.size(d));
        }
        if (!fits && source.rank() > 0 && index.rank() > 0) {
            throw Complaint.about(asked + " at index " + index.shape() + " of source " + source.shape())
                    .because("the source must have the index's rank, and at least its size along every axis")
                    .hint("expand or reshape the source, or a scalar")
                    .argument();
        }
        return part;
    }

    /**
     * This with source slices added at the places that an index names.
     *
     * @param axis along which
     * @param index int64 [n]
     * @param source with size n along the axis
     * @return a new tensor of this shape
     */
    default Tensor indexAdd(int axis, Tensor index, Tensor source) {
        Tensor x = self();
        if (x.rank() == 0) {
            return x.add(source.sum());
        }
        return x.scatterAdd(axis, spread(axis, index), source);
    }

    /**
     * This with slices replaced at the places that an index names.
     *
     * @param axis along which
     * @param index int64 [n]
     * @param source with size n along the axis
     * @return a new tensor of this shape
     * @throws IllegalArgumentException when the index points outside, or the shapes do not belong together
     */
    default Tensor indexCopy(int axis, Tensor index, Tensor source) {
        Tensor all = spread(axis, index);
        return put(places("indexCopy", axis, all), covered("indexCopy", all, source));
    }

    /**
     * This with slices overwritten by one value.
     *
     * @param axis along which
     * @param index int64 [n]
     * @param value a scalar
     * @return a new tensor of this shape
     * @throws IllegalArgumentException when the index points outside
     */
    default Tensor indexFill(int axis, Tensor index, Tensor value) {
        Tensor all = spread(axis, index);
        return put(places("indexFill", axis, all), value);
    }

    /**
     * This with one value where a mask is true.
     *
     * @param mask broadcasts against this
     * @param value a scalar
     * @return a tensor of the common shape
     */
    default Tensor maskedFill(Tensor mask, Tensor value) {
        return mask.where(value.to(self().dtype()), self());
    }

    /**
     * This with one value where a mask is true.
     *
     * @param mask broadcasts against this
     * @param value the value
     * @return a tensor of the common shape
     */
    default Tensor maskedFill(Tensor mask, double value) {
        return mask.where(Tensor.scalar(value, self().dtype()), self());
    }

    /**
     * The elements where a mask is true, in row-major order.
     *
     * @param mask broadcasts against this
     * @return a vector
     */
    default Tensor maskedSelect(Tensor mask) {
        Shape common = self().shape().broadcast(mask.shape(), "maskedSelect");
        Tensor places = mask.expand(common.sizes()).flatten().nonzero().flatten();
        return self().expand(common.sizes()).take(places);
    }

    /**
     * This with the leading elements of a source where a mask is true.
     *
     * @param mask broadcasts against this
     * @param source at least as many elements as the mask has true ones
     * @return a tensor of the common shape
     * @throws IllegalArgumentException when the source has fewer
     */
    default Tensor maskedScatter(Tensor mask, Tensor source) {
        Shape common = self().shape().broadcast(mask.shape(), "maskedScatter");
        Tensor places = mask.expand(common.sizes()).flatten().nonzero().flatten();
        if (source.size() < places.size()) {
            throw Complaint.about("maskedScatter of " + places.size() + " elements from " + source.shape())
                    .because("the source has only " + source.size())
                    .hint("a source with an element for each that the mask picks")
                    .argument();
        }
        return self().expand(common.sizes()).put(places, source.flatten().slice(0, 0, places.size()));
    }

    /**
     * Where this is not zero: one row of indices for each such element, in row-major order.
     *
     * @return int64 [count, rank], without a gradient
     */
    default Tensor nonzero() {
        boolean[] hit = self().toBooleans();
        int rank = self().rank();
        int count = 0;
        for (boolean each : hit) {
            count += each ? 1 : 0;
        }
        long[] found = new long[count * rank];
        int place = 0;
        for (int i = 0; i < hit.length; i++) {
            if (hit[i]) {
                int rest = i;
                for (int d = rank - 1; d >= 0; d--) {
                    found[place + d] = rest % self().size(d);
                    rest /= self().size(d);
                }
                place += rank;
            }
        }
        return Tensor.of(found, count, rank).to(self().device());
    }

    /**
     * Labels as rows of zeros with a single one.
     *
     * @param classes how many; -1 for one more than the largest label
     * @return int64 [..., classes]
     * @throws IllegalArgumentException when a label is not from 0 to classes - 1, or this is not int64
     */
    default Tensor oneHot(int classes) {
        boolean fits = self().dtype() == DType.INT64;
        if (!fits || (classes < 0 && self().size() == 0)) {
            throw Complaint.about("oneHot(" + classes + ") of " + self().describe())
                    .because(fits ? "there are no labels to count the classes from" : "labels must be int64")
                    .hint(fits ? "the number of classes" : "to(DType.INT64)")
                    .argument();
        }
        int count = classes >= 0 ? classes : (int) self().max().item() + 1;
        checkedBetween("oneHot(" + classes + ") of " + self().shape(), self(), 0, count);
        return self().unsqueeze(-1).eq(Tensor.arange(count).to(self().device())).to(DType.INT64);
    }

    /**
     * Numpy's indexing: {@code x[1, :, 0:6:2, None, indices]}. Tensors of indices broadcast against each other; their axes
     * come where they stood, or first when another part stood between them.
     *
     * @param parts one for each axis from the first on
     * @return the indexed tensor: a view unless tensors of indices take part
     * @throws IllegalArgumentException when an index points outside, or a mask has another shape than the axes it stands for
     */
    default Tensor get(Index... parts) {
        Tensor x = self();
        int axis = 0;
        List<Integer> axes = new ArrayList<>();
        List<Tensor> indices = new ArrayList<>();
        for (Index part : parts) {
            switch (part) {
                case Index.One one -> x = x.select(axis, one.index());
                case Index.Range range -> x = x.slice(axis++, range.start(), range.end(), range.step());
                case Index.NewAxis _ -> x = x.unsqueeze(axis++);
                case Index.Ellipsis _ -> axis += self().rank() - used(parts);
                case Index.Of(Tensor given) when given.dtype() == DType.BOOL -> {
                    // A single truth is a mask of a new axis of size 1, as in numpy.
                    x = given.rank() == 0 ? x.unsqueeze(axis) : x;
                    Tensor mask = given.rank() == 0 ? given.unsqueeze(0) : given;
                    checkMask(x, axis, mask);
                    Tensor found = mask.nonzero();
                    for (int d = 0; d < mask.rank(); d++) { // the indices of its true elements, one tensor an axis
                        indices.add(found.select(1, d));
                        axes.add(axis++);
                    }
                }
                case Index.Of(Tensor index) -> {
                    indices.add(wrapped("indexing axis " + axis + " of shape " + x.shape(), index, x.size(axis)));
                    axes.add(axis++);
                }
            }
        }
        return indices.isEmpty() ? x : picked(x, axes, indices);
    }

    /** How many axes the parts of an index expression take. */
    private static int used(Index... parts) {
        int used = 0;
        for (Index part : parts) {
            used += switch (part) {
                case Index.NewAxis _, Index.Ellipsis _ -> 0;
                case Index.Of(Tensor mask) when mask.dtype() == DType.BOOL -> mask.rank();
                default -> 1;
            };
        }
        return used;
    }

    private static void checkMask(Tensor x, int axis, Tensor mask) {
        int[] sizes = x.shape().sizes();
        int[] there = Arrays.copyOfRange(sizes, Math.min(axis, sizes.length), Math.min(axis + mask.rank(), sizes.length));
        if (!Arrays.equals(there, mask.shape().sizes())) {
            throw Complaint.about("indexing " + x.shape() + " with a mask " + mask.shape())
                    .because("the axes from " + axis + " on are " + Arrays.toString(there))
                    .hint("a mask of just the shape of the axes that it stands for")
                    .argument();
        }
    }

    /** Indexes some axes with tensors that broadcast against each other. */
    private static Tensor picked(Tensor x, List<Integer> axes, List<Tensor> indices) {
        Shape common = Shape.SCALAR;
        for (Tensor index : indices) {
            common = common.broadcast(index.shape(), "indexing with tensors of shape");
        }
        int count = axes.size();
        int[] first = new int[count];
        Arrays.setAll(first, i -> i);
        Tensor front = x.movedim(axes.stream().mapToInt(Integer::intValue).toArray(), first);
        Tensor flat = Tensor.scalar(0, DType.INT64);
        for (int i = 0; i < count; i++) {
            flat = flat.mul(front.size(i)).add(indices.get(i));
        }
        Tensor rows = front.flatten(0, count - 1).index(flat.expand(common.sizes()));
        boolean together = axes.get(count - 1) - axes.get(0) == count - 1;
        int[] from = new int[common.rank()];
        Arrays.setAll(from, i -> i);
        int[] to = new int[common.rank()];
        Arrays.setAll(to, i -> axes.get(0) + i);
        return together ? rows.movedim(from, to) : rows;
    }

    /**
     * This with elements replaced where tensors of indices point, {@code x[i, j] = values}.
     *
     * @param indices one for each of the leading axes; they broadcast against each other
     * @param values broadcast to what the indices pick
     * @param accumulate adds instead, so that a place named twice gets both
     * @return a new tensor of this shape
     * @throws IllegalArgumentException when an index points outside
     */
    default Tensor indexPut(List<Tensor> indices, Tensor values, boolean accumulate) {
        Tensor x = self();
        Index[] parts = indices.stream().map(Index::of).toArray(Index[]::new);
        Tensor places =
                Tensor.arange(x.size()).to(x.device()).reshape(x.shape().sizes()).get(parts);
        Tensor source = values.to(x.dtype()).expand(places.shape().sizes());
        return accumulate
                ? x.flatten().scatterAdd(0, places.flatten(), source.flatten()).reshape(x.shape().sizes())
                : x.put(places, source);
    }

    /**
     * Rows of a table, picked by index: an embedding.
     *
     * @param index int64 of any shape
     * @param paddingRow a row that gets no gradient, or -1
     * @return the index's shape followed by the size of a row
     */
    default Tensor embedding(Tensor index, int paddingRow) {
        Tensor rows = self().index(index);
        if (paddingRow < 0) {
            return rows;
        }
        return index.eq(paddingRow).unsqueeze(-1).where(rows.detach(), rows);
    }
}
