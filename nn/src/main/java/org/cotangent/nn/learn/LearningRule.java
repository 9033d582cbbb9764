package org.cotangent.nn.learn;

import java.util.List;
import org.cotangent.Tensor;
import org.cotangent.nn.module.Module;
import org.cotangent.nn.module.Parameter;

/**
 * A way to estimate how a loss changes with the parameters of a network.
 *
 * <p>A rule is a value: it belongs to no network, and estimating moves nothing but the random stream of a rule that
 * draws noise. What it estimates is the gradient of {@link Scale#ofMean} times the loss averaged over the batch.
 */
public interface LearningRule {
    /**
     * Estimates the gradient for a batch. The parameters and their {@code grad} stay as they are.
     *
     * @param network what is to learn. Every rule takes a {@link org.cotangent.nn.module.Sequential} of {@link
     *     org.cotangent.nn.module.Linear} layers with activations between them; {@link Backprop} takes any module
     * @param inputs [n, in], of the network's type
     * @param targets what the loss compares the outputs with; one row for each input
     * @return the loss before any noise, and an estimate for every parameter that is not frozen
     * @throws IllegalArgumentException when the rule cannot see through the network
     */
    Estimate estimate(Module network, Tensor inputs, Tensor targets);

    /**
     * What the estimate is the gradient of.
     *
     * @return the scale
     */
    Scale scale();

    /**
     * Parameters of the rule's own, such as feedback weights that learn too.
     *
     * @return none unless the rule says otherwise
     */
    default List<Parameter> parameters() {
        return List.of();
    }

    /**
     * All that an optimizer should move: the network's parameters, then the rule's own.
     *
     * @param network what is to learn
     * @return each parameter once
     */
    default List<Parameter> parameters(Module network) {
        List<Parameter> all = new java.util.ArrayList<>(network.parameters());
        all.addAll(parameters());
        return List.copyOf(all);
    }
}
