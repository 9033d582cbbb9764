package org.cotangent.nn.schedule;

import java.util.Arrays;
import org.cotangent.nn.optim.Optimizer;
import org.cotangent.nn.optim.ParameterGroup;

/** Multiplies the rate by a factor at given steps, at one that is given twice by its square. */
public final class MultiStepLR extends Schedule {
    private final int[] milestones;
    private final double gamma;

    /**
     * A schedule that falls at given steps.
     *
     * @param optimizer whose rates are set
     * @param gamma the factor; 0.1 is usual
     * @param milestones the steps
     */
    public MultiStepLR(Optimizer<?> optimizer, double gamma, int... milestones) {
        super(optimizer);
        this.milestones = milestones.clone();
        this.gamma = gamma;
        begin();
    }

    @Override
    double rate(ParameterGroup<?> group) {
        double count = Arrays.stream(milestones).filter(milestone -> milestone == epoch()).count();
        return count == 0 ? group.lr() : group.lr() * Math.pow(gamma, count);
    }

    @Override
    double first(ParameterGroup<?> group) {
        double count = Arrays.stream(milestones).filter(milestone -> milestone <= 0).count();
        return base(group) * Math.pow(gamma, count);
    }
}
