package org.cotangent.experiments.decoding;

import org.cotangent.Tensor;
import org.cotangent.random.TorchGenerator;

/** Coding exercise 2.2: the hidden units are rectified, {@code h = max(0, W_in r + b_in)}. */
final class DeepNetReLU extends DeepNet {

    /** As {@link DeepNet}, from the same draws. */
    DeepNetReLU(int inputs, int hidden, TorchGenerator generator) {
        super(inputs, hidden, generator);
    }

    @Override
    Tensor activation(Tensor sums) {
        return sums.relu();
    }
}
