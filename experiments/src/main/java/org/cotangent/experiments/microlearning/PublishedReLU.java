package org.cotangent.experiments.microlearning;

import org.cotangent.CustomOp;
import org.cotangent.Tensor;
import org.cotangent.nn.module.Module;

/**
 * The tutorial's ReLU: {@code max(x, 0)} with the derivative of {@code activity > 1}, where {@code activity > 0} is
 * right. Units with activities from 0 to 1 therefore never learn.
 */
final class PublishedReLU extends Module {
    private static final CustomOp RELU = CustomOp.unary(
                    "publishedRelu", Tensor::relu, (g, x, y) -> g.mul(y.gt(1).to(y.dtype())))
            .surrogate();

    @Override
    public Tensor forward(Tensor x) {
        return RELU.apply(x);
    }
}
