package org.cotangent.nn.module;

import org.cotangent.Tensor;

/** Makes one axis of several: {@code [N, a, b] -> [N, a b]} unless other axes are given. */
public final class Flatten extends Module {
    private final int start;
    private final int end;

    /** All axes but the first. */
    public Flatten() {
        this(1, -1);
    }

    /**
     * A range of axes.
     *
     * @param start the first axis that is merged
     * @param end the last one; negative ones count from the end
     */
    public Flatten(int start, int end) {
        this.start = start;
        this.end = end;
    }

    @Override
    public Tensor forward(Tensor x) {
        return x.flatten(start, end);
    }

    @Override
    protected String options() {
        return "start_dim=" + start + ", end_dim=" + end;
    }
}
