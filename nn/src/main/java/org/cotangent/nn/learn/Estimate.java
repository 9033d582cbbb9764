package org.cotangent.nn.learn;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.cotangent.Autograd;
import org.cotangent.Tensor;
import org.cotangent.nn.module.Parameter;
import org.cotangent.shape.Complaint;

/**
 * What a learning rule says about one batch.
 *
 * @param loss the loss averaged over the batch, of the network as it is
 * @param gradients the estimate for each parameter, of its shape
 */
public record Estimate(double loss, SequencedMap<Parameter, Tensor> gradients) {
    /** Keeps a copy of the map, in its order. */
    public Estimate {
        gradients = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(gradients));
    }

    /**
     * The estimate for one parameter.
     *
     * @param parameter one of those estimated
     * @return a tensor of its shape
     * @throws IllegalArgumentException when there is no estimate for it
     */
    public Tensor of(Parameter parameter) {
        Tensor gradient = gradients.get(parameter);
        if (gradient == null) {
            throw Complaint.about("the estimate for a parameter of shape " + parameter.shape())
                    .because("this estimate is for " + gradients.size() + " other parameters")
                    .hint("a parameter of the network or of the rule that is not frozen")
                    .argument();
        }
        return gradient;
    }

    /** Makes the estimates the {@code grad} of their parameters, in place of what was there, for an optimizer to use. */
    public void store() {
        gradients.forEach(Parameter::setGrad);
    }

    /**
     * How well two estimates agree in direction: {@code <a, b> / (|a| |b|)} over all elements of some parameters.
     *
     * @param other the other estimate
     * @param parameters which parameters count
     * @return 1 for the same direction, -1 for the opposite one, NaN when one of them is zero
     */
    public double cosine(Estimate other, List<Parameter> parameters) {
        double inner = 0;
        double mine = 0;
        double others = 0;
        for (Parameter parameter : parameters) {
            Tensor a = of(parameter);
            Tensor b = other.of(parameter);
            inner += inner(a, b);
            mine += inner(a, a);
            others += inner(b, b);
        }
        return inner / Math.sqrt(mine) / Math.sqrt(others);
    }

    private static double inner(Tensor a, Tensor b) {
        return Autograd.noGrad(() -> a.mul(b).sum().item());
    }
}
