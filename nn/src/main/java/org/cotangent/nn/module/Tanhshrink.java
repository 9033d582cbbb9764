package org.cotangent.nn.module;

import org.cotangent.Tensor;

/** {@code x - tanh x}, element by element. */
public final class Tanhshrink extends Module {
    /** The tanhshrink. */
    public Tanhshrink() {}

    @Override
    public Tensor forward(Tensor x) {
        return x.tanhshrink();
    }
}
