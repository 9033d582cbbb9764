package org.cotangent;

import java.util.Arrays;
import java.util.List;
import org.cotangent.check.DifferentiableFunction;
import org.cotangent.kernel.DType;

/**
 * Gradients where differences cannot decide: at kinks, ties and zeros there is a convention, and it is PyTorch's. The
 * expected numbers are those of PyTorch 1.13.
 */
final class Corners {
    /**
     * One point.
     *
     * @param name what is special
     * @param f the function; the sum of its elements is differentiated
     * @param at its arguments
     * @param gradients PyTorch's, one for each argument
     */
    record Corner(String name, DifferentiableFunction f, List<Tensor> at, double[]... gradients) {
        void check() {
            List<Tensor> leaves =
                    at.stream().map(each -> each.detach().clone().requiresGrad(true)).toList();
            List<Tensor> found = Autograd.grad(f.apply(leaves).sum(), leaves, false);
            for (int i = 0; i < gradients.length; i++) {
                double[] values = found.get(i).toDoubles();
                for (int e = 0; e < values.length; e++) {
                    boolean same = Double.compare(gradients[i][e], values[e] + 0.0) == 0
                            || Math.abs(gradients[i][e] - values[e]) < 1e-14;
                    if (!same) {
                        throw new AssertionError(name + ", argument " + i + ": expected "
                                + Arrays.toString(gradients[i]) + ", got " + Arrays.toString(values));
                    }
                }
            }
        }
    }

    private Corners() {}

    private static Tensor x(double... values) {
        return Tensor.of(values, values.length);
    }

    private static double[] g(double... values) {
        return values;
    }

    private static Corner of(String name, java.util.function.UnaryOperator<Tensor> f, Tensor at, double[] gradient) {
        return new Corner(name, in -> f.apply(in.get(0)), List.of(at), gradient);
    }

    private static Corner of(
            String name,
            java.util.function.BinaryOperator<Tensor> f,
            Tensor a,
            Tensor b,
            double[] left,
            double[] right) {
        return new Corner(name, in -> f.apply(in.get(0), in.get(1)), List.of(a, b), left, right);
    }

    static List<Corner> all() {
        return List.of(
                of("tie of maximum", Tensor::maximum, x(2, 1, 3), x(2, 2, 1), g(0.5, 0, 1), g(0.5, 1, 0)),
                of("tie of minimum", Tensor::minimum, x(2, 1, 3), x(2, 2, 1), g(0.5, 1, 0), g(0.5, 0, 1)),
                of("three largest", x -> x.amax(), x(1, 3, 3, 3), g(0, 1 / 3.0, 1 / 3.0, 1 / 3.0)),
                of("two smallest", x -> x.amin(), x(1, 1, 3, 3), g(0.5, 0.5, 0, 0)),
                of("first largest along an axis", x -> x.max(0).values(), x(1, 3, 3), g(0, 1, 0)),
                of("first smallest along an axis", x -> x.min(0).values(), x(1, 1, 3), g(1, 0, 0)),
                of("relu at 0", x -> x.relu(), x(-1, 0, 1), g(0, 0, 1)),
                of("abs at 0", x -> x.abs(), x(-1, 0, 1), g(-1, 0, 1)),
                of("leaky relu at 0", x -> x.leakyRelu(0.1), x(-1, 0, 1), g(0.1, 0.1, 1)),
                of("prelu at 0", Tensor::prelu, x(-1, 0, 1), x(0.25, 0.25, 0.25), g(0.25, 0.25, 1), g(-1, 0, 0)),
                of("sign at 0", x -> x.sign(), x(0, 1), g(0, 0)),
                of("square at 0", x -> x.pow(2), x(0, -1), g(0, -2)),
                of("exponent 0", x -> x.pow(0), x(0, 2), g(0, 0)),
                of(
                        "powers of 0, and exponent 0",
                        Tensor::pow,
                        x(0, 0, 2, 0),
                        x(0, 2, 0, 1),
                        g(0, 0, 0, 1),
                        g(0, 0, Math.log(2), 0)),
                of("copysign at 0", Tensor::copysign, x(0, -2, 2), x(1, 1, -1), g(0, -1, -1), g(0, 0, 0)),
                of("fmod over several periods", Tensor::fmod, x(5.5, -5.5), x(2, 2), g(1, 1), g(-2, 2)),
                of("remainder over several periods", Tensor::remainder, x(5.5, -5.5), x(2, 2), g(1, 1), g(-2, 3)),
                of("square root at 0", x -> x.sqrt(), x(0, 1), g(Double.POSITIVE_INFINITY, 0.5)),
                of(
                        "cholesky: both triangles share",
                        x -> x.reshape(2, 2).cholesky(false).mul(Tensor.of(new double[] {1, 0, 2, 3}, 2, 2)),
                        x(4, 1, 1, 3),
                        g(0x1.73c7c56e8070ep-3, 0x1.18707522ff1e4p-2, 0x1.18707522ff1e4p-2, 0x1.cf1f15ba01c39p-1)),
                new Corner(
                        "a diamond: shared by an early and a late user",
                        in -> {
                            Tensor shared = in.get(0).square();
                            return shared.mul(shared.mul(2).add(1)).add(shared.add(0).mul(3));
                        },
                        List.of(Tensor.scalar(2, DType.FLOAT64)),
                        g(80))); // 2 x^4 + 4 x^2: 8 x^3 + 8 x
    }

    /** Checks all of them. */
    static void check() {
        all().forEach(Corner::check);
    }
}
