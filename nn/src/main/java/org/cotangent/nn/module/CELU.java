package org.cotangent.nn.module;

import org.cotangent.Tensor;

/** The continuously differentiable exponential linear unit, {@code x} above 0 and {@code alpha (e^(x / alpha) - 1)} below, element by element: Barron, 2017. */
public final class CELU extends Module {
    private final double alpha;

    /** With alpha 1. */
    public CELU() {
        this(1);
    }

    /**
     * With a number of one's own.
     *
     * @param alpha minus the limit far below 0
     */
    public CELU(double alpha) {
        this.alpha = alpha;
    }

    @Override
    public Tensor forward(Tensor x) {
        return x.celu(alpha);
    }

    @Override
    protected String options() {
        return "alpha=" + PythonNumber.of(alpha);
    }
}
