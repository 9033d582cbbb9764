package org.cotangent.nn.module;

import org.cotangent.Recurrence;
import org.cotangent.random.TorchGenerator;

/** One step of Elman's cell: see {@link Recurrence#RNN_TANH}. */
public final class RNNCell extends RecurrentCell {
    /**
     * A cell with biases.
     *
     * @param in the number of inputs
     * @param hidden the number of hidden cells
     * @param generator the initial values are drawn from it
     */
    public RNNCell(int in, int hidden, TorchGenerator generator) {
        this(in, hidden, true, false, generator);
    }

    /**
     * A cell with or without biases.
     *
     * @param in the number of inputs
     * @param hidden the number of hidden cells
     * @param bias whether there are biases
     * @param relu whether there is a rectifier in place of the hyperbolic tangent
     * @param generator the initial values are drawn from it
     */
    public RNNCell(int in, int hidden, boolean bias, boolean relu, TorchGenerator generator) {
        super(relu ? Recurrence.RNN_RELU : Recurrence.RNN_TANH, in, hidden, bias, generator);
    }
}
