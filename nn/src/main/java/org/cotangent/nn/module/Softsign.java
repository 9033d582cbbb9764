package org.cotangent.nn.module;

import org.cotangent.Tensor;

/** {@code x / (1 + |x|)}, element by element. */
public final class Softsign extends Module {
    /** The softsign. */
    public Softsign() {}

    @Override
    public Tensor forward(Tensor x) {
        return x.softsign();
    }
}
