package org.cotangent.nn.loss;

import org.cotangent.Tensor;

/** From an output and its target to one number: the smaller, the better. */
@FunctionalInterface
public interface Loss {
    /**
     * Computes the loss. It is recorded, so that {@code backward()} can be called on it.
     *
     * @param output what the network says
     * @param target what it should have said
     * @return a scalar
     */
    Tensor forward(Tensor output, Tensor target);
}
