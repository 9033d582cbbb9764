package org.cotangent.nn.module;

import org.cotangent.Tensor;

/** {@code x - tanh x}, element by element. */
public final class Tanhshrink extends Module {
    @Override
    public Tensor forward(Tensor x) {
        return x.tanhshrink();
    }
}
