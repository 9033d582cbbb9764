package org.cotangent.nn.module;

import org.cotangent.Recurrence;
import org.cotangent.random.TorchGenerator;

/** One step of a gated recurrent unit: see {@link Recurrence#GRU}. */
public final class GRUCell extends RecurrentCell {
    /**
     * A cell with biases.
     *
     * @param in the number of inputs
     * @param hidden the number of hidden cells
     * @param generator the initial values are drawn from it
     */
    public GRUCell(int in, int hidden, TorchGenerator generator) {
        this(in, hidden, true, generator);
    }

    /**
     * A cell with or without biases.
     *
     * @param in the number of inputs
     * @param hidden the number of hidden cells
     * @param bias whether there are biases
     * @param generator the initial values are drawn from it
     */
    public GRUCell(int in, int hidden, boolean bias, TorchGenerator generator) {
        super(Recurrence.GRU, in, hidden, bias, generator);
    }
}
