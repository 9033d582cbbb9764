package org.cotangent.nn.module;

import org.cotangent.Tensor;

/** The softmax along one axis, {@code e^x / sum e^x}: positive numbers that add up to 1. */
public final class Softmax extends Module {
    private final int axis;

    /**
     * Along an axis.
     *
     * @param axis which; negative ones count from the end
     */
    public Softmax(int axis) {
        this.axis = axis;
    }

    @Override
    public Tensor forward(Tensor x) {
        return x.softmax(axis);
    }

    @Override
    protected String options() {
        return "dim=" + axis;
    }
}
