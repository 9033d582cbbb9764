package org.cotangent.nn.learn;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.cotangent.Autograd;
import org.cotangent.Tensor;
import org.cotangent.kernel.DType;
import org.cotangent.kernel.NdArray;
import org.cotangent.nn.module.Linear;
import org.cotangent.nn.module.Module;
import org.cotangent.nn.module.Parameter;
import org.cotangent.random.NumpyGenerator;
import org.cotangent.shape.Complaint;
import org.cotangent.shape.Shape;

/**
 * Node perturbation: shakes the activities of all units and credits each with the change of the loss, times what came
 * in.
 *
 * <p>For every sample, noise of deviation s is added to the activities r of each layer, after its activation. A layer
 * whose input was x gets {@code mean over the batch of (L' - L) (r' - r) / s^2 x'}, computed as one matrix product for
 * all samples; x is the disturbed input, and {@code r' - r} has the layer's own noise and what the layers below passed
 * on. For one linear layer the mean of the estimate is the gradient, and its variance for one weight is {@code x_j^2
 * (g_i^2 + sum_k g_k^2)} with g = dL/dr, so it grows with the number of units only. Behind a nonlinear activation the
 * estimate leaves the activation's slope out, and above a layer that is disturbed too it is biased: those are properties
 * of the rule as the tutorial has it.
 *
 * <p>B. Widrow, M. Lehr, "30 years of adaptive neural networks", Proceedings of the IEEE 78, 1990. The noise is drawn
 * layer by layer, unit by unit, sample by sample.
 *
 * @param noise s, more than 0
 * @param generator where the noise comes from; every estimate draws from it
 * @param loss what is to become small
 * @param scale as a multiple of its mean
 */
public record NodePerturbation(double noise, NumpyGenerator generator, SampleLoss loss, Scale scale)
        implements LearningRule {
    /** Checks the noise. */
    public NodePerturbation {
        checkNoise("NodePerturbation", noise);
    }

    /**
     * Descends the squared error averaged over the batch.
     *
     * @param noise the deviation of the noise on the activities
     * @param generator where the noise comes from
     */
    public NodePerturbation(double noise, NumpyGenerator generator) {
        this(noise, generator, SampleLoss.SQUARED_ERROR, Scale.MEAN);
    }

    static void checkNoise(String rule, double noise) {
        if (!(noise > 0)) {
            throw Complaint.about(rule + " with noise " + noise)
                    .because("without noise the loss does not change, and there is nothing to learn from")
                    .hint("a deviation of more than 0, such as 0.1")
                    .argument();
        }
    }

    @Override
    public Estimate estimate(Module network, Tensor inputs, Tensor targets) {
        LayerStack stack = LayerStack.of(network, "NodePerturbation");
        return Autograd.noGrad(() -> estimate(stack, inputs, targets));
    }

    private Estimate estimate(LayerStack stack, Tensor inputs, Tensor targets) {
        List<LayerStack.Layer> layers = stack.layers();
        List<Tensor> before = new ArrayList<>();
        List<Tensor> after = new ArrayList<>();
        Tensor calm = stack.start(inputs);
        Tensor shaken = calm;
        before.add(calm);
        after.add(shaken);
        for (LayerStack.Layer layer : layers) {
            boolean undisturbed = shaken == calm; // before the first noise: computed once for both
            calm = layer.forward(calm);
            Tensor activity = undisturbed ? calm : layer.forward(shaken);
            shaken = activity.add(noiseFor(activity));
            before.add(calm);
            after.add(shaken);
        }
        Tensor losses = loss.forward(calm, targets);
        int samples = losses.size();
        Tensor changes = loss.forward(shaken, targets)
                .sub(losses)
                .mul(scale.ofMean(samples) / (noise * noise * samples))
                .unsqueeze(1);
        SequencedMap<Parameter, Tensor> gradients = new LinkedHashMap<>();
        for (int i = 0; i < layers.size(); i++) {
            Linear map = layers.get(i).linear();
            Tensor credit = after.get(i + 1).sub(before.get(i + 1)).mul(changes);
            if (map.weight().requiresGrad()) {
                gradients.put(map.weight(), credit.t().matmul(after.get(i)));
            }
            if (map.bias() != null && map.bias().requiresGrad()) {
                gradients.put(map.bias(), credit.sum(0));
            }
        }
        return new Estimate(losses.mean().item(), gradients);
    }

    /** [n, units], drawn unit by unit. */
    private Tensor noiseFor(Tensor activity) {
        int samples = activity.size(0);
        int units = activity.size(1);
        NdArray drawn = NdArray.room(DType.FLOAT64, Shape.of(units, samples));
        generator.fillNormal((double[]) drawn.storage().array(), 0, drawn.size(), 0, noise);
        return Tensor.of(drawn)
                .to(activity.device())
                .t()
                .to(activity.dtype());
    }
}
