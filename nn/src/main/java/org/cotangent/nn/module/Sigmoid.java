package org.cotangent.nn.module;

import org.cotangent.Tensor;

/** The logistic function {@code 1 / (1 + e^-x)}, element by element. */
public final class Sigmoid extends Module {
    @Override
    public Tensor forward(Tensor x) {
        return x.sigmoid();
    }
}
