package org.cotangent.nn.optim;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.cotangent.Tensor;

/** What an optimizer remembers of one parameter from step to step. */
final class State {
    private final Map<String, Tensor> slots = new LinkedHashMap<>();
    private double steps;

    /** Counts a step. A double, as all that it is used for are powers; exact up to 2^53. */
    double nextStep() {
        return ++steps;
    }

    boolean has(String slot) {
        return slots.containsKey(slot);
    }

    /** A remembered tensor; made on first use, and converted when the parameter was. */
    Tensor get(String slot, Tensor parameter, UnaryOperator<Tensor> initial) {
        Tensor kept = slots.get(slot);
        if (kept == null) {
            kept = initial.apply(parameter);
        } else if (kept.dtype() != parameter.dtype()) {
            kept = kept.to(parameter.dtype());
        }
        slots.put(slot, kept);
        return kept;
    }

    /** A remembered tensor that starts as zeros. */
    Tensor get(String slot, Tensor parameter) {
        return get(slot, parameter, p -> Tensor.zeros(p.dtype(), p.shape().sizes()));
    }
}
