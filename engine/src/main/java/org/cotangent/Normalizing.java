package org.cotangent;

import org.cotangent.kernel.Backend;
import org.cotangent.kernel.NdArray;

/** The softmax family of {@link Tensor}: computed from x - max x, so that nothing overflows. */
sealed interface Normalizing permits Tensor {
    private Tensor self() {
        return (Tensor) this;
    }

    /** The softmax along the last axis. */
    record Softmax() implements Op {
        static final Entry ENTRY = Entry.exact(
                "softmax",
                "y = e^x / sum e^x",
                Example.of("rows", Domain.real(3, 4), x -> x.softmax(-1)),
                Example.of("columns", Domain.real(3, 4), x -> x.softmax(0)),
                Example.of("one class", Domain.real(3, 1), x -> x.softmax(1)));

        @Override
        public Entry entry() {
            return ENTRY;
        }

        @Override
        public NdArray forward(Backend backend, NdArray[] in) {
            return backend.softmax(in[0], false);
        }

        @Override
        public Keep keeps() {
            return Keep.OUTPUT;
        }

        @Override
        public Tensor gradient(int input, Tensor g, Node at) {
            Tensor y = at.output();
            return y.mul(g.sub(g.mul(y).sum(true, -1)));
        }
    }

    /** The logarithm of the softmax along the last axis. */
    record LogSoftmax() implements Op {
        static final Entry ENTRY = Entry.exact(
                "logSoftmax",
                "y = x - ln sum e^x",
                Example.of("rows", Domain.real(3, 4), x -> x.logSoftmax(-1)),
                Example.of("columns", Domain.real(3, 4), x -> x.logSoftmax(0)));

        @Override
        public Entry entry() {
            return ENTRY;
        }

        @Override
        public NdArray forward(Backend backend, NdArray[] in) {
            return backend.softmax(in[0], true);
        }

        @Override
        public Keep keeps() {
            return Keep.OUTPUT;
        }

        @Override
        public Tensor gradient(int input, Tensor g, Node at) {
            return Tensor.apply(new LogSoftmaxGrad(), g, at.output());
        }
    }

    /**
     * How a gradient goes back through {@link LogSoftmax}. Fused, because the rows of a classifier are short: one after the
     * other, its three operations took three times as long.
     */
    record LogSoftmaxGrad() implements Op {
        static final Entry ENTRY = Entry.exact(
                "logSoftmaxGrad",
                "z = g - e^y sum g",
                Example.of("rows", Domain.real(3, 4), Domain.real(3, 4), (g, y) ->
                        Tensor.apply(new LogSoftmaxGrad(), g, y)),
                Example.of("long rows", Domain.real(2, 40), Domain.real(2, 40), (g, y) ->
                        Tensor.apply(new LogSoftmaxGrad(), g, y)));

        @Override
        public Entry entry() {
            return ENTRY;
        }

        @Override
        public NdArray forward(Backend backend, NdArray[] in) {
            return OnDevices.fused(in, () -> backend.logSoftmaxGrad(in[0], in[1]), () -> {
                Tensor g = Tensor.of(in[0]);
                return g.sub(Tensor.of(in[1]).exp().mul(g.sum(true, -1)));
            });
        }

        @Override
        public Keep keeps() {
            return Keep.INPUTS;
        }

        @Override
        public Tensor gradient(int input, Tensor u, Node at) {
            Tensor weighted = u.mul(at.input(1).exp());
            return input == 0
                    ? u.sub(weighted.sum(true, -1))
                    : weighted.mul(at.input(0).sum(true, -1)).neg();
        }
    }

    /** The entry of {@link #softmax(int)}. */
    Entry SOFTMAX = Softmax.ENTRY;

    /** The entry of {@link #logSoftmax(int)}. */
    Entry LOG_SOFTMAX = LogSoftmax.ENTRY;

    /** The entry of the gradient of {@link #logSoftmax(int)}. */
    Entry LOG_SOFTMAX_GRAD = LogSoftmaxGrad.ENTRY;

    /**
     * The softmax {@code e^x / sum e^x} along an axis.
     *
     * @param axis along which the results sum to 1
     * @return a tensor of this shape
     */
    default Tensor softmax(int axis) {
        return alongLast(new Softmax(), axis);
    }

    /**
     * The logarithm of the softmax, {@code x - ln sum e^x}.
     *
     * @param axis along which
     * @return a tensor of this shape
     */
    default Tensor logSoftmax(int axis) {
        return alongLast(new LogSoftmax(), axis);
    }

    private Tensor alongLast(Op op, int axis) {
        Tensor x = self().toFloating();
        int rank = x.shape().rank();
        int along = x.shape().axis(axis);
        if (rank == 0) {
            return Tensor.apply(op, x.unsqueeze(0)).squeeze(0);
        }
        return along == rank - 1
                ? Tensor.apply(op, x)
                : Tensor.apply(op, x.transpose(along, -1)).transpose(along, -1);
    }

    /**
     * {@code ln sum e^x} along some axes, without overflow.
     *
     * @param axes along which; none for all
     * @return without these axes
     */
    default Tensor logSumExp(int... axes) {
        return logSumExp(false, axes);
    }

    /**
     * {@code ln sum e^x} along some axes, without overflow.
     *
     * @param keepDim whether these axes stay with size 1
     * @param axes along which; none for all
     * @return the logarithms
     */
    default Tensor logSumExp(boolean keepDim, int... axes) {
        Tensor x = self().toFloating();
        Tensor max = x.detach().amax(true, axes);
        // An infinite maximum would give inf - inf.
        Tensor shift = max.abs().eq(Double.POSITIVE_INFINITY).where(max.like(0), max);
        Tensor kept = x.sub(shift).exp().sum(true, axes).log().add(shift);
        return keepDim ? kept : kept.reshape(x.detach().sum(axes).shape().sizes());
    }
}
