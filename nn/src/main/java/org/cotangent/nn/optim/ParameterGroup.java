package org.cotangent.nn.optim;

import java.util.List;
import org.cotangent.nn.module.Parameter;

/**
 * Parameters that an optimizer moves by the same settings.
 *
 * @param <O> the settings' class
 */
public final class ParameterGroup<O extends Hyperparameters<O>> {
    private final List<Parameter> parameters;
    private O options;

    ParameterGroup(List<Parameter> parameters, O options) {
        this.parameters = List.copyOf(parameters);
        this.options = options;
    }

    /**
     * The parameters.
     *
     * @return in the order in which they were given
     */
    public List<Parameter> parameters() {
        return parameters;
    }

    /**
     * The settings that hold now.
     *
     * @return an immutable value
     */
    public O options() {
        return options;
    }

    /**
     * Replaces the settings from the next step on.
     *
     * @param newOptions the settings
     */
    public void options(O newOptions) {
        options = newOptions;
    }

    /**
     * Replaces the learning rate from the next step on.
     *
     * @param value the factor of a step
     */
    public void lr(double value) {
        options = options.lr(value);
    }
}
