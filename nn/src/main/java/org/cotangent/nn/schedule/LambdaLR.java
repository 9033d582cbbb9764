package org.cotangent.nn.schedule;

import java.util.function.IntToDoubleFunction;
import org.cotangent.nn.optim.Optimizer;
import org.cotangent.nn.optim.ParameterGroup;

/** Multiplies the first rate by a function of the step: {@code lr = base f(t)}. */
public final class LambdaLR extends Schedule {
    private final IntToDoubleFunction factor;

    /**
     * A rate of any course.
     *
     * @param optimizer whose rates are set
     * @param factor the function
     */
    public LambdaLR(Optimizer<?> optimizer, IntToDoubleFunction factor) {
        super(optimizer);
        this.factor = factor;
        begin();
    }

    @Override
    double rate(ParameterGroup<?> group) {
        return base(group) * factor.applyAsDouble(epoch());
    }
}
