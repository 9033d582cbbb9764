package org.cotangent.experiments.gradient;

import org.cotangent.Tensor;

/** A single neuron with one input (coding exercise 2.1): the prediction is {@code tanh(w x + b)}. */
final class SimpleGraph {
    private final Tensor w;
    private final Tensor b;

    /** Makes the two parameters, float32 [1], with these values. */
    SimpleGraph(double w, double b) {
        this.w = Tensor.of((float) w).requiresGrad(true);
        this.b = Tensor.of((float) b).requiresGrad(true);
    }

    Tensor w() {
        return w;
    }

    Tensor b() {
        return b;
    }

    /** The prediction for one feature. */
    Tensor forward(Tensor x) {
        return w.mul(x).add(b).tanh();
    }

    /** The squared error {@code (target - prediction)^2}. */
    static Tensor squaredLoss(Tensor target, Tensor prediction) {
        return target.sub(prediction).pow(2);
    }

    /** -2 x (target - p) (1 - p^2), in the order in which the tutorial multiplies. */
    static Tensor lossByWeight(Tensor x, Tensor target, Tensor prediction) {
        Tensor p = prediction.detach();
        return x.mul(-2).mul(target.sub(p)).mul(p.pow(2).rsub(1));
    }

    /** -2 (target - p) (1 - p^2). */
    static Tensor lossByBias(Tensor target, Tensor prediction) {
        Tensor p = prediction.detach();
        return target.sub(p).mul(-2).mul(p.pow(2).rsub(1));
    }
}
