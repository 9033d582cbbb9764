package org.cotangent;

import org.cotangent.shape.Complaint;

/**
 * Activation functions of {@link Tensor}, composed. At a kink each has PyTorch's gradient; the branch that is not taken
 * never turns into a NaN, because what goes into it is replaced as well.
 */
sealed interface Activations permits Tensor {
    private Tensor self() {
        return (Tensor) this;
    }

    /**
     * {@code min(max(x, 0), 6)}.
     *
     * @return a tensor of this shape
     */
    default Tensor relu6() {
        return hardtanh(0, 6);
    }

    /**
     * This between two limits; the gradient at the limits is 0.
     *
     * @param least the lower limit
     * @param most the upper limit
     * @return a tensor of this shape
     */
    default Tensor hardtanh(double least, double most) {
        Tensor x = self();
        Tensor raised = x.le(least).where(x.like(least), x);
        return raised.ge(most).where(x.like(most), raised);
    }

    /**
     * {@code x} above 0, {@code a (e^x - 1)} below.
     *
     * @param a the limit far below, negated
     * @return a tensor of this shape
     */
    default Tensor elu(double a) {
        Tensor x = self();
        return belowZero(x, 1, a);
    }

    /** x above 0, a (e^(x/width) - 1) below; at 0 itself a straight line, for there PyTorch's second derivative is 0. */
    private static Tensor belowZero(Tensor x, double width, double a) {
        Tensor negative = x.lt(0);
        Tensor curve = negative.where(x, x.like(0)).div(width).expm1().mul(a);
        return negative.where(curve, x.eq(0).where(x.mul(a / width), x));
    }

    /**
     * The self-normalising {@link #elu} (Klambauer et al. 2017).
     *
     * @return a tensor of this shape
     */
    default Tensor selu() {
        return elu(1.6732632423543772848170429916717).mul(1.0507009873554804934193349852946);
    }

    /**
     * {@code x} above 0, {@code a (e^(x/a) - 1)} below.
     *
     * @param a the limit far below, negated
     * @return a tensor of this shape
     */
    default Tensor celu(double a) {
        Tensor x = self();
        return belowZero(x, a, a);
    }

    /**
     * {@code x tanh(softplus(x))}.
     *
     * @return a tensor of this shape
     */
    default Tensor mish() {
        return self().mul(self().softplus().tanh());
    }

    /**
     * {@code ln(1 + e^(b x)) / b}, the identity where {@code b x} exceeds a threshold.
     *
     * @param beta b
     * @param threshold 20 in PyTorch
     * @return a tensor of this shape
     */
    default Tensor softplus(double beta, double threshold) {
        Tensor x = self();
        Tensor scaled = x.mul(beta);
        return scaled.gt(threshold).where(x, scaled.softplus().div(beta));
    }

    /**
     * {@code ln sigmoid(x)}.
     *
     * @return a tensor of this shape
     */
    default Tensor logsigmoid() {
        return self().neg().softplus().neg();
    }

    /**
     * {@code x / (1 + |x|)}.
     *
     * @return a tensor of this shape
     */
    default Tensor softsign() {
        return self().div(self().abs().add(1));
    }

    /**
     * {@code x - tanh x}.
     *
     * @return a tensor of this shape
     */
    default Tensor tanhshrink() {
        return self().sub(self().tanh());
    }

    /**
     * {@code min(max(x + 3, 0), 6) / 6}.
     *
     * @return a tensor of this shape
     */
    default Tensor hardsigmoid() {
        return self().add(3).hardtanh(0, 6).div(6);
    }

    /**
     * {@code x hardsigmoid(x)}.
     *
     * @return a tensor of this shape
     */
    default Tensor hardswish() {
        Tensor x = self();
        return x.lt(-3).where(x.like(0), x.le(3).where(x.mul(x.add(3)).div(6), x));
    }

    /**
     * This, or 0 within a distance of 0.
     *
     * @param distance of the dead zone
     * @return a tensor of this shape
     */
    default Tensor hardshrink(double distance) {
        Tensor x = self();
        return x.abs().le(distance).where(x.like(0), x);
    }

    /**
     * This moved towards 0 by a distance, 0 within it.
     *
     * @param distance of the dead zone
     * @return a tensor of this shape
     */
    default Tensor softshrink(double distance) {
        Tensor x = self();
        return x.gt(distance).where(x.sub(distance), x.lt(-distance).where(x.add(distance), x.mul(0)));
    }

    /**
     * This where it exceeds a threshold, a value elsewhere.
     *
     * @param threshold must be exceeded
     * @param value otherwise
     * @return a tensor of this shape
     */
    default Tensor threshold(double threshold, double value) {
        return self().le(threshold).where(self().like(value), self());
    }

    /**
     * The gated linear unit: the first half times the sigmoid of the second.
     *
     * @param axis which is cut in halves
     * @return half this size along the axis
     * @throws IllegalArgumentException when its size is odd
     */
    default Tensor glu(int axis) {
        int size = self().size(axis);
        if (size % 2 != 0) {
            throw Complaint.about("glu of " + self().shape() + " along axis " + axis)
                    .because("its size " + size + " is odd, so there are no halves")
                    .hint("an axis of even size")
                    .argument();
        }
        int half = size / 2;
        return self().narrow(axis, 0, half).mul(self().narrow(axis, half, half).sigmoid());
    }
}
