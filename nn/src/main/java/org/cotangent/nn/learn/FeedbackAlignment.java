package org.cotangent.nn.learn;

import java.util.List;
import org.cotangent.CustomOp;
import org.cotangent.Tensor;
import org.cotangent.nn.module.Linear;
import org.cotangent.nn.module.Module;
import org.cotangent.shape.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Feedback alignment: errors go back through fixed random matrices instead of the transposed weights, and the weights
 * come to align with them.
 *
 * <p>For {@code y = x W' + b} backpropagation takes a gradient g of y to {@code g W} for x; here it becomes {@code g B'}.
 * That is one operation with a surrogate rule in an otherwise ordinary graph; the gradients of W and b are the true ones
 * of what arrives. T. Lillicrap et al., "Random synaptic feedback weights support error backpropagation for deep
 * learning", Nature Communications 7, 2016.
 *
 * @param feedback B for every layer but the first, each [in, out] of its layer
 * @param loss what is to become small
 * @param scale as a multiple of its mean
 */
public record FeedbackAlignment(List<Tensor> feedback, SampleLoss loss, Scale scale) implements LearningRule {
    /** Inputs x, W, B and, where there is one, b. */
    private static final CustomOp LINEAR = CustomOp.of(
                    "feedbackLinear",
                    in -> in.size() == 3 ? in.get(0).linear(in.get(1)) : in.get(0).linear(in.get(1), in.get(3)),
                    FeedbackAlignment::rule)
            .surrogate();

    /** Keeps the list. */
    public FeedbackAlignment {
        feedback = List.copyOf(feedback);
    }

    /**
     * Descends half of the squared error summed over the batch.
     *
     * @param feedback B for every layer but the first, as {@link FeedbackMatrices#draw} draws them
     */
    public FeedbackAlignment(List<Tensor> feedback) {
        this(feedback, SampleLoss.SQUARED_ERROR, Scale.HALF_SUM);
    }

    private static @Nullable Tensor rule(int input, Tensor g, List<Tensor> in, Tensor y) {
        return switch (input) {
            case 0 -> g.matmul(in.get(2).t());
            case 1 -> g.t().matmul(in.get(0));
            case 3 -> g;
            default -> null;
        };
    }

    @Override
    public Estimate estimate(Module network, Tensor inputs, Tensor targets) {
        LayerStack stack = LayerStack.of(network, "FeedbackAlignment");
        List<LayerStack.Layer> layers = stack.layers();
        check("FeedbackAlignment", feedback, layers);
        Tensor x = layers.getFirst().forward(stack.start(inputs));
        for (int i = 1; i < layers.size(); i++) {
            x = layers.get(i).activate(linear(x, layers.get(i).linear(), feedback.get(i - 1)));
        }
        return new Descent(loss, scale).from(x, targets, network.parameters());
    }

    static void check(String rule, List<Tensor> feedback, List<LayerStack.Layer> layers) {
        FeedbackMatrices.check(
                rule,
                feedback,
                layers.stream()
                        .skip(1)
                        .map(layer -> Shape.of(layer.linear().inFeatures(), layer.linear().outFeatures()))
                        .toList());
    }

    private static Tensor linear(Tensor x, Linear map, Tensor feedback) {
        Tensor weight = map.weight().value();
        return map.bias() == null
                ? LINEAR.apply(x, weight, feedback)
                : LINEAR.apply(x, weight, feedback, map.bias().value());
    }
}
