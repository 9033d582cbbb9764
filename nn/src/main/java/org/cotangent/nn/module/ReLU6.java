package org.cotangent.nn.module;

import org.cotangent.Tensor;

/** The rectifier with a ceiling, {@code min(max(x, 0), 6)}, element by element. */
public final class ReLU6 extends Module {
    /** A rectifier that stops at 6. */
    public ReLU6() {}

    @Override
    public Tensor forward(Tensor x) {
        return x.relu6();
    }
}
