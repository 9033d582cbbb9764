package org.cotangent.nn.module;

import org.cotangent.Tensor;

/** {@code x} above a threshold, else a value, element by element. */
public final class Threshold extends Module {
    private final double threshold;
    private final double value;

    /**
     * With numbers of one's own.
     *
     * @param threshold x counts above it
     * @param value the result elsewhere
     */
    public Threshold(double threshold, double value) {
        this.threshold = threshold;
        this.value = value;
    }

    @Override
    public Tensor forward(Tensor x) {
        return x.threshold(threshold, value);
    }

    @Override
    protected String options() {
        return "threshold=" + PythonNumber.given(threshold) + ", value=" + PythonNumber.given(value);
    }
}
