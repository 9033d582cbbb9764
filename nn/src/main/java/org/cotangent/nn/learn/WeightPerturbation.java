package org.cotangent.nn.learn;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.cotangent.Autograd;
import org.cotangent.Tensor;
import org.cotangent.nn.module.Linear;
import org.cotangent.nn.module.Module;
import org.cotangent.nn.module.Parameter;
import org.cotangent.random.NumpyGenerator;

/**
 * Weight perturbation: shakes all weights at once and credits each with the change of the loss.
 *
 * <p>With noise Psi of deviation s on the parameters W, the estimate is {@code (L(W + Psi) - L(W)) Psi / s^2}. Its mean
 * is the gradient, up to terms of order s^2; its variance for one weight is {@code g_ij^2 + sum_kl g_kl^2}, so it grows
 * with the number of all weights. A. Dembo, T. Kailath, "Model-free distributed learning", IEEE Transactions on Neural
 * Networks 1, 1990.
 *
 * <p>The noise is drawn layer by layer, row by row, with the bias behind each row, then the two losses are computed.
 *
 * @param noise s, more than 0
 * @param generator where the noise comes from; every estimate draws from it
 * @param loss what is to become small
 * @param scale as a multiple of its mean
 */
public record WeightPerturbation(double noise, NumpyGenerator generator, SampleLoss loss, Scale scale)
        implements LearningRule {
    /** Checks the noise. */
    public WeightPerturbation {
        NodePerturbation.checkNoise("WeightPerturbation", noise);
    }

    /**
     * Descends the squared error averaged over the batch.
     *
     * @param noise the deviation of the noise on the weights
     * @param generator where the noise comes from
     */
    public WeightPerturbation(double noise, NumpyGenerator generator) {
        this(noise, generator, SampleLoss.SQUARED_ERROR, Scale.MEAN);
    }

    @Override
    public Estimate estimate(Module network, Tensor inputs, Tensor targets) {
        LayerStack stack = LayerStack.of(network, "WeightPerturbation");
        return Autograd.noGrad(() -> estimate(stack, inputs, targets));
    }

    private Estimate estimate(LayerStack stack, Tensor inputs, Tensor targets) {
        List<LayerNoise> shakes = new ArrayList<>();
        for (LayerStack.Layer layer : stack.layers()) {
            shakes.add(LayerNoise.draw(layer.linear(), noise, generator));
        }
        Tensor x = stack.start(inputs);
        for (int i = 0; i < shakes.size(); i++) {
            LayerStack.Layer layer = stack.layers().get(i);
            x = layer.activate(shakes.get(i).perturbed(layer.linear(), x));
        }
        double before = loss.forward(stack.forward(inputs), targets).mean().item();
        double after = loss.forward(x, targets).mean().item();
        double factor = (after - before) / (noise * noise) * scale.ofMean(inputs.size(0));
        SequencedMap<Parameter, Tensor> gradients = new LinkedHashMap<>();
        for (int i = 0; i < shakes.size(); i++) {
            Linear map = stack.layers().get(i).linear();
            credit(gradients, map.weight(), shakes.get(i).weight(), factor);
            Tensor bias = shakes.get(i).bias();
            if (map.bias() != null && bias != null) {
                credit(gradients, map.bias(), bias, factor);
            }
        }
        return new Estimate(before, gradients);
    }

    private static void credit(
            SequencedMap<Parameter, Tensor> gradients, Parameter parameter, Tensor shake, double factor) {
        if (parameter.requiresGrad()) {
            gradients.put(parameter, shake.mul(factor));
        }
    }
}
