package org.cotangent.nn.module;

import org.cotangent.Pool;
import org.cotangent.Tensor;

/** The largest element of each window: {@code [N, C, H, W] -> [N, C, H', W']}, also without N. */
public final class MaxPool2d extends Module {
    private final Pool window;

    /**
     * Windows side by side.
     *
     * @param kernel the size of a window, along both axes
     */
    public MaxPool2d(int kernel) {
        this(Pool.of(kernel));
    }

    /**
     * Any windows.
     *
     * @param window size, stride, padding, dilation
     */
    public MaxPool2d(Pool window) {
        this.window = window;
    }

    @Override
    public Tensor forward(Tensor x) {
        return x.maxPool2d(window);
    }

    @Override
    protected String options() {
        int[] stride = window.stride().length == 0 ? window.kernel() : window.stride();
        return "kernel_size=" + PythonNumber.numberOrTuple(window.kernel())
                + ", stride=" + PythonNumber.numberOrTuple(stride)
                + ", padding=" + PythonNumber.numberOrTuple(window.padding())
                + ", dilation=" + PythonNumber.numberOrTuple(window.dilation())
                + ", ceil_mode=" + PythonNumber.flag(window.ceilMode());
    }
}
