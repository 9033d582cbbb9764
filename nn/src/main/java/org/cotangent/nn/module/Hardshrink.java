package org.cotangent.nn.module;

import org.cotangent.Tensor;

/** {@code x} where {@code |x|} exceeds a distance, else 0, element by element. */
public final class Hardshrink extends Module {
    private final double lambda;

    /** With distance 0.5. */
    public Hardshrink() {
        this(0.5);
    }

    /**
     * With a number of one's own.
     *
     * @param lambda the distance
     */
    public Hardshrink(double lambda) {
        this.lambda = lambda;
    }

    @Override
    public Tensor forward(Tensor x) {
        return x.hardshrink(lambda);
    }

    @Override
    protected String options() {
        return PythonNumber.of(lambda);
    }
}
