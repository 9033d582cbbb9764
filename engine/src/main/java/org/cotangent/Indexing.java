package org.cotangent;

import java.util.Arrays;
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
}
