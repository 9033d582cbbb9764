package org.cotangent.nn.module;

import org.cotangent.Tensor;

/** The maximum of a number of windows that cover a line evenly: {@code [N, C, L] -> [N, C, n]}, also without N. */
public final class AdaptiveMaxPool1d extends Module {
    private final int size;

    /**
     * To a size, whatever that of the input is.
     *
     * @param size n, the number of windows; -1 keeps the axis
     */
    public AdaptiveMaxPool1d(int size) {
        this.size = size;
    }

    @Override
    public Tensor forward(Tensor x) {
        return x.adaptiveMaxPool1d(size).values();
    }

    @Override
    protected String options() {
        return "output_size=" + (size < 0 ? "None" : size);
    }
}
