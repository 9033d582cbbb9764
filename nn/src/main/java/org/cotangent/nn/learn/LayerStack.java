package org.cotangent.nn.learn;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.Tensor;
import org.cotangent.nn.module.Linear;
import org.cotangent.nn.module.Module;
import org.cotangent.nn.module.Sequential;
import org.cotangent.shape.Complaint;

/**
 * A network read as layers, for rules that put something between them.
 *
 * <pre>
 *   Sequential(Flatten, Linear, Sigmoid, Linear)
 *   before:    Flatten
 *   layers:             Linear, Sigmoid
 *                                        Linear
 * </pre>
 *
 * @param before what comes before the first linear map
 * @param layers first to last, one at least
 */
record LayerStack(List<Module> before, List<Layer> layers) {

    /** A linear map and the modules without parameters that follow it. */
    record Layer(Linear linear, List<Module> then) {
        /** The layer's answer to what its linear map has computed. */
        Tensor activate(Tensor x) {
            return apply(then, x);
        }

        Tensor forward(Tensor x) {
            return activate(linear.forward(x));
        }
    }

    static LayerStack of(Module network, String rule) {
        List<Module> parts = new ArrayList<>();
        flatten(network, rule, parts);
        List<Module> before = new ArrayList<>();
        List<Layer> layers = new ArrayList<>();
        List<Module> following = before;
        for (Module part : parts) {
            if (part instanceof Linear linear) {
                following = new ArrayList<>();
                layers.add(new Layer(linear, following));
            } else {
                following.add(part);
            }
        }
        if (layers.isEmpty()) {
            throw refusal(network, rule, "there is no Linear layer in it");
        }
        return new LayerStack(before, layers);
    }

    private static void flatten(Module module, String rule, List<Module> parts) {
        if (module instanceof Sequential) {
            module.namedChildren().values().forEach(part -> flatten(part, rule, parts));
        } else if (module instanceof Linear || module.parameters().isEmpty()) {
            parts.add(module);
        } else {
            throw refusal(
                    module, rule, "it has parameters and is neither a Linear nor a Sequential, so its layers are hidden");
        }
    }

    private static IllegalArgumentException refusal(Module module, String rule, String why) {
        return Complaint.about(rule + " in " + module.getClass().getSimpleName())
                .because(why)
                .hint("a Sequential of Linear layers and activations, or Backprop, which takes any module")
                .argument();
    }

    /** What the first linear map gets. */
    Tensor start(Tensor inputs) {
        return apply(before, inputs);
    }

    Tensor forward(Tensor inputs) {
        Tensor x = start(inputs);
        for (Layer layer : layers) {
            x = layer.forward(x);
        }
        return x;
    }

    private static Tensor apply(List<Module> modules, Tensor x) {
        Tensor y = x;
        for (Module module : modules) {
            y = module.forward(y);
        }
        return y;
    }
}
