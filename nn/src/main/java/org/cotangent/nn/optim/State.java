package org.cotangent.nn.optim;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.cotangent.Tensor;
import org.cotangent.kernel.DType;

/** What an optimizer remembers of one parameter from step to step, under PyTorch's names. */
final class State {
    private static final String STEP = "step";

    /** What {@link #number} is used for. */
    private static final Set<String> NUMBERS = Set.of("mu_product", "eta", "mu");

    private final SequencedMap<String, Tensor> slots = new LinkedHashMap<>();
    private final SequencedMap<String, Float> numbers = new LinkedHashMap<>();
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
        Tensor known = slots.get(slot);
        if (known != null && known.dtype() == parameter.dtype() && known.device() == parameter.device()) {
            return known;
        }
        Tensor kept = known == null ? initial.apply(parameter) : known.to(parameter.dtype());
        kept = kept.to(parameter.device()).keep();
        slots.put(slot, kept);
        return kept;
    }

    /** A remembered tensor that starts as zeros. */
    Tensor get(String slot, Tensor parameter) {
        return get(slot, parameter, 0);
    }

    /** A remembered tensor that starts with one value everywhere. */
    Tensor get(String slot, Tensor parameter, double initial) {
        return get(slot, parameter, p -> Tensor.full(initial, p.dtype(), p.shape().sizes()));
    }

    /** A remembered number. PyTorch keeps it as a float32 tensor, whatever the type of the parameter. */
    float number(String name, double initial) {
        return numbers.getOrDefault(name, (float) initial);
    }

    void keep(String name, float value) {
        numbers.put(name, value);
    }

    /** Copies of everything; numbers are tensors of shape [], the count of steps is int64. */
    SequencedMap<String, Tensor> copy() {
        SequencedMap<String, Tensor> copy = new LinkedHashMap<>();
        if (steps > 0) {
            copy.put(STEP, Tensor.scalar(steps, DType.INT64));
        }
        numbers.forEach((name, value) -> copy.put(name, Tensor.scalar(value)));
        slots.forEach((name, value) -> copy.put(name, value.clone()));
        return copy;
    }

    /** Takes over copies, in the place of what was remembered. */
    void replace(Map<String, Tensor> kept) {
        slots.clear();
        numbers.clear();
        steps = 0;
        kept.forEach((name, value) -> {
            if (name.equals(STEP)) {
                steps = value.item();
            } else if (NUMBERS.contains(name)) {
                numbers.put(name, (float) value.item());
            } else {
                slots.put(name, value.clone().keep());
            }
        });
    }
}
