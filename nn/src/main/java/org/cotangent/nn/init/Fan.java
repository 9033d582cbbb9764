package org.cotangent.nn.init;

/** Which size of a weight sets the scale of its values. */
public enum Fan {
    /** The inputs of one output: keeps the variance of activities on the way forward. */
    IN,
    /** The outputs of one input: keeps the variance of gradients on the way back. */
    OUT
}
