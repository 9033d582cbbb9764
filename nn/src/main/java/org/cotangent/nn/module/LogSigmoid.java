package org.cotangent.nn.module;

import org.cotangent.Tensor;

/** The logarithm of the logistic function, {@code -ln(1 + e^-x)}, element by element. */
public final class LogSigmoid extends Module {
    /** The logarithm of the sigmoid. */
    public LogSigmoid() {}

    @Override
    public Tensor forward(Tensor x) {
        return x.logsigmoid();
    }
}
