package org.cotangent.nn.module;

import org.cotangent.Tensor;

/** The logarithm of the softmax along one axis, {@code x - ln sum e^x}. */
public final class LogSoftmax extends Module {
    private final int axis;

    /**
     * Along an axis.
     *
     * @param axis which; negative ones count from the end
     */
    public LogSoftmax(int axis) {
        this.axis = axis;
    }

    @Override
    public Tensor forward(Tensor x) {
        return x.logSoftmax(axis);
    }

    @Override
    protected String options() {
        return "dim=" + axis;
    }
}
