package org.cotangent.nn.module;

import org.cotangent.Tensor;

/** {@code x sigmoid(x)}, element by element, also known as swish. */
public final class SiLU extends Module {
    /** The swish. */
    public SiLU() {}

    @Override
    public Tensor forward(Tensor x) {
        return x.silu();
    }
}
