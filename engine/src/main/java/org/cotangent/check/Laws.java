package org.cotangent.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.cotangent.Autograd;
import org.cotangent.Tensor;
import org.cotangent.kernel.DType;
import org.cotangent.shape.Shape;

/**
 * Identities that derivatives obey: no step size, no truncation, agreement to rounding.
 *
 * <p>They hold for a wrong rule too when the same mistake is on both sides, so they stand beside {@link GradCheck} and do
 * not replace it. The arguments are float64 tensors that require a gradient, and others that have none, such as indices.
 */
public final class Laws {
    private static final double ROUNDING = 1e-10;

    private Laws() {}

    /**
     * {@code vjp(a u + b v) = a vjp(u) + b vjp(v)}.
     *
     * @param f the function
     * @param at its arguments
     * @param random draws u, v, a and b
     * @return the verdict
     */
    public static Verdict vjpIsLinear(DifferentiableFunction f, List<Tensor> at, RandomGenerator random) {
        Tensor y = f.apply(at);
        Tensor u = normals(y.shape(), random);
        Tensor v = normals(y.shape(), random);
        double a = random.nextGaussian();
        double b = random.nextGaussian();
        List<Tensor> together = vjp(y, at, u.mul(a).add(v.mul(b)));
        List<Tensor> ofU = vjp(y, at, u);
        List<Tensor> ofV = vjp(y, at, v);
        List<Tensor> apart = new ArrayList<>();
        for (int k = 0; k < ofU.size(); k++) {
            apart.add(ofU.get(k).mul(a).add(ofV.get(k).mul(b)));
        }
        return same("vjp(a u + b v) = a vjp(u) + b vjp(v)", together, apart, Cause.NOT_LINEAR_IN_COTANGENT);
    }

    /**
     * {@code <J v, u> = <v, J^T u>}, with {@code J v} as the derivative of {@code J^T w} with respect to w.
     *
     * @param f the function, differentiable twice
     * @param at its arguments
     * @param random draws u and v
     * @return the verdict
     */
    public static Verdict adjoint(DifferentiableFunction f, List<Tensor> at, RandomGenerator random) {
        Tensor y = f.apply(at);
        List<Tensor> inputs = inputs(at);
        Tensor u = normals(y.shape(), random);
        List<Tensor> back = vjp(y, at, u);
        Tensor w = Tensor.zeros(DType.FLOAT64, y.shape().sizes()).requiresGrad(true);
        List<Tensor> ofW = y.requiresGrad() ? Autograd.grad(List.of(y), inputs, List.of(w), true) : List.of();
        double left = 0;
        double right = 0;
        double size = 1;
        for (int k = 0; k < inputs.size(); k++) {
            Tensor v = normals(inputs.get(k).shape(), random);
            right += dot(v, back.get(k));
            size += dot(v.abs(), back.get(k).abs());
            if (!ofW.isEmpty() && ofW.get(k).requiresGrad()) {
                left += dot(Autograd.grad(List.of(ofW.get(k)), List.of(w), List.of(v), false, true).getFirst(), u);
            }
        }
        return Math.abs(left - right) <= ROUNDING * size
                ? Verdict.correct(1)
                : broken("<J v, u> = <v, J^T u>", Cause.LAW_BROKEN, 0, List.of(), left, right);
    }

    /**
     * Two ways of computing the same have the same value, gradient and second derivatives: a fused operation and its
     * decomposition.
     *
     * @param fused one way
     * @param decomposed the other way
     * @param at the arguments
     * @param random draws the cotangents
     * @return the verdict
     */
    public static Verdict same(
            DifferentiableFunction fused, DifferentiableFunction decomposed, List<Tensor> at, RandomGenerator random) {
        List<Tensor> arguments = new ArrayList<>(at);
        DifferentiableFunction one = fused;
        DifferentiableFunction other = decomposed;
        Verdict verdict = Verdict.correct(0);
        for (int order = 0; order <= 2 && verdict.faults().isEmpty(); order++) {
            Tensor first = one.apply(arguments);
            Tensor second = other.apply(arguments);
            String law = "fused = decomposed, derivative of order " + order;
            verdict = verdict.and(same(law, List.of(first), List.of(second), Cause.LAW_BROKEN));
            one = new GradientOf(one, arguments);
            other = new GradientOf(other, arguments);
            arguments.add(normals(first.shape(), random).requiresGrad(true));
        }
        return verdict;
    }

    /**
     * The chain rule, {@code J(g(f)) = J(g) J(f)}: one walk through both equals a walk through each.
     *
     * @param outer g
     * @param inner f
     * @param x the argument
     * @param random draws the cotangent
     * @return the verdict
     */
    public static Verdict chainRule(
            UnaryOperator<Tensor> outer, UnaryOperator<Tensor> inner, Tensor x, RandomGenerator random) {
        Tensor middle = inner.apply(x);
        Tensor whole = outer.apply(middle);
        Tensor u = normals(whole.shape(), random);
        Tensor cut = middle.detach().clone().requiresGrad(true);
        Tensor between = vjp(outer.apply(cut), List.of(cut), u).getFirst();
        return same("J(g(f)) = J(g) J(f)", vjp(whole, List.of(x), u), vjp(middle, List.of(x), between), Cause.LAW_BROKEN);
    }

    /**
     * The product rule, {@code (f g)' = f' g + f g'}.
     *
     * @param f one factor
     * @param g the other, of the same shape
     * @param x the argument
     * @param random draws the cotangent
     * @return the verdict
     */
    public static Verdict productRule(
            UnaryOperator<Tensor> f, UnaryOperator<Tensor> g, Tensor x, RandomGenerator random) {
        Tensor left = f.apply(x);
        Tensor right = g.apply(x);
        Tensor u = normals(left.shape(), random);
        List<Tensor> whole = vjp(left.mul(right), List.of(x), u);
        Tensor first = vjp(left, List.of(x), u.mul(right.detach())).getFirst();
        Tensor second = vjp(right, List.of(x), u.mul(left.detach())).getFirst();
        return same("(f g)' = f' g + f g'", whole, List.of(first.add(second)), Cause.LAW_BROKEN);
    }

    /**
     * The sum rule, {@code (f + g)' = f' + g'}.
     *
     * @param f one term
     * @param g the other, of the same shape
     * @param x the argument
     * @param random draws the cotangent
     * @return the verdict
     */
    public static Verdict sumRule(
            UnaryOperator<Tensor> f, UnaryOperator<Tensor> g, Tensor x, RandomGenerator random) {
        Tensor left = f.apply(x);
        Tensor right = g.apply(x);
        Tensor u = normals(left.shape(), random);
        List<Tensor> whole = vjp(left.add(right), List.of(x), u);
        Tensor first = vjp(left, List.of(x), u).getFirst();
        Tensor second = vjp(right, List.of(x), u).getFirst();
        return same("(f + g)' = f' + g'", whole, List.of(first.add(second)), Cause.LAW_BROKEN);
    }

    /**
     * An elementwise function does not see where an element stands: {@code f(P x) = P f(x)}, and so for its gradient.
     *
     * @param f an elementwise function
     * @param x the argument
     * @param order the axes in another order
     * @param random draws the cotangent
     * @return the verdict
     */
    public static Verdict permutation(UnaryOperator<Tensor> f, Tensor x, int[] order, RandomGenerator random) {
        return same(
                in -> f.apply(in.get(0).permute(order)), in -> f.apply(in.get(0)).permute(order), List.of(x), random);
    }

    /**
     * Broadcasting is repeating: an operation gives the same on the copies, and a gradient is the sum over the copies.
     *
     * @param op an operation that broadcasts
     * @param a the left operand
     * @param b the right operand
     * @param random draws the cotangent
     * @return the verdict
     */
    public static Verdict broadcasting(BinaryOperator<Tensor> op, Tensor a, Tensor b, RandomGenerator random) {
        Tensor y = op.apply(a, b);
        int[] sizes = y.shape().sizes();
        List<Tensor> copies = List.of(
                a.detach().expand(sizes).clone().requiresGrad(true), b.detach().expand(sizes).clone().requiresGrad(true));
        Tensor repeated = op.apply(copies.get(0), copies.get(1));
        Tensor u = normals(y.shape(), random);
        List<Tensor> summed = new ArrayList<>();
        List<Tensor> ofCopies = vjp(repeated, copies, u);
        summed.add(ofCopies.get(0).sumTo(a.shape()));
        summed.add(ofCopies.get(1).sumTo(b.shape()));
        return same("op(a, b) = op(copies of a, copies of b)", List.of(y), List.of(repeated), Cause.LAW_BROKEN)
                .and(same(
                        "a gradient is the sum over the copies",
                        vjp(y, List.of(a, b), u),
                        summed,
                        Cause.MISSING_BROADCAST_SUM));
    }

    // ---- tools ------------------------------------------------------------------------------------------------------

    private static List<Tensor> inputs(List<Tensor> at) {
        return at.stream().filter(Tensor::requiresGrad).toList();
    }

    private static List<Tensor> vjp(Tensor y, List<Tensor> at, Tensor u) {
        List<Tensor> inputs = inputs(at);
        if (!y.requiresGrad()) {
            return inputs.stream()
                    .map(each -> Tensor.zeros(DType.FLOAT64, each.shape().sizes()))
                    .toList();
        }
        return Autograd.grad(List.of(y), inputs, List.of(u), false, true);
    }

    private static Tensor normals(Shape shape, RandomGenerator random) {
        double[] values = new double[shape.size()];
        Arrays.setAll(values, i -> random.nextGaussian());
        return Tensor.of(values, shape.sizes());
    }

    private static double dot(Tensor a, Tensor b) {
        double[] left = a.toDoubles();
        double[] right = b.toDoubles();
        double sum = 0;
        for (int i = 0; i < left.length; i++) {
            sum += left[i] * right[i];
        }
        return sum;
    }

    private static Verdict same(String law, List<Tensor> ones, List<Tensor> others, Cause cause) {
        long compared = 0;
        for (int k = 0; k < ones.size(); k++) {
            if (!ones.get(k).shape().equals(others.get(k).shape())) {
                String shapes = law + ", but the shapes are " + ones.get(k).shape() + " and " + others.get(k).shape();
                return broken(shapes, cause, k, List.of(), Double.NaN, Double.NaN);
            }
            double[] left = ones.get(k).toDoubles();
            double[] right = others.get(k).toDoubles();
            double size = 1;
            for (int i = 0; i < left.length; i++) {
                size = Math.max(size, Math.max(Math.abs(left[i]), Math.abs(right[i])));
            }
            for (int i = 0; i < left.length; i++) {
                compared++;
                if (!(Math.abs(left[i] - right[i]) <= ROUNDING * size)) {
                    return broken(law, cause, k, Jacobian.place(ones.get(k).shape(), i), left[i], right[i]);
                }
            }
        }
        return Verdict.correct(compared);
    }

    private static Verdict broken(
            String law, Cause cause, int input, List<Integer> index, double left, double right) {
        String what = "The law is " + law + ": the left side is " + left + ", the right side " + right + ".";
        return Verdict.wrong(new Diagnosis(
                cause, 1, input, index, List.of(), left, right, Double.NaN, Double.NaN, what, "the same seed"));
    }
}
