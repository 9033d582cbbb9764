package org.cotangent.nn.optim;

import java.util.List;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import org.cotangent.Tensor;

/**
 * All that an optimizer needs to go on where it was: the settings of its groups, and what it remembers of every parameter.
 *
 * @param groups one for each parameter group
 * @param slots one for each parameter, group after group: tensors under PyTorch's names, such as {@code exp_avg}; numbers
 *     are tensors of shape [], and {@code step}, the count of steps, is an int64
 * @param <O> the settings' class
 */
public record OptimizerState<O extends Hyperparameters<O>>(
        List<Group<O>> groups, List<SequencedMap<String, Tensor>> slots) {
    /**
     * The settings of one group.
     *
     * @param parameters how many parameters it has
     * @param options the settings that hold now
     * @param initialLr what schedules start from; empty when there was none
     * @param <O> the settings' class
     */
    public record Group<O extends Hyperparameters<O>>(int parameters, O options, OptionalDouble initialLr) {}

    /** Makes the lists unmodifiable. */
    public OptimizerState {
        groups = List.copyOf(groups);
        slots = List.copyOf(slots);
    }
}
