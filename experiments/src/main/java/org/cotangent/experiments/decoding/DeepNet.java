package org.cotangent.experiments.decoding;

import org.cotangent.Tensor;
import org.cotangent.nn.module.Linear;
import org.cotangent.nn.module.Module;
import org.cotangent.random.TorchGenerator;

/**
 * A network with one hidden layer and one output (section 2.1): {@code h = W_in r + b_in, y = W_out h + b_out}.
 *
 * <p>Both steps are linear, so together they are no more than a weighted sum of the responses; {@link DeepNetReLU} is.
 */
class DeepNet extends Module {
    private final Linear inLayer;
    private final Linear outLayer;

    /**
     * Makes the network with PyTorch's default initialisation.
     *
     * @param inputs the number of neurons that it reads
     * @param hidden the number of hidden units
     * @param generator what the weights are drawn from
     */
    DeepNet(int inputs, int hidden, TorchGenerator generator) {
        inLayer = register("in_layer", new Linear(inputs, hidden, generator));
        outLayer = register("out_layer", new Linear(hidden, 1, generator));
    }

    /**
     * Decodes the orientation.
     *
     * @param r [stimuli, inputs]
     * @return [stimuli, 1], degrees
     */
    @Override
    public final Tensor forward(Tensor r) {
        return outLayer.forward(hidden(r));
    }

    /** The activity of the hidden units, [stimuli, hidden]. */
    final Tensor hidden(Tensor r) {
        return activation(inLayer.forward(r));
    }

    /** What happens to the hidden layer's weighted sums: here nothing. */
    Tensor activation(Tensor sums) {
        return sums;
    }

    final Linear inLayer() {
        return inLayer;
    }

    final Linear outLayer() {
        return outLayer;
    }
}
