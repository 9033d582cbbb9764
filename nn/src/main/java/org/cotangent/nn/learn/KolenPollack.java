package org.cotangent.nn.learn;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.cotangent.Autograd;
import org.cotangent.Tensor;
import org.cotangent.nn.module.Linear;
import org.cotangent.nn.module.Module;
import org.cotangent.nn.module.Parameter;

/**
 * Kolen and Pollack's rule: {@link FeedbackAlignment} whose feedback matrices learn as the weights do, and forget as
 * they do.
 *
 * <p>With A the gradient of W that feedback alignment estimates, W gets {@code A + decay W}, its bias likewise, and B
 * gets {@code A' + decay B}. Plain gradient descent with learning rate lr then shrinks the difference between B and
 * W' by {@code 1 - lr decay} with every step, whatever A is. The feedback matrices are {@link #parameters() parameters
 * of the rule}: they move when an optimizer moves them, and never by estimating. J. Kolen, J. Pollack, "Backpropagation
 * without weight transport", ICNN 1994; M. Akrout et al., "Deep learning without weight transport", NeurIPS 2019.
 *
 * @param feedback B for every layer but the first, each [in, out] of its layer
 * @param decay how fast W, b and B forget; the first layer does not
 * @param loss what is to become small
 * @param scale as a multiple of its mean; the decay is not scaled
 */
public record KolenPollack(List<Parameter> feedback, double decay, SampleLoss loss, Scale scale)
        implements LearningRule {
    /** Keeps the list. */
    public KolenPollack {
        feedback = List.copyOf(feedback);
    }

    /**
     * Descends half of the squared error summed over the batch.
     *
     * @param feedback B for every layer but the first, as {@link FeedbackMatrices#draw} draws them; copied
     * @param decay how fast W, b and B forget
     */
    public KolenPollack(List<Tensor> feedback, double decay) {
        this(
                feedback.stream().map(b -> new Parameter(b.detach().clone())).toList(),
                decay,
                SampleLoss.SQUARED_ERROR,
                Scale.HALF_SUM);
    }

    @Override
    public List<Parameter> parameters() {
        return feedback;
    }

    @Override
    public Estimate estimate(Module network, Tensor inputs, Tensor targets) {
        List<Tensor> matrices = feedback.stream().map(b -> b.value().detach()).toList();
        List<LayerStack.Layer> layers = LayerStack.of(network, "KolenPollack").layers();
        FeedbackAlignment.check("KolenPollack", matrices, layers);
        Estimate aligned = new FeedbackAlignment(matrices, loss, scale).estimate(network, inputs, targets);
        SequencedMap<Parameter, Tensor> gradients = new LinkedHashMap<>(aligned.gradients());
        Autograd.noGrad(() -> {
            for (int i = 1; i < layers.size(); i++) {
                Linear map = layers.get(i).linear();
                Parameter back = feedback.get(i - 1);
                Tensor a = gradients.get(map.weight());
                // A frozen weight has no A, and its feedback stands still with it.
                if (a != null && back.requiresGrad()) {
                    gradients.put(back, a.t().add(back.value().mul(decay)));
                }
                decay(gradients, map.weight());
                if (map.bias() != null) {
                    decay(gradients, map.bias());
                }
            }
        });
        return new Estimate(aligned.loss(), gradients);
    }

    private void decay(SequencedMap<Parameter, Tensor> gradients, Parameter parameter) {
        gradients.computeIfPresent(parameter, (p, g) -> g.add(p.value().mul(decay)));
    }
}
