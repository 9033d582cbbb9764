package org.cotangent.nn.optim;

import java.util.List;
import java.util.OptionalDouble;
import org.cotangent.nn.module.Parameter;
import org.cotangent.shape.Complaint;

/**
 * Parameters that an optimizer moves by the same settings.
 *
 * @param <O> the settings' class
 */
public final class ParameterGroup<O extends Hyperparameters<O>> {
    private final List<Parameter> parameters;
    private O options;
    private OptionalDouble initialLr = OptionalDouble.empty();

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
     * The learning rate that holds now.
     *
     * @return the factor of a step
     */
    public double lr() {
        return options.lr();
    }

    /**
     * Replaces the learning rate from the next step on.
     *
     * @param value the factor of a step
     */
    public void lr(double value) {
        options = options.lr(value);
    }

    /**
     * The learning rate that schedules start from: what the first schedule found.
     *
     * @return empty when there was no schedule
     */
    public OptionalDouble initialLr() {
        return initialLr;
    }

    /**
     * Replaces the learning rate that schedules start from. For schedules.
     *
     * @param value the learning rate
     */
    public void initialLr(double value) {
        initialLr = OptionalDouble.of(value);
    }

    void initialLr(OptionalDouble value) {
        initialLr = value;
    }

    /**
     * The momentum, or the first beta, that holds now.
     *
     * @return empty when the optimizer has none
     */
    public OptionalDouble momentum() {
        return options instanceof CyclableMomentum<O> cyclable
                ? OptionalDouble.of(cyclable.momentum())
                : OptionalDouble.empty();
    }

    /**
     * Replaces the momentum, or the first beta, from the next step on.
     *
     * @param value how much of the last direction is kept
     * @throws IllegalStateException when the optimizer has none
     */
    public void momentum(double value) {
        if (!(options instanceof CyclableMomentum<O> cyclable)) {
            throw Complaint.about("momentum " + value + " of a parameter group")
                    .because("its optimizer has none; its settings are " + options)
                    .hint("SGD, RMSprop or a kind of Adam, or a schedule that leaves the momentum alone")
                    .state();
        }
        options = cyclable.momentum(value);
    }
}
