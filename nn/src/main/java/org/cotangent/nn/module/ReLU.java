package org.cotangent.nn.module;

import org.cotangent.Tensor;

/** The rectifier {@code max(x, 0)}, element by element. */
public final class ReLU extends Module {
    @Override
    public Tensor forward(Tensor x) {
        return x.relu();
    }
}
