package org.cotangent.experiments.mlp;

import java.util.List;
import org.cotangent.Tensor;
import org.cotangent.nn.module.Activation;
import org.cotangent.nn.module.Linear;
import org.cotangent.nn.module.Module;
import org.cotangent.nn.module.Sequential;
import org.cotangent.random.TorchGenerator;

/**
 * The tutorial's general multi-layer perceptron: any number of hidden layers with one kind of activation, and inputs of any
 * shape, which it flattens to rows (coding exercise 2).
 */
public final class Net extends Module {
    private final int inputs;
    private final Sequential mlp;

    /**
     * Makes the network with PyTorch's default initialisation.
     *
     * @param activation such as {@code ReLU()} or {@code LeakyReLU(0.1)}
     * @param inputs features of a sample
     * @param hidden units of each hidden layer; none makes a linear model
     * @param outputs features of the result
     * @param generator what the weights are drawn from
     */
    public Net(String activation, int inputs, List<Integer> hidden, int outputs, TorchGenerator generator) {
        this.inputs = inputs;
        Sequential layers = new Sequential();
        int width = inputs;
        for (int i = 0; i < hidden.size(); i++) {
            layers.add("Linear_" + i, new Linear(width, hidden.get(i), generator));
            layers.add("Activation_" + i, Activation.of(activation));
            width = hidden.get(i);
        }
        layers.add("Output_Linear", new Linear(width, outputs, generator));
        mlp = register("mlp", layers);
    }

    /**
     * Applies all layers.
     *
     * @param x any shape whose number of elements is a multiple of the input features
     * @return {@code [N, outputs]}
     */
    @Override
    public Tensor forward(Tensor x) {
        return mlp.forward(x.reshape(-1, inputs));
    }
}
