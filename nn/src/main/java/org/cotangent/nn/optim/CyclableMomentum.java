package org.cotangent.nn.optim;

/**
 * Settings with a momentum, which a schedule can lower while it raises the learning rate.
 *
 * @param <O> the class itself
 */
public interface CyclableMomentum<O extends Hyperparameters<O>> extends Hyperparameters<O> {
    /**
     * How much of the last direction is kept: the momentum, or the first of two betas.
     *
     * @return from 0
     */
    double momentum();

    /**
     * These settings with another momentum.
     *
     * @param value how much of the last direction is kept
     * @return a copy
     */
    O momentum(double value);
}
