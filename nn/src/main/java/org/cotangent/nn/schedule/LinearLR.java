package org.cotangent.nn.schedule;

import org.cotangent.nn.optim.Optimizer;
import org.cotangent.nn.optim.ParameterGroup;

/** Lets the rate grow, or fall, along a line: {@code lr = base (start + (end - start) min(t, total) / total)}. */
public final class LinearLR extends Schedule {
    private final double startFactor;
    private final double endFactor;
    private final int totalIters;

    /**
     * A rate that grows to its full size.
     *
     * @param optimizer whose rates are set
     * @param startFactor by which it is multiplied at first; a third is usual
     * @param totalIters after how many steps it has its full size
     */
    public LinearLR(Optimizer<?> optimizer, double startFactor, int totalIters) {
        this(optimizer, startFactor, 1, totalIters);
    }

    /**
     * A rate that goes from one factor to another.
     *
     * @param optimizer whose rates are set
     * @param startFactor by which it is multiplied at first, above 0, at most 1
     * @param endFactor by which it is multiplied in the end, from 0 to 1
     * @param totalIters after how many steps
     */
    public LinearLR(Optimizer<?> optimizer, double startFactor, double endFactor, int totalIters) {
        super(optimizer);
        check(
                startFactor > 0 && startFactor <= 1,
                "LinearLR",
                "startFactor " + startFactor,
                "the factor is above 0, at most 1");
        check(endFactor >= 0 && endFactor <= 1, "LinearLR", "endFactor " + endFactor, "the factor is from 0 to 1");
        this.startFactor = startFactor;
        this.endFactor = endFactor;
        this.totalIters = totalIters;
        begin();
    }

    @Override
    double rate(ParameterGroup<?> group) {
        if (epoch() == 0) {
            return group.lr() * startFactor;
        }
        if (epoch() > totalIters) {
            return group.lr();
        }
        double rise = endFactor - startFactor;
        return group.lr() * (1 + rise / (totalIters * startFactor + (epoch() - 1) * rise));
    }

    @Override
    double first(ParameterGroup<?> group) {
        return base(group) * startFactor;
    }
}
