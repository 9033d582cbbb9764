package org.cotangent.nn.learn;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.Tensor;
import org.cotangent.kernel.DType;
import org.cotangent.nn.module.Linear;
import org.cotangent.nn.module.Module;
import org.cotangent.random.NumpyGenerator;
import org.cotangent.shape.Complaint;
import org.cotangent.shape.Shape;

/** The random matrices that carry errors back to hidden layers in place of the transposed weights. */
public final class FeedbackMatrices {
    private FeedbackMatrices() {}

    /**
     * Draws a matrix for every layer but the first, to carry its error one layer back: normal, mean 0, first layer
     * first, row by row.
     *
     * @param network a stack of linear layers
     * @param deviation of an element
     * @param generator where from
     * @return each [in, out] of its layer, of the network's type; none for a single layer
     */
    public static List<Tensor> draw(Module network, double deviation, NumpyGenerator generator) {
        List<Linear> layers = hidden(network);
        List<Tensor> drawn = new ArrayList<>();
        for (Linear layer : layers) {
            drawn.add(draw(layer.inFeatures(), layer.outFeatures(), layer, deviation, generator));
        }
        return List.copyOf(drawn);
    }

    /**
     * Draws a matrix for every layer but the first, to carry the error of the outputs to the layer before it at once.
     *
     * @param network a stack of linear layers
     * @param deviation of an element
     * @param generator where from
     * @return each [in of its layer, outputs of the network]; none for a single layer
     */
    public static List<Tensor> drawDirect(Module network, double deviation, NumpyGenerator generator) {
        List<Linear> layers = hidden(network);
        List<Tensor> drawn = new ArrayList<>();
        for (Linear layer : layers) {
            drawn.add(draw(layer.inFeatures(), layers.getLast().outFeatures(), layer, deviation, generator));
        }
        return List.copyOf(drawn);
    }

    /** The linear maps behind hidden layers: all but the first. */
    private static List<Linear> hidden(Module network) {
        return LayerStack.of(network, "feedback matrices").layers().stream()
                .skip(1)
                .map(LayerStack.Layer::linear)
                .toList();
    }

    private static Tensor draw(int rows, int columns, Linear layer, double deviation, NumpyGenerator generator) {
        DType type = layer.weight().dtype();
        return Tensor.of(generator.normal(0, deviation, rows * columns), rows, columns)
                .to(layer.weight().device())
                .to(type);
    }

    /** Refuses matrices that do not fit the network. */
    static void check(String rule, List<Tensor> given, List<Shape> wanted) {
        List<Shape> shapes = given.stream().map(Tensor::shape).toList();
        if (!shapes.equals(wanted)) {
            throw Complaint.about(rule + " with feedback " + shapes)
                    .because("this network needs " + wanted)
                    .hint("FeedbackMatrices." + (rule.startsWith("Direct") ? "drawDirect" : "draw")
                            + " for the network that is to learn")
                    .argument();
        }
    }
}
