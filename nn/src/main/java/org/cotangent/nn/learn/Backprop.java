package org.cotangent.nn.learn;

import org.cotangent.Tensor;
import org.cotangent.nn.module.Module;

/**
 * Backpropagation: the gradient itself.
 *
 * <p>D. Rumelhart, G. Hinton, R. Williams, "Learning representations by back-propagating errors", Nature 323, 1986.
 *
 * @param loss what is to become small
 * @param scale as a multiple of its mean
 */
public record Backprop(SampleLoss loss, Scale scale) implements LearningRule {
    /** Descends half of the squared error summed over the batch. */
    public Backprop() {
        this(SampleLoss.SQUARED_ERROR, Scale.HALF_SUM);
    }

    @Override
    public Estimate estimate(Module network, Tensor inputs, Tensor targets) {
        return new Descent(loss, scale).from(network.forward(inputs), targets, network.parameters());
    }
}
