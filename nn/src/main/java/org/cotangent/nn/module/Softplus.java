package org.cotangent.nn.module;

import org.cotangent.Tensor;

/** A smooth rectifier, {@code ln(1 + e^(beta x)) / beta}, element by element. */
public final class Softplus extends Module {
    private final double beta;
    private final double threshold;

    /** With beta 1 and threshold 20. */
    public Softplus() {
        this(1, 20);
    }

    /**
     * With numbers of one's own.
     *
     * @param beta how sharp its bend is
     * @param threshold where {@code beta x} exceeds it, the result is x
     */
    public Softplus(double beta, double threshold) {
        this.beta = beta;
        this.threshold = threshold;
    }

    @Override
    public Tensor forward(Tensor x) {
        return x.softplus(beta, threshold);
    }

    @Override
    protected String options() {
        return "beta=" + PythonNumber.given(beta) + ", threshold=" + PythonNumber.given(threshold);
    }
}
