package org.cotangent;

/** What an operation's rule needs from the forward pass, and so what the graph keeps alive until backward. */
public enum Keep {
    /** Nothing but shapes: sums, views. */
    NOTHING(false, false),
    /** The inputs: a product needs the other factor. */
    INPUTS(true, false),
    /** The output: the derivative of e^x is what was computed. */
    OUTPUT(false, true),
    /** Inputs and output. */
    BOTH(true, true);

    private final boolean inputs;
    private final boolean output;

    Keep(boolean inputs, boolean output) {
        this.inputs = inputs;
        this.output = output;
    }

    /**
     * Whether the inputs are kept.
     *
     * @return true for INPUTS and BOTH
     */
    public boolean inputs() {
        return inputs;
    }

    /**
     * Whether the output is kept.
     *
     * @return true for OUTPUT and BOTH
     */
    public boolean output() {
        return output;
    }
}
