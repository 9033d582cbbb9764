package org.cotangent.nn.module;

import org.cotangent.Tensor;

/** {@code x tanh(softplus(x))}, element by element: Misra, "Mish: a self regularized non-monotonic activation function", 2019. */
public final class Mish extends Module {
    /** The Mish activation. */
    public Mish() {}

    @Override
    public Tensor forward(Tensor x) {
        return x.mish();
    }
}
