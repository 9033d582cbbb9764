package org.cotangent.nn.schedule;

import org.cotangent.nn.optim.Optimizer;
import org.cotangent.nn.optim.ParameterGroup;

/** Multiplies the rate by a factor at every step: {@code lr = base gamma^t}. */
public final class ExponentialLR extends Schedule {
    private final double gamma;

    /**
     * A schedule that falls steadily.
     *
     * @param optimizer whose rates are set
     * @param gamma the factor
     */
    public ExponentialLR(Optimizer<?> optimizer, double gamma) {
        super(optimizer);
        this.gamma = gamma;
        begin();
    }

    @Override
    double rate(ParameterGroup<?> group) {
        return epoch() == 0 ? group.lr() : group.lr() * gamma;
    }

    @Override
    double first(ParameterGroup<?> group) {
        return base(group);
    }
}
