package org.cotangent.nn.module;

import org.cotangent.Tensor;

/** The hyperbolic tangent {@code tanh x}, element by element. */
public final class Tanh extends Module {
    /** The hyperbolic tangent. */
    public Tanh() {}

    @Override
    public Tensor forward(Tensor x) {
        return x.tanh();
    }
}
