package org.cotangent.nn.learn;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.cotangent.Autograd;
import org.cotangent.Tensor;
import org.cotangent.nn.module.Parameter;

/** The walk back through a recorded graph, true or with surrogates in it, from a loss and its scale. */
record Descent(SampleLoss loss, Scale scale) {

    Estimate from(Tensor outputs, Tensor targets, List<Parameter> parameters) {
        List<Parameter> learning = parameters.stream().filter(Parameter::requiresGrad).toList();
        Tensor losses = loss.forward(outputs, targets);
        int samples = losses.size();
        Tensor seed = Tensor.full(scale.ofMean(samples) / samples, losses.dtype(), samples).to(losses.device());
        List<Tensor> values = learning.stream().map(Parameter::value).toList();
        List<Tensor> gradients = Autograd.grad(List.of(losses), values, List.of(seed), false);
        SequencedMap<Parameter, Tensor> found = new LinkedHashMap<>();
        for (int i = 0; i < learning.size(); i++) {
            found.put(learning.get(i), gradients.get(i));
        }
        return new Estimate(Autograd.noGrad(() -> losses.mean().item()), found);
    }
}
