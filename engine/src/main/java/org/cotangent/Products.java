package org.cotangent;

import org.cotangent.kernel.Backend;
import org.cotangent.kernel.NdArray;
import org.cotangent.shape.Complaint;
import org.cotangent.shape.Layout;
import org.cotangent.shape.Shape;

/**
 * Matrix products of {@link Tensor}.
 *
 * <p>A transposed factor is a view: the kernels read any strides, so the rules transpose without copying.
 */
sealed interface Products permits Tensor {
    private Tensor self() {
        return (Tensor) this;
    }

    /** Products of matrices, over leading axes that broadcast. */
    record MatMul(int rank) implements Op {
        static final Entry ENTRY = Entry.exact(
                "matmul",
                "Y = A B",
                Example.of("matrices", Domain.real(3, 4), Domain.real(4, 2), Tensor::matmul),
                Example.of("left transposed", Domain.real(4, 3), Domain.real(4, 2), (a, b) -> a.t().matmul(b)),
                Example.of("right transposed", Domain.real(3, 4), Domain.real(2, 4), (a, b) -> a.matmul(b.t())),
                Example.of("vectors", Domain.real(4), Domain.real(4), Tensor::matmul),
                Example.of("matrix and vector", Domain.real(3, 4), Domain.real(4), Tensor::matmul),
                Example.of("vector and matrix", Domain.real(3), Domain.real(3, 4), Tensor::matmul),
                Example.of("batches", Domain.real(2, 3, 4), Domain.real(2, 4, 2), Tensor::matmul),
                Example.of("one matrix for a batch", Domain.real(2, 3, 4), Domain.real(4, 2), Tensor::matmul),
                Example.of("batches that broadcast", Domain.real(2, 1, 3, 2), Domain.real(3, 2, 2), Tensor::matmul));

        @Override
        public Entry entry() {
            return ENTRY;
        }

        @Override
        public String name() {
            return rank == 2 ? "mm" : "bmm";
        }

        @Override
        public NdArray forward(Backend backend, NdArray[] in) {
            if (rank == 2 && in[0].shape().rank() == 2 && in[1].shape().rank() == 2) {
                return backend.matmul(in[0], in[1], null);
            }
            Shape batch = batch(in[0].shape()).broadcast(batch(in[1].shape()), "matmul, leading axes");
            return backend.matmul(stretched(in[0], batch), stretched(in[1], batch), null);
        }

        private static Shape batch(Shape shape) {
            return Shape.of(java.util.Arrays.copyOf(shape.sizes(), shape.rank() - 2));
        }

        private static NdArray stretched(NdArray x, Shape batch) {
            Layout layout = x.layout();
            int rank = x.shape().rank();
            Shape whole = batch.insert(batch.rank(), x.shape().size(rank - 2))
                    .insert(batch.rank() + 1, x.shape().size(rank - 1));
            return x.view(layout.expand(whole));
        }

        @Override
        public Keep keeps() {
            return Keep.INPUTS;
        }

        @Override
        public Tensor gradient(int input, Tensor g, Node at) {
            return input == 0
                    ? g.matmul(at.input(1).transpose(-2, -1))
                    : at.input(0).transpose(-2, -1).matmul(g);
        }
    }

    /** The entry of {@link #matmul(Tensor)}. */
    Entry MATMUL = MatMul.ENTRY;

    /**
     * The matrix product, with numpy's rules: vectors are rows on the left and columns on the right, and leading axes
     * broadcast.
     *
     * @param other the right factor
     * @return {@code [..., m, k] x [..., k, n] -> [..., m, n]}; {@code [k] x [k]} gives a scalar
     * @throws IllegalArgumentException when the inner sizes differ or an operand is a scalar
     */
    default Tensor matmul(Tensor other) {
        Tensor a = self();
        int left = a.shape().rank();
        int right = other.shape().rank();
        if (left == 0 || right == 0) {
            throw aboutProduct(other)
                    .because("a scalar has no rows and columns")
                    .hint("mul for a product with a number")
                    .argument();
        }
        int inner = a.shape().size(-1);
        int otherInner = other.shape().size(right == 1 ? 0 : right - 2);
        if (inner != otherInner) {
            throw aboutProduct(other)
                    .because("the inner sizes " + inner + " and " + otherInner + " differ")
                    .from(Tensor.origins(a, other))
                    .hint("transpose one of them (t())")
                    .argument();
        }
        org.cotangent.kernel.DType common = Tensor.resultType(a, other);
        Tensor rows = (left == 1 ? a.unsqueeze(0) : a).to(common);
        Tensor columns = (right == 1 ? other.unsqueeze(1) : other).to(common);
        Tensor product = Tensor.apply(new MatMul(Math.max(left, right)), rows, columns);
        if (right == 1) {
            product = product.squeeze(-1);
        }
        return left == 1 ? product.squeeze(right == 1 ? -1 : -2) : product;
    }

    /**
     * The matrix product of two matrices.
     *
     * @param other the right factor
     * @return {@code [m, k] x [k, n] -> [m, n]}
     */
    default Tensor mm(Tensor other) {
        return matmul(other);
    }

    /**
     * The inner product of two vectors.
     *
     * @param other a vector of the same length
     * @return a scalar
     */
    default Tensor dot(Tensor other) {
        return matmul(other);
    }

    /** Fused: the bias starts the accumulator, which saves a pass over the product and its gradient's. */
    record Addmm() implements Op {
        static final Entry ENTRY = Entry.exact(
                "addmm",
                "Y = b + X W^T",
                Example.of(
                        "layer",
                        in -> in.get(1).linear(in.get(2), in.get(0)),
                        Domain.real(2),
                        Domain.real(3, 4),
                        Domain.real(2, 4)),
                Example.of(
                        "one sample",
                        in -> in.get(1).linear(in.get(2), in.get(0)),
                        Domain.real(2),
                        Domain.real(4),
                        Domain.real(2, 4)));

        @Override
        public Entry entry() {
            return ENTRY;
        }

        @Override
        public NdArray forward(Backend backend, NdArray[] in) {
            return backend.matmul(in[1], in[2].view(in[2].layout().permute(1, 0)), in[0]);
        }

        @Override
        public Keep keeps() {
            return Keep.INPUTS;
        }

        @Override
        public Tensor gradient(int input, Tensor g, Node at) {
            return switch (input) {
                case 0 -> g; // the walk sums it over the batch
                case 1 -> g.matmul(at.input(2));
                default -> g.t().matmul(at.input(1));
            };
        }
    }

    /** The entry of {@link #linear(Tensor, Tensor)}. */
    Entry ADDMM = Addmm.ENTRY;

    private Complaint aboutProduct(Tensor other) {
        return Complaint.about("matmul " + self().shape() + " x " + other.shape());
    }

    /**
     * A linear layer {@code y = x W^T + b}.
     *
     * @param weight W, [out, in], as PyTorch stores it
     * @param bias b, [out]
     * @return {@code [..., in] -> [..., out]}
     * @throws IllegalArgumentException when the last axis of this is not {@code in}, the bias is not [out], or types differ
     */
    default Tensor linear(Tensor weight, Tensor bias) {
        Tensor x = self();
        if (weight.rank() != 2) {
            throw Complaint.about("linear of " + x.describe() + " with weight " + weight.shape())
                    .because("the weight must be a matrix [out, in]")
                    .hint("reshape it; matmul for batches of matrices")
                    .argument();
        }
        int in = weight.shape().size(1);
        if (x.shape().rank() == 0 || x.shape().size(-1) != in) {
            throw Complaint.about("linear of " + x.describe() + " with weight " + weight.shape())
                    .because("the last axis should have size " + in)
                    .from(Tensor.origins(x, weight))
                    .hint("reshape(-1, " + in + ") the input, or make the layer for another input size")
                    .argument();
        }
        if (x.dtype() != weight.dtype()) {
            throw Complaint.about("linear of " + x.describe() + " with weight " + weight.describe())
                    .because("the types differ")
                    .hint("to(DType." + weight.dtype().name() + ") on the input, or to(...) on the module")
                    .argument();
        }
        int out = weight.shape().size(0);
        checkBias("linear", x, bias, out, weight);
        if (x.shape().rank() == 2) {
            return Tensor.apply(new Addmm(), bias, x, weight);
        }
        int[] sizes = x.shape().sizes();
        sizes[sizes.length - 1] = out;
        return Tensor.apply(new Addmm(), bias, x.reshape(x.size() / Math.max(1, in), in), weight).reshape(sizes);
    }

    /** A bias is one number for each output, of the weight's type: kernels read so many, and no others. */
    static void checkBias(String name, Tensor x, Tensor bias, int out, Tensor weight) {
        boolean fits = bias.rank() == 1 && bias.size() == out;
        if (!fits || bias.dtype() != weight.dtype()) {
            throw Complaint.about(name + " of " + x.shape() + " with bias " + bias.describe())
                    .because(fits
                            ? "the weight is " + weight.dtype()
                            : "one number for each output is added, so it must have shape [" + out + "]")
                    .from(Tensor.origins(x, bias))
                    .hint(fits
                            ? "to(DType." + weight.dtype().name() + ") on the bias"
                            : "a bias of shape [" + out + "], or a weight " + weight.shape() + " of other outputs")
                    .argument();
        }
    }

    /**
     * A linear layer without bias, {@code y = x W^T}.
     *
     * @param weight W, [out, in]
     * @return {@code [..., in] -> [..., out]}
     */
    default Tensor linear(Tensor weight) {
        return matmul(weight.t());
    }
}
