package org.cotangent.nn.learn;

import org.cotangent.Tensor;

/** A loss for each sample of a batch by itself, which is what perturbation rules compare. */
@FunctionalInterface
public interface SampleLoss {
    /** The squared error summed over the outputs: {@code [n, k], [n, k] -> [n]}. */
    SampleLoss SQUARED_ERROR = (outputs, targets) -> outputs.sub(targets).square().sum(1);

    /**
     * Computes the losses. It is recorded.
     *
     * @param outputs what the network says, one row for each sample
     * @param targets what it should have said
     * @return [n]
     */
    Tensor forward(Tensor outputs, Tensor targets);
}
