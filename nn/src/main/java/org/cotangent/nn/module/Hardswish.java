package org.cotangent.nn.module;

import org.cotangent.Tensor;

/** {@code x hardsigmoid(x)}, element by element: Howard et al., "Searching for MobileNetV3", ICCV 2019. */
public final class Hardswish extends Module {
    /** The hard swish. */
    public Hardswish() {}

    @Override
    public Tensor forward(Tensor x) {
        return x.hardswish();
    }
}
