package org.cotangent.nn.module;

import org.cotangent.Recurrence;
import org.cotangent.random.TorchGenerator;

/** Recurrent layers of Elman's cell, {@code h' = tanh(W x + b + U h + c)}, or with a rectifier. */
public final class RNN extends Recurrent {
    /**
     * One layer.
     *
     * @param in the number of inputs
     * @param hidden the number of hidden cells
     * @param generator the initial values are drawn from it
     */
    public RNN(int in, int hidden, TorchGenerator generator) {
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
    public RNN(int in, int hidden, Options options, TorchGenerator generator) {
        this(in, hidden, options, false, generator);
    }

    /**
     * Layers with any options, and a rectifier in place of the hyperbolic tangent.
     *
     * @param in the number of inputs
     * @param hidden the number of hidden cells
     * @param options layers, biases, directions
     * @param relu whether it is a rectifier
     * @param generator the initial values, and the dropout, are drawn from it
     */
    public RNN(int in, int hidden, Options options, boolean relu, TorchGenerator generator) {
        super(relu ? Recurrence.RNN_RELU : Recurrence.RNN_TANH, in, hidden, options, generator);
    }
}
