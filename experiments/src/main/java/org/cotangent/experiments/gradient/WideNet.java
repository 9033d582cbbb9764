package org.cotangent.experiments.gradient;

import org.cotangent.Tensor;
import org.cotangent.nn.module.Linear;
import org.cotangent.nn.module.Module;
import org.cotangent.nn.module.Sequential;
import org.cotangent.nn.module.Tanh;
import org.cotangent.random.TorchGenerator;

/** The tutorial's wide network (section 3.1): one number in, one layer of tanh units, one number out. */
public final class WideNet extends Module {
    private final Sequential layers;

    /**
     * Draws the weights as PyTorch does by default.
     *
     * @param cells how many hidden units
     * @param generator where from
     */
    public WideNet(int cells, TorchGenerator generator) {
        layers = register(
                "layers",
                new Sequential(new Linear(1, cells, generator), new Tanh(), new Linear(cells, 1, generator)));
    }

    /** From {@code [N, 1]} to {@code [N, 1]}. */
    @Override
    public Tensor forward(Tensor x) {
        return layers.forward(x);
    }
}
