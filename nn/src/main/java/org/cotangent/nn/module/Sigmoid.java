package org.cotangent.nn.module;

import org.cotangent.Tensor;

/** The logistic function {@code 1 / (1 + e^-x)}, element by element. */
public final class Sigmoid extends Module {
    /** The logistic function. */
    public Sigmoid() {}

    @Override
    public Tensor forward(Tensor x) {
        return x.sigmoid();
    }
}
