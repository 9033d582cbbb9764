package org.cotangent.nn.module;

import org.cotangent.Tensor;

/** {@code x} moved towards 0 by a distance, and 0 within it, element by element. */
public final class Softshrink extends Module {
    private final double lambda;

    /** With distance 0.5. */
    public Softshrink() {
        this(0.5);
    }

    /**
     * With a number of one's own.
     *
     * @param lambda the distance
     */
    public Softshrink(double lambda) {
        this.lambda = lambda;
    }

    @Override
    public Tensor forward(Tensor x) {
        return x.softshrink(lambda);
    }

    @Override
    protected String options() {
        return PythonNumber.of(lambda);
    }
}
