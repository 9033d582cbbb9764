package org.cotangent.nn.schedule;

import java.util.function.IntToDoubleFunction;
import org.cotangent.nn.optim.Optimizer;
import org.cotangent.nn.optim.ParameterGroup;

/** Multiplies the rate before by a function of the step: {@code lr = base f(1) f(2) ... f(t)}. */
public final class MultiplicativeLR extends Schedule {
    private final IntToDoubleFunction factor;

    /**
     * A rate that changes by given factors.
     *
     * @param optimizer whose rates are set
     * @param factor the function; it is not asked for step 0
     */
    public MultiplicativeLR(Optimizer<?> optimizer, IntToDoubleFunction factor) {
        super(optimizer);
        this.factor = factor;
        begin();
    }

    @Override
    double rate(ParameterGroup<?> group) {
        return epoch() > 0 ? group.lr() * factor.applyAsDouble(epoch()) : group.lr();
    }
}
