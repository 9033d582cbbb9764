package org.cotangent.nn.module;

import org.cotangent.Tensor;

/** The exponential linear unit, {@code x} above 0 and {@code alpha (e^x - 1)} below, element by element: Clevert et al., ICLR 2016. */
public final class ELU extends Module {
    private final double alpha;

    /** With alpha 1. */
    public ELU() {
        this(1);
    }

    /**
     * With a number of one's own.
     *
     * @param alpha minus the limit far below 0
     */
    public ELU(double alpha) {
        this.alpha = alpha;
    }

    @Override
    public Tensor forward(Tensor x) {
        return x.elu(alpha);
    }

    @Override
    protected String options() {
        return "alpha=" + PythonNumber.of(alpha);
    }
}
