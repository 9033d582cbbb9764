package org.cotangent.nn.module;

import org.cotangent.Tensor;

/** The gated linear unit: one half of an axis times the sigmoid of the other. Dauphin et al., "Language modeling with gated convolutional networks", ICML 2017. */
public final class GLU extends Module {
    private final int axis;

    /** Along the last axis. */
    public GLU() {
        this(-1);
    }

    /**
     * Along an axis.
     *
     * @param axis which; negative ones count from the end
     */
    public GLU(int axis) {
        this.axis = axis;
    }

    @Override
    public Tensor forward(Tensor x) {
        return x.glu(axis);
    }

    @Override
    protected String options() {
        return "dim=" + axis;
    }
}
