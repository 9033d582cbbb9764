package org.cotangent.nn.schedule;

import org.cotangent.nn.optim.Optimizer;
import org.cotangent.nn.optim.ParameterGroup;

/** Keeps the rate lower for a number of steps, and then lets it be what it was. */
public final class ConstantLR extends Schedule {
    private final double factor;
    private final int totalIters;

    /**
     * A rate that is lower at first.
     *
     * @param optimizer whose rates are set
     * @param factor by which it is multiplied, above 0, at most 1; a third is usual
     * @param totalIters for how many steps
     */
    public ConstantLR(Optimizer<?> optimizer, double factor, int totalIters) {
        super(optimizer);
        check(factor > 0 && factor <= 1, "ConstantLR", "factor " + factor, "the factor is above 0, at most 1");
        this.factor = factor;
        this.totalIters = totalIters;
        begin();
    }

    @Override
    double rate(ParameterGroup<?> group) {
        if (epoch() == 0) {
            return group.lr() * factor;
        }
        return epoch() == totalIters ? group.lr() * (1 / factor) : group.lr();
    }

    @Override
    double first(ParameterGroup<?> group) {
        return base(group) * (factor + (totalIters <= 0 ? 1 - factor : 0));
    }
}
