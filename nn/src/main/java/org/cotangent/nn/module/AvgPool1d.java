package org.cotangent.nn.module;

import org.cotangent.Pool;
import org.cotangent.Tensor;

/** The mean of each window: {@code [N, C, L] -> [N, C, L']}, also without N. */
public final class AvgPool1d extends Module {
    private final Pool window;

    /**
     * Windows side by side.
     *
     * @param kernel the size of a window
     */
    public AvgPool1d(int kernel) {
        this(Pool.of(kernel));
    }

    /**
     * Any windows.
     *
     * @param window size, stride, padding, what is counted
     */
    public AvgPool1d(Pool window) {
        this.window = window;
    }

    @Override
    public Tensor forward(Tensor x) {
        return x.avgPool1d(window);
    }

    @Override
    protected String options() {
        int[] stride = window.stride().length == 0 ? window.kernel() : window.stride();
        return "kernel_size=" + PythonNumber.tuple(window.kernel())
                + ", stride=" + PythonNumber.tuple(stride)
                + ", padding=" + PythonNumber.tuple(window.padding());
    }
}
