package org.cotangent.nn.optim;

/**
 * The settings of an optimizer: an immutable value; every setting can be replaced in a copy.
 *
 * @param <O> the class itself
 */
public interface Hyperparameters<O extends Hyperparameters<O>> {
    /**
     * The learning rate.
     *
     * @return the factor of a step
     */
    double lr();

    /**
     * These settings with another learning rate: what a schedule changes.
     *
     * @param value the factor of a step
     * @return a copy
     */
    O lr(double value);
}
