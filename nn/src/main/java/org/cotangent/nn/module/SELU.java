package org.cotangent.nn.module;

import org.cotangent.Tensor;

/** The scaled exponential linear unit, element by element: Klambauer et al., "Self-normalizing neural networks", NIPS 2017. */
public final class SELU extends Module {
    /** The self-normalising activation. */
    public SELU() {}

    @Override
    public Tensor forward(Tensor x) {
        return x.selu();
    }
}
