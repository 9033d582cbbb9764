package org.cotangent.nn.module;

import org.cotangent.Tensor;
import org.cotangent.random.TorchGenerator;

/** The network of tutorial W1D2: one hidden layer of tanh units. */
public final class WideNet extends Module {
    private final Sequential layers;

    public WideNet(int cells, TorchGenerator generator) {
        layers = register(
                "layers",
                new Sequential(new Linear(1, cells, generator), new Tanh(), new Linear(cells, 1, generator)));
    }

    @Override
    public Tensor forward(Tensor x) {
        return layers.forward(x);
    }
}
