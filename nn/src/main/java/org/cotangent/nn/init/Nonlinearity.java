package org.cotangent.nn.init;

/** What follows a layer, and so by which factor its weights should be larger than those of a linear network. */
public enum Nonlinearity {
    /** Nothing, or a linear layer or convolution. */
    LINEAR,
    /** The logistic function. */
    SIGMOID,
    /** The hyperbolic tangent. */
    TANH,
    /** {@code max(0, x)}. */
    RELU,
    /** {@code max(a x, x)}. */
    LEAKY_RELU,
    /** The scaled exponential unit. */
    SELU
}
