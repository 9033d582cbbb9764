package org.cotangent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.kernel.Backend;
import org.cotangent.kernel.DType;
import org.cotangent.kernel.Factorization;
import org.cotangent.kernel.NdArray;
import org.cotangent.shape.Complaint;
import org.cotangent.shape.Shape;

/** Linear algebra of {@link Tensor}: products of many kinds, composed, and what needs a factorization. */
sealed interface Algebra permits Tensor {
    private Tensor self() {
        return (Tensor) this;
    }

    // ---- with a factorization ---------------------------------------------------------------------------------------

    /** Solutions of linear systems. */
    record Solve() implements Op {
        static final Entry ENTRY = Entry.exact(
                "solve",
                "A Y = B",
                Example.of("matrices", dominant(3), Domain.real(3, 2), (a, b) -> a.add(heavy(3)).solve(b)),
                Example.of("vector", dominant(3), Domain.real(3), (a, b) -> a.add(heavy(3)).solve(b)),
                Example.of("inverse", dominant(2, 3), a -> a.add(heavy(3)).inv()));

        private static Domain dominant(int... leadingAndSize) {
            int n = leadingAndSize[leadingAndSize.length - 1];
            int[] sizes = Arrays.copyOf(leadingAndSize, leadingAndSize.length + 1);
            sizes[sizes.length - 1] = n;
            return Domain.real(sizes).within(-0.5, 0.5);
        }

        private static Tensor heavy(int n) {
            return Tensor.eye(n).to(DType.FLOAT64).mul(3);
        }

        @Override
        public Entry entry() {
            return ENTRY;
        }

        @Override
        public NdArray forward(Backend backend, NdArray[] in) {
            return Factorization.solve(in[0], in[1]);
        }

        @Override
        public Keep keeps() {
            return Keep.BOTH;
        }

        @Override
        public Tensor gradient(int input, Tensor g, Node at) {
            Tensor right = Tensor.apply(new Solve(), at.input(0).transpose(-2, -1), g);
            return input == 1 ? right : right.matmul(at.output().transpose(-2, -1)).neg();
        }
    }

    /** Determinants. */
    record Determinant() implements Op {
        static final Entry ENTRY = Entry.exact(
                "det",
                "y = det A",
                Example.of("matrix", Domain.real(3, 3), Tensor::det),
                Example.of("batch", Domain.real(2, 2, 2), Tensor::det));

        @Override
        public Entry entry() {
            return ENTRY;
        }

        @Override
        public NdArray forward(Backend backend, NdArray[] in) {
            return Factorization.determinant(in[0], false);
        }

        @Override
        public Keep keeps() {
            return Keep.INPUTS;
        }

        /** The cofactors: minors with alternating signs. Slower than {@code det A inv(A)^T}, and right for a singular A. */
        @Override
        public Tensor gradient(int input, Tensor g, Node at) {
            return g.unsqueeze(-1).unsqueeze(-1).mul(cofactors(at.input(0)));
        }

        private static Tensor cofactors(Tensor a) {
            int n = a.size(-1);
            if (n == 0) {
                return a;
            }
            List<Tensor> rows = new ArrayList<>();
            for (int i = 0; i < n; i++) {
                List<Tensor> row = new ArrayList<>();
                for (int j = 0; j < n; j++) {
                    Tensor minor = without(without(a, -2, i), -1, j).det();
                    row.add((i + j) % 2 == 0 ? minor : minor.neg());
                }
                rows.add(Tensor.stack(-1, row.toArray(new Tensor[0])));
            }
            return Tensor.stack(-2, rows.toArray(new Tensor[0]));
        }

        private static Tensor without(Tensor a, int axis, int index) {
            return Tensor.cat(axis, a.slice(axis, 0, index), a.slice(axis, index + 1, a.size(axis)));
        }
    }

    /** Logarithms of the absolute values of determinants. */
    record LogDeterminant() implements Op {
        static final Entry ENTRY = Entry.exact(
                "logDet",
                "y = ln |det A|",
                Example.of(
                        "matrix",
                        Domain.real(3, 3).within(-0.5, 0.5),
                        a -> a.add(Solve.heavy(3)).slogdet().get(1)));

        @Override
        public Entry entry() {
            return ENTRY;
        }

        @Override
        public NdArray forward(Backend backend, NdArray[] in) {
            return Factorization.determinant(in[0], true);
        }

        @Override
        public Keep keeps() {
            return Keep.INPUTS;
        }

        @Override
        public Tensor gradient(int input, Tensor g, Node at) {
            return g.unsqueeze(-1).unsqueeze(-1).mul(at.input(0).inv().transpose(-2, -1));
        }
    }

    /** Cholesky factors (the rule after Murray 2016, arXiv:1602.07527). */
    record Cholesky() implements Op {
        static final Entry ENTRY = Entry.exact(
                "cholesky",
                "A = Y Y^T, Y lower triangular",
                Example.of("matrix", Domain.real(3, 3).within(-0.5, 0.5), a ->
                        a.matmul(a.t()).add(Solve.heavy(3)).cholesky(false)));

        @Override
        public Entry entry() {
            return ENTRY;
        }

        @Override
        public NdArray forward(Backend backend, NdArray[] in) {
            return Factorization.cholesky(in[0]);
        }

        @Override
        public Keep keeps() {
            return Keep.OUTPUT;
        }

        @Override
        public Tensor gradient(int input, Tensor g, Node at) {
            Tensor factor = at.output();
            Tensor transposed = factor.transpose(-2, -1);
            Tensor middle = transposed.matmul(g).tril(0);
            Tensor halved = middle.sub(middle.mul(Tensor.eye(factor.size(-1)).to(g.dtype())).mul(0.5));
            Tensor left = Tensor.apply(new Solve(), transposed, halved); // L^-T P
            Tensor both = Tensor.apply(new Solve(), transposed, left.transpose(-2, -1)); // L^-T P^T L^-1
            return both.add(both.transpose(-2, -1)).mul(0.5);
        }
    }

    /** The entry of {@link #solve(Tensor)} and {@link #inv()}. */
    Entry SOLVE = Solve.ENTRY;

    /** The entry of {@link #det()}. */
    Entry DET = Determinant.ENTRY;

    /** The entry of {@link #slogdet()}. */
    Entry LOG_DET = LogDeterminant.ENTRY;

    /** The entry of {@link #cholesky(boolean)}. */
    Entry CHOLESKY = Cholesky.ENTRY;

    private void checkSquare(String asked) {
        Tensor a = self();
        if (a.rank() < 2 || a.size(-1) != a.size(-2)) {
            throw Complaint.about(asked + " of " + a.shape())
                    .because("it is not a square matrix")
                    .hint("two equal last axes")
                    .argument();
        }
    }

    /**
     * Solves {@code A X = B}, with this as A.
     *
     * @param b matrices [..., n, m], or vectors [..., n] when that is the shape of A without its last axis
     * @return X, of the shape of b, in the type in which both meet; integers are solved as float32
     * @throws IllegalArgumentException when A is singular or not square
     */
    default Tensor solve(Tensor b) {
        checkSquare("solve");
        DType common = Tensor.resultType(self().toFloating(), b.toFloating());
        Tensor a = self().to(common);
        boolean vector = b.rank() == 1
                || b.rank() == a.rank() - 1
                        && b.shape().equals(Shape.of(Arrays.copyOf(a.shape().sizes(), a.rank() - 1)));
        Tensor right = (vector ? b.unsqueeze(-1) : b).to(common);
        Shape batch = Shape.of(Arrays.copyOf(a.shape().sizes(), a.rank() - 2))
                .broadcast(Shape.of(Arrays.copyOf(right.shape().sizes(), right.rank() - 2)), "solve, leading axes");
        Tensor x = Tensor.apply(
                new Solve(), stretched(a, batch), stretched(right, batch));
        return vector ? x.squeeze(-1) : x;
    }

    private static Tensor stretched(Tensor x, Shape batch) {
        return x.expand(batch.insert(batch.rank(), x.size(-2))
                .insert(batch.rank() + 1, x.size(-1))
                .sizes());
    }

    /**
     * The inverse.
     *
     * @return matrices of the same shape; integers become float32
     * @throws IllegalArgumentException when one is singular or not square
     */
    default Tensor inv() {
        checkSquare("inv");
        Tensor a = self().toFloating();
        return a.solve(Tensor.eye(a.size(-1)).to(a.device()).to(a.dtype()).expand(a.shape().sizes()));
    }

    /**
     * The determinant.
     *
     * @return one number for each matrix; that of integers is float32
     */
    default Tensor det() {
        checkSquare("det");
        return Tensor.apply(new Determinant(), self().toFloating());
    }

    /**
     * The sign of the determinant and the logarithm of its absolute value.
     *
     * @return sign and logarithm; those of integers are float32
     */
    default List<Tensor> slogdet() {
        checkSquare("slogdet");
        return List.of(self().detach().det().sign(), Tensor.apply(new LogDeterminant(), self().toFloating()));
    }

    /**
     * The Cholesky factor.
     *
     * @param upper the transposed one
     * @return a triangular L with {@code A = L L^T}; that of integers is float32
     * @throws IllegalArgumentException when this is not symmetric positive definite
     */
    default Tensor cholesky(boolean upper) {
        checkSquare("cholesky");
        Tensor lower = Tensor.apply(new Cholesky(), self().toFloating());
        return upper ? lower.transpose(-2, -1) : lower;
    }

    /**
     * A power of a matrix.
     *
     * @param n 0 gives the identity, a negative one the power of the inverse
     * @return matrices of the same shape; integers become float32 where n is negative
     */
    default Tensor matrixPower(int n) {
        checkSquare("matrixPower");
        if (n < 0) {
            return inv().matrixPower(-n);
        }
        if (n == 0) {
            return Tensor.eye(self().size(-1))
                    .to(self().device())
                    .to(self().dtype())
                    .expand(self().shape().sizes())
                    .clone();
        }
        Tensor half = n == 1 ? self() : self().matrixPower(n / 2);
        return n == 1 ? half : n % 2 == 0 ? half.matmul(half) : half.matmul(half).matmul(self());
    }

    /**
     * The norm of matrices that is the largest (1, infinity) or smallest (-1, minus infinity) sum of absolute values of a
     * column (1) or row (infinity).
     *
     * @param order 1, -1, infinity or minus infinity
     * @param keepDim whether the last two axes stay with size 1
     * @return one number for each matrix
     * @throws IllegalArgumentException for another order
     */
    default Tensor matrixNorm(double order, boolean keepDim) {
        if (Math.abs(order) != 1 && !Double.isInfinite(order)) {
            throw Complaint.about("matrixNorm of order " + order)
                    .because("it needs singular values, which this engine does not compute")
                    .hint("order 1, -1 or infinite; norm(2, ...) for the Frobenius norm")
                    .argument();
        }
        Tensor sums = self().abs().sum(true, Math.abs(order) == 1 ? -2 : -1);
        return order > 0 ? sums.amax(keepDim, -2, -1) : sums.amin(keepDim, -2, -1);
    }

    // ---- products ---------------------------------------------------------------------------------------------------

    /**
     * All products of two vectors' elements.
     *
     * @param other the right vector
     * @return {@code [m] x [n] -> [m, n]}
     */
    default Tensor outer(Tensor other) {
        return self().unsqueeze(1).mul(other.unsqueeze(0));
    }

    /**
     * Products summed over the last axes.
     *
     * @param other with the same last axis
     * @return the leading axes of this, then those of the other
     */
    default Tensor inner(Tensor other) {
        Tensor a = self();
        if (a.rank() == 0 || other.rank() == 0) {
            return a.mul(other);
        }
        return a.tensordot(other, new int[] {-1}, new int[] {-1});
    }

    /**
     * Products summed over one axis.
     *
     * @param other broadcasts against this
     * @param axis of both
     * @return without that axis
     */
    default Tensor vecdot(Tensor other, int axis) {
        return self().mul(other).sum(axis);
    }

    /**
     * {@code beta C + alpha A B} with this as C.
     *
     * @param a the left factor
     * @param b the right factor
     * @param beta of this; 0 leaves this out
     * @param alpha of the product
     * @return the sum
     */
    default Tensor addmm(Tensor a, Tensor b, double beta, double alpha) {
        Tensor product = a.matmul(b).mul(alpha);
        return beta == 0 ? product : self().mul(beta).add(product);
    }

    /**
     * Products summed over axes named in pairs.
     *
     * @param other the right factor
     * @param left axes of this
     * @param right axes of the other, as many and of the same sizes
     * @return the other axes of this, then those of the other
     * @throws IllegalArgumentException when numbers or sizes of the paired axes differ
     */
    default Tensor tensordot(Tensor other, int[] left, int[] right) {
        Tensor a = self();
        int[] leftAxes = IntStream.of(left).map(a.shape()::axis).toArray();
        int[] rightAxes = IntStream.of(right).map(other.shape()::axis).toArray();
        checkPairs(other, leftAxes, rightAxes);
        int[] keptLeft = IntStream.range(0, a.rank())
                .filter(axis -> IntStream.of(leftAxes).noneMatch(each -> each == axis))
                .toArray();
        int[] keptRight = IntStream.range(0, other.rank())
                .filter(axis -> IntStream.of(rightAxes).noneMatch(each -> each == axis))
                .toArray();
        int inner = IntStream.of(leftAxes).map(a::size).reduce(1, (x, y) -> x * y);
        int rows = IntStream.of(keptLeft).map(a::size).reduce(1, (x, y) -> x * y);
        int columns = IntStream.of(keptRight).map(other::size).reduce(1, (x, y) -> x * y);
        Tensor matrix = a.permute(IntStream.concat(IntStream.of(keptLeft), IntStream.of(leftAxes)).toArray())
                .reshape(rows, inner);
        Tensor with = other.permute(
                        IntStream.concat(IntStream.of(rightAxes), IntStream.of(keptRight)).toArray())
                .reshape(inner, columns);
        int[] sizes = IntStream.concat(
                        IntStream.of(keptLeft).map(a::size), IntStream.of(keptRight).map(other::size))
                .toArray();
        return matrix.matmul(with).reshape(sizes);
    }

    private void checkPairs(Tensor other, int[] left, int[] right) {
        String wrong = left.length == right.length ? "" : left.length + " and " + right.length + " axes do not make pairs";
        for (int i = 0; wrong.isEmpty() && i < left.length; i++) {
            int a = self().size(left[i]);
            int b = other.size(right[i]);
            wrong = a == b ? "" : "the sizes " + a + " and " + b + " of pair " + i + " differ";
        }
        if (!wrong.isEmpty()) {
            throw Complaint.about("tensordot of " + self().shape() + " and " + other.shape() + " over axes "
                            + Arrays.toString(left) + " and " + Arrays.toString(right))
                    .because(wrong)
                    .from(Tensor.origins(self(), other))
                    .hint("the axes in the order in which they belong together")
                    .argument();
        }
    }

    /**
     * The Kronecker product: this with every element replaced by its multiple of the other.
     *
     * @param other the inner matrix
     * @return sizes multiplied axis by axis
     */
    default Tensor kron(Tensor other) {
        int rank = Math.max(self().rank(), other.rank());
        int[] left = new int[2 * rank];
        int[] right = new int[2 * rank];
        int[] sizes = new int[rank];
        for (int i = 0; i < rank; i++) {
            int a = i - (rank - self().rank());
            int b = i - (rank - other.rank());
            left[2 * i] = a < 0 ? 1 : self().size(a);
            left[2 * i + 1] = 1;
            right[2 * i] = 1;
            right[2 * i + 1] = b < 0 ? 1 : other.size(b);
            sizes[i] = left[2 * i] * right[2 * i + 1];
        }
        return self().reshape(left).mul(other.reshape(right)).reshape(sizes);
    }

    /**
     * The vector product along an axis of size 3.
     *
     * @param other broadcasts against this
     * @param axis of both
     * @return a tensor of the common shape
     * @throws IllegalArgumentException when the axis of either has another size
     */
    default Tensor cross(Tensor other, int axis) {
        Shape common = self().shape().broadcast(other.shape(), "cross");
        int last = common.axis(axis) - common.rank(); // counted from the end, it is the same axis of both
        if (last == 0 || Math.min(self().rank(), other.rank()) < -last || self().size(last) != 3 || other.size(last) != 3) {
            throw Complaint.about("cross of " + self().shape() + " and " + other.shape() + " along axis " + axis)
                    .because("both need an axis of size 3 there")
                    .hint("the axis along which the vectors lie")
                    .argument();
        }
        int[] along = {last};
        int[] one = {-1};
        int[] two = {-2};
        return self().roll(one, along).mul(other.roll(two, along))
                .sub(self().roll(two, along).mul(other.roll(one, along)));
    }

    /**
     * The distance of every row to every row of another.
     *
     * @param other {@code [..., q, m]}
     * @param p of the norm
     * @return {@code [..., p, m] x [..., q, m] -> [..., p, q]}
     */
    default Tensor cdist(Tensor other, double p) {
        return self().unsqueeze(-2).sub(other.unsqueeze(-3)).norm(p, false, -1);
    }
}
