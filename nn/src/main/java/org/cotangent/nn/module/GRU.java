package org.cotangent.nn.module;

import org.cotangent.Recurrence;
import org.cotangent.random.TorchGenerator;

/** Layers of gated recurrent units: see {@link Recurrence#GRU}. */
public final class GRU extends Recurrent {
    /**
     * One layer.
     *
     * @param in the number of inputs
     * @param hidden the number of hidden cells
     * @param generator the initial values are drawn from it
     */
    public GRU(int in, int hidden, TorchGenerator generator) {
        this(in, hidden, Options.DEFAULT, generator);
    }

    /**
     * Layers with any options.
     *
     * @param in the number of inputs
     * @param hidden the number of hidden cells
     * @param options layers, biases, directions
     * @param generator the initial values, and the dropout, are drawn from it
     */
    public GRU(int in, int hidden, Options options, TorchGenerator generator) {
        super(Recurrence.GRU, in, hidden, options, generator);
    }
}
