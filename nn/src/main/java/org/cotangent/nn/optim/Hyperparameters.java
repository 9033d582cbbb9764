package org.cotangent.nn.optim;

import java.util.SortedMap;

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

    /**
     * All settings under PyTorch's names and as Python writes them, also those that have no meaning here and stand at
     * PyTorch's default.
     *
     * @return such as {@code {betas=(0.9, 0.999), eps=1e-08, ...}}
     */
    SortedMap<String, String> settings();
}
