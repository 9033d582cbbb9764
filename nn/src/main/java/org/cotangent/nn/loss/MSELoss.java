package org.cotangent.nn.loss;

import org.cotangent.Tensor;

/** The mean squared error {@code mean (output - target)^2} over all elements of two tensors of one shape. */
public final class MSELoss implements Loss {
    @Override
    public Tensor forward(Tensor output, Tensor target) {
        return output.mse(target);
    }

    @Override
    public String toString() {
        return "MSELoss()";
    }
}
