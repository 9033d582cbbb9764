package org.cotangent.check.zoo;

import static org.cotangent.check.zoo.Points.some;
import static org.cotangent.check.zoo.Points.vector;

import java.util.List;
import org.cotangent.Tensor;
import org.cotangent.kernel.DType;

/** Right gradients at points that make a careless checker cry. */
final class Hard {
    private Hard() {}

    static List<Sound> points() {
        Tensor picked = Tensor.of(new long[] {2, 0, 2}, 3);
        return List.of(
                Sound.of("relu at its kink", in -> in.get(0).relu(), vector(-1, 0, 2)),
                Sound.of("relu a millionth beside its kink", in -> in.get(0).relu(), vector(1e-6, -1e-6, 2)),
                Sound.of("relu 1e-9 beside its kink", in -> in.get(0).relu(), vector(1e-9, -1e-9, 2)),
                Sound.of("absolute value at 0", in -> in.get(0).abs(), vector(0, 1, -1)),
                Sound.of("leaky relu at its kink", in -> in.get(0).leakyRelu(0.1), vector(0, 1, -1)),
                Sound.of("maximum with a tie", in -> in.get(0).amax(), vector(1, 3, 3, 2)),
                Sound.of("larger of two equal numbers", in -> in.get(0).maximum(in.get(1)), vector(1, 2), vector(1, 5)),
                Sound.of("clamp at its border", in -> Masks.clamp(in.get(0)), vector(1, -1, 0.5, 2)),
                Sound.of("float32 arguments", in -> in.get(0).tanh().mul(in.get(0)), Tensor.of(0.3f, -1.2f, 2.5f)
                        .requiresGrad(true)),
                Sound.of(
                        "large layer in float32",
                        in -> in.get(0).matmul(in.get(1)).tanh(),
                        some(1, 3, 8).detach().to(DType.FLOAT32).requiresGrad(true),
                        some(2, 8, 2).detach().to(DType.FLOAT32).requiresGrad(true)),
                Sound.of("fast oscillation", in -> in.get(0).mul(200).sin(), vector(0.3, 1.1)),
                Sound.of("logarithm near 0", in -> in.get(0).log(), vector(1e-6, 0.5)),
                Sound.of("square root near 0", in -> in.get(0).sqrt(), vector(1e-8, 0.5)),
                Sound.of("reciprocal of a small number", in -> in.get(0).reciprocal(), vector(1e-4, -0.5)),
                Sound.of("exponential of a large number", in -> in.get(0).exp(), vector(30, -30, 1)),
                Sound.of("saturated sigmoid", in -> in.get(0).sigmoid(), vector(25, -25, 0.1)),
                Sound.of("softmax of distant scores", in -> in.get(0).softmax(0), vector(40, -40, 0)),
                Sound.of(
                        "where with a branch not taken that is infinite",
                        in -> in.get(0).gt(0).where(in.get(0), in.get(0).mul(0)),
                        vector(1, -2)),
                Sound.of("large arguments", in -> in.get(0).square(), vector(1e5, -3e4)),
                Sound.of("large offset", in -> in.get(0).square().add(1e4), vector(0.5, 1)),
                Sound.of("rows picked twice, indices among the arguments", in -> in.get(0).index(in.get(1)), some(3, 3, 2), picked),
                Sound.of("transposed view", in -> in.get(0).square(), some(4, 2, 3).detach().t().requiresGrad(true)),
                Sound.of(
                        "slice of a larger array",
                        in -> in.get(0).square(),
                        some(5, 4, 3).detach().slice(0, 1, 3).requiresGrad(true)),
                Sound.of("broadcast of three shapes", in -> in.get(0).mul(in.get(1)).add(in.get(2)),
                        some(6, 2, 1), some(7, 3), some(8)),
                Sound.of("axes of size 1", in -> in.get(0).softmax(1).add(in.get(0).mean(0)), some(9, 1, 1)),
                Sound.of("argument without influence", in -> in.get(0).exp(), some(10, 2), some(11, 2)),
                Sound.of("constant", in -> in.get(0).mul(0), some(12, 2)),
                Sound.of("step far from its jump", in -> in.get(0).sign(), vector(1, -2)),
                Sound.of("relu network", Hard::network, some(13, 4, 3), some(14, 5, 3), some(15, 5), some(16, 2, 5)),
                Sound.of("power at a whole exponent", in -> in.get(0).pow(2), vector(0.5, 3)));
    }

    private static Tensor network(List<Tensor> in) {
        return in.get(0).linear(in.get(1), in.get(2)).relu().linear(in.get(3)).logSoftmax(1);
    }
}
