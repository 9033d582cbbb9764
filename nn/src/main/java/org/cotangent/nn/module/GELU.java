package org.cotangent.nn.module;

import org.cotangent.Tensor;

/**
 * The Gaussian error linear unit {@code x P(x)}, P the normal distribution, element by element: Hendrycks and Gimpel, 2016.
 */
public final class GELU extends Module {
    private final boolean tanh;

    /** The exact one. */
    public GELU() {
        this(false);
    }

    /**
     * The exact one, or its approximation by a hyperbolic tangent.
     *
     * @param tanh whether it is the approximation
     */
    public GELU(boolean tanh) {
        this.tanh = tanh;
    }

    @Override
    public Tensor forward(Tensor x) {
        return tanh ? x.geluTanh() : x.gelu();
    }

    @Override
    protected String options() {
        return "approximate='" + (tanh ? "tanh" : "none") + "'";
    }
}
