package org.cotangent.nn.schedule;

import org.cotangent.nn.optim.Optimizer;
import org.cotangent.nn.optim.ParameterGroup;

/** Multiplies the rate by a factor every few steps: {@code lr = base gamma^floor(t / stepSize)}. */
public final class StepLR extends Schedule {
    private final int stepSize;
    private final double gamma;

    /**
     * A schedule that falls by a factor of 10.
     *
     * @param optimizer whose rates are set
     * @param stepSize after how many steps
     */
    public StepLR(Optimizer<?> optimizer, int stepSize) {
        this(optimizer, stepSize, 0.1);
    }

    /**
     * A schedule that falls by any factor.
     *
     * @param optimizer whose rates are set
     * @param stepSize after how many steps, 1 or more
     * @param gamma the factor
     */
    public StepLR(Optimizer<?> optimizer, int stepSize, double gamma) {
        super(optimizer);
        check(stepSize > 0, "StepLR", "stepSize " + stepSize, "the rate changes every one step or more");
        this.stepSize = stepSize;
        this.gamma = gamma;
        begin();
    }

    @Override
    double rate(ParameterGroup<?> group) {
        return epoch() == 0 || epoch() % stepSize != 0 ? group.lr() : group.lr() * gamma;
    }

    @Override
    double first(ParameterGroup<?> group) {
        return base(group);
    }
}
