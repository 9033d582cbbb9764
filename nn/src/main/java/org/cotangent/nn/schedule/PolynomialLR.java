package org.cotangent.nn.schedule;

import org.cotangent.nn.optim.Optimizer;
import org.cotangent.nn.optim.ParameterGroup;

/** Lets the rate fall to 0 along a power: {@code lr = base (1 - min(t, total) / total)^power}. */
public final class PolynomialLR extends Schedule {
    private final int totalIters;
    private final double power;

    /**
     * A rate that falls to 0.
     *
     * @param optimizer whose rates are set
     * @param totalIters after how many steps
     * @param power 1 for a line
     */
    public PolynomialLR(Optimizer<?> optimizer, int totalIters, double power) {
        super(optimizer);
        check(totalIters > 0, "PolynomialLR", "totalIters " + totalIters, "there must be one step at least");
        this.totalIters = totalIters;
        this.power = power;
        begin();
    }

    @Override
    double rate(ParameterGroup<?> group) {
        if (epoch() == 0 || epoch() > totalIters) {
            return group.lr();
        }
        double left = 1 - (double) epoch() / totalIters;
        double before = 1 - (double) (epoch() - 1) / totalIters;
        return group.lr() * Math.pow(left / before, power);
    }

    @Override
    double first(ParameterGroup<?> group) {
        return base(group);
    }
}
