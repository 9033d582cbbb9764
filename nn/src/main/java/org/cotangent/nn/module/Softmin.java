package org.cotangent.nn.module;

import org.cotangent.Tensor;

/** The softmax of {@code -x} along one axis. */
public final class Softmin extends Module {
    private final int axis;

    /**
     * Along an axis.
     *
     * @param axis which; negative ones count from the end
     */
    public Softmin(int axis) {
        this.axis = axis;
    }

    @Override
    public Tensor forward(Tensor x) {
        return x.neg().softmax(axis);
    }

    @Override
    protected String options() {
        return "dim=" + axis;
    }
}
