package org.cotangent.nn.module;

import org.cotangent.Tensor;
import org.cotangent.random.TorchGenerator;

/** The network of tutorial W1D3: any number of hidden layers with an activation that is given by name. */
final class Net extends Module {
    private final Sequential mlp = register("mlp", new Sequential());

    Net(String activation, int in, int[] hidden, int out, TorchGenerator generator) {
        int width = in;
        for (int i = 0; i < hidden.length; i++) {
            mlp.add("Linear_" + i, new Linear(width, hidden[i], generator));
            mlp.add("Activation_" + i, Activation.of(activation));
            width = hidden[i];
        }
        mlp.add("Output_Linear", new Linear(width, out, generator));
    }

    @Override
    public Tensor forward(Tensor x) {
        return mlp.forward(x.reshape(x.shape().size(0), -1));
    }
}
