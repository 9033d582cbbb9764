package org.cotangent.nn.module;

import org.cotangent.Tensor;

/** {@code x} limited to a range, element by element. */
public final class Hardtanh extends Module {
    private final double min;
    private final double max;

    /** From -1 to 1. */
    public Hardtanh() {
        this(-1, 1);
    }

    /**
     * With numbers of one's own.
     *
     * @param min the smallest result
     * @param max the largest result
     */
    public Hardtanh(double min, double max) {
        this.min = min;
        this.max = max;
    }

    @Override
    public Tensor forward(Tensor x) {
        return x.hardtanh(min, max);
    }

    @Override
    protected String options() {
        return "min_val=" + PythonNumber.of(min) + ", max_val=" + PythonNumber.of(max);
    }
}
