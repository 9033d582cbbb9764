package org.cotangent.experiments.microlearning;

import org.cotangent.nn.module.Module;
import org.cotangent.nn.module.ReLU;
import org.cotangent.nn.module.Sigmoid;

/** What a unit makes of its input; hidden and output units are alike. */
enum Unit {
    SIGMOID,
    RELU;

    /**
     * The activation.
     *
     * @param asPublished with the tutorial's slip in the derivative of the ReLU
     */
    Module activation(boolean asPublished) {
        return this == SIGMOID ? new Sigmoid() : asPublished ? new PublishedReLU() : new ReLU();
    }
}
