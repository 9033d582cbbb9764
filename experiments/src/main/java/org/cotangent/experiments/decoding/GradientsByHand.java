package org.cotangent.experiments.decoding;

import java.util.List;
import org.cotangent.Autograd;
import org.cotangent.Tensor;

/**
 * Bonus section 2.1: the gradients of the mean squared error with respect to the weights of {@link DeepNetReLU}, worked out
 * on paper.
 *
 * <p>For P stimuli, {@code L = 1/P sum (y - target)^2}. With {@code d = 2/P (y - target)}, [P, 1],
 *
 * <pre>
 * dL/dW_out = d' h                        dL/db_out = sum d
 * dL/dW_in  = ((d W_out) * phi'(h))' r    dL/db_in  = sum (d W_out) * phi'(h)
 * </pre>
 *
 * where phi' is 1 for the hidden units above 0 and 0 for the others. Nothing here knows the engine's own rules.
 *
 * @param inWeight [hidden, inputs]
 * @param inBias [hidden]
 * @param outWeight [1, hidden]
 * @param outBias [1]
 */
record GradientsByHand(Tensor inWeight, Tensor inBias, Tensor outWeight, Tensor outBias) {
    /** For the page. */
    static final String FORMULAS = "dL/dW_out = d' h and dL/dW_in = ((d W_out) * phi'(h))' r with d = 2/P (y - target)";

    /** The gradients at the network's present weights. */
    static GradientsByHand of(DeepNetReLU net, Recording data) {
        return Autograd.noGrad(() -> {
            Tensor h = net.hidden(data.responses());
            Tensor d = net.forward(data.responses()).sub(data.stimuli()).mul(2.0 / data.size());
            Tensor alive = h.gt(0).to(h.dtype());
            Tensor back = d.matmul(net.outLayer().weight().value()).mul(alive);
            return new GradientsByHand(back.t().matmul(data.responses()), back.sum(0), d.t().matmul(h), d.sum(0));
        });
    }

    /** In the order of the network's parameters. */
    List<Tensor> all() {
        return List.of(inWeight, inBias, outWeight, outBias);
    }
}
