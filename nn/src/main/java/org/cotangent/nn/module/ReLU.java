package org.cotangent.nn.module;

import org.cotangent.Tensor;

/** The rectifier {@code max(x, 0)}, element by element. */
public final class ReLU extends Module {
    private final boolean inplace;

    /** A rectifier. */
    public ReLU() {
        this(false);
    }

    /**
     * A rectifier that is printed as PyTorch prints one that overwrites its input. Here a tensor is a value, and nothing
     * is overwritten.
     *
     * @param inplace whether it is so printed
     */
    public ReLU(boolean inplace) {
        this.inplace = inplace;
    }

    @Override
    public Tensor forward(Tensor x) {
        return x.relu();
    }

    @Override
    protected String options() {
        return inplace ? "inplace=True" : "";
    }
}
