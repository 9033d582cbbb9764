package org.cotangent.nn.learn;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.CustomOp;
import org.cotangent.Tensor;
import org.cotangent.nn.module.Linear;
import org.cotangent.nn.module.Module;
import org.cotangent.shape.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Direct feedback alignment: the error of the outputs reaches every hidden layer at once, each through a fixed random
 * matrix.
 *
 * <p>With e the gradient of the last linear map's result, the activity of hidden layer k gets {@code e B_k'}; between
 * hidden layers nothing goes back. In the graph it is the last map that does it: an operation that also takes the
 * hidden activities, does not use them, and sends each its surrogate gradient. With one hidden layer it is {@link
 * FeedbackAlignment}. A. Nøkland, "Direct feedback alignment provides learning in deep neural networks", NIPS 2016.
 *
 * @param feedback B for every hidden layer, each [size of the layer, outputs of the network]
 * @param loss what is to become small
 * @param scale as a multiple of its mean
 */
public record DirectFeedbackAlignment(List<Tensor> feedback, SampleLoss loss, Scale scale) implements LearningRule {
    /** Keeps the list. */
    public DirectFeedbackAlignment {
        feedback = List.copyOf(feedback);
    }

    /**
     * Descends half of the squared error summed over the batch.
     *
     * @param feedback B for every hidden layer, as {@link FeedbackMatrices#drawDirect} draws them
     */
    public DirectFeedbackAlignment(List<Tensor> feedback) {
        this(feedback, SampleLoss.SQUARED_ERROR, Scale.HALF_SUM);
    }

    @Override
    public Estimate estimate(Module network, Tensor inputs, Tensor targets) {
        LayerStack stack = LayerStack.of(network, "DirectFeedbackAlignment");
        List<LayerStack.Layer> layers = stack.layers();
        int outputs = layers.getLast().linear().outFeatures();
        FeedbackMatrices.check(
                "DirectFeedbackAlignment",
                feedback,
                layers.stream()
                        .skip(1)
                        .map(layer -> Shape.of(layer.linear().inFeatures(), outputs))
                        .toList());
        List<Tensor> activities = new ArrayList<>();
        Tensor x = stack.start(inputs);
        for (LayerStack.Layer layer : layers.subList(0, layers.size() - 1)) {
            Tensor activity = layer.forward(x);
            activities.add(activity);
            x = activity.detach();
        }
        LayerStack.Layer last = layers.getLast();
        Tensor out = last.activate(linear(x, last.linear(), activities));
        return new Descent(loss, scale).from(out, targets, network.parameters());
    }

    /** The last map; its inputs are x, W, the hidden activities and, where there is one, b. */
    private Tensor linear(Tensor x, Linear map, List<Tensor> activities) {
        List<Tensor> inputs = new ArrayList<>(List.of(x, map.weight().value()));
        inputs.addAll(activities);
        if (map.bias() != null) {
            inputs.add(map.bias().value());
        }
        int bias = 2 + activities.size();
        return CustomOp.of(
                        "directFeedback",
                        in -> in.size() == bias
                                ? in.get(0).linear(in.get(1))
                                : in.get(0).linear(in.get(1), in.get(bias)),
                        (input, g, in, y) -> rule(input, bias, g, in))
                .surrogate()
                .apply(inputs.toArray(new Tensor[0]));
    }

    private @Nullable Tensor rule(int input, int bias, Tensor g, List<Tensor> in) {
        if (input == 0) {
            return null;
        }
        if (input == 1) {
            return g.t().matmul(in.get(0));
        }
        return input == bias ? g : g.matmul(feedback.get(input - 2).t());
    }
}
