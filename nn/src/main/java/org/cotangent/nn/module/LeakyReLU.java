package org.cotangent.nn.module;

import org.cotangent.Tensor;

/** The rectifier that leaks, {@code x} above 0 and {@code slope x} below, element by element. */
public final class LeakyReLU extends Module {
    private static final double DEFAULT_SLOPE = 0.01;

    private final double slope;

    /** With slope 0.01. */
    public LeakyReLU() {
        this(DEFAULT_SLOPE);
    }

    /**
     * With a slope.
     *
     * @param slope the derivative below 0
     */
    public LeakyReLU(double slope) {
        this.slope = slope;
    }

    @Override
    public Tensor forward(Tensor x) {
        return x.leakyRelu(slope);
    }

    @Override
    protected String options() {
        return "negative_slope=" + PythonNumber.of(slope);
    }
}
