package org.cotangent.experiments.microlearning;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.Autograd;
import org.cotangent.Tensor;
import org.cotangent.kernel.DType;
import org.cotangent.nn.module.Linear;
import org.cotangent.nn.module.Module;
import org.cotangent.nn.module.Parameter;
import org.cotangent.nn.module.Sequential;
import org.cotangent.random.NumpyGenerator;
import org.cotangent.random.TorchGenerator;

/**
 * The tutorial's perceptron with its draws: a matrix [out, in + 1] for each layer, normal with mean 0, whose last column is
 * the bias.
 *
 * @param layers linear maps with an activation after each, the last one too; float64
 */
record Network(Sequential layers) {

    static Network draw(List<Integer> widths, double sigma, Unit unit, boolean asPublished, NumpyGenerator generator) {
        Sequential layers = new Sequential();
        for (int i = 1; i < widths.size(); i++) {
            layers.add(linear(widths.get(i - 1), widths.get(i), sigma, generator));
            layers.add(unit.activation(asPublished));
        }
        return new Network(layers);
    }

    private static Linear linear(int in, int out, double sigma, NumpyGenerator generator) {
        Linear linear = new Linear(in, out, new TorchGenerator(0)); // its own draws are overwritten
        linear.to(DType.FLOAT64);
        Tensor drawn = Tensor.of(generator.normal(0, sigma, out * (in + 1)), out, in + 1);
        Parameter bias = linear.bias();
        Autograd.noGrad(() -> {
            linear.weight().value().copyFrom(drawn.narrow(1, 0, in));
            if (bias != null) {
                bias.value().copyFrom(drawn.select(1, in));
            }
        });
        return linear;
    }

    Tensor outputs(Tensor inputs) {
        return Autograd.noGrad(() -> layers.forward(inputs));
    }

    /** Weights and biases of the hidden layers: all but the last layer's. */
    List<Parameter> hidden() {
        List<Parameter> found = new ArrayList<>();
        List<Module> linears =
                layers.modules().stream().filter(part -> part instanceof Linear).toList();
        linears.subList(0, Math.max(1, linears.size() - 1)).forEach(part -> found.addAll(part.parameters()));
        return found;
    }
}
