package org.cotangent.nn.module;

import org.cotangent.Pool;
import org.cotangent.Tensor;

/** The mean of each window: {@code [N, C, H, W] -> [N, C, H', W']}, also without N. */
public final class AvgPool2d extends Module {
    private final Pool window;

    /**
     * Windows side by side.
     *
     * @param kernel the size of a window, along both axes
     */
    public AvgPool2d(int kernel) {
        this(Pool.of(kernel));
    }

    /**
     * Any windows.
     *
     * @param window size, stride, padding, what is counted
     */
    public AvgPool2d(Pool window) {
        this.window = window;
    }

    @Override
    public Tensor forward(Tensor x) {
        return x.avgPool2d(window);
    }

    @Override
    protected String options() {
        int[] stride = window.stride().length == 0 ? window.kernel() : window.stride();
        return "kernel_size=" + PythonNumber.numberOrTuple(window.kernel())
                + ", stride=" + PythonNumber.numberOrTuple(stride)
                + ", padding=" + PythonNumber.numberOrTuple(window.padding());
    }
}
