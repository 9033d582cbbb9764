package org.cotangent.check.zoo;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.cotangent.Autograd;
import org.cotangent.Tensor;
import org.cotangent.check.Cause;
import org.cotangent.check.Diagnosis;
import org.cotangent.check.GradientChecker;
import org.cotangent.check.Verdict;
import org.cotangent.kernel.DType;
import org.cotangent.shape.Shape;

/** Two checkers as they are written in an afternoon, to show what they miss. */
public final class Naive {
    private Naive() {}

    /**
     * Central differences of the sum of all outputs, in float32, with step 1e-3, to within 1 %.
     *
     * @return the checker
     */
    public static GradientChecker float32() {
        return (f, at) -> elementwise(f::apply, at);
    }

    /**
     * One random projection {@code u^T J v} in float64, with step 1e-6, to within 0.1 %.
     *
     * @return the checker
     */
    public static GradientChecker projectionOnly() {
        return (f, at) -> projected(f::apply, at);
    }

    private static Verdict elementwise(java.util.function.Function<List<Tensor>, Tensor> f, List<Tensor> at) {
        List<Tensor> leaves = leaves(at, DType.FLOAT32);
        Tensor loss = f.apply(leaves).sum();
        List<Tensor> inputs = leaves.stream().filter(Tensor::requiresGrad).toList();
        List<double[]> gradients;
        try {
            gradients = gradients(loss, inputs);
        } catch (RuntimeException failure) {
            return found(Double.NaN, Double.NaN);
        }
        double eps = 1e-3;
        long compared = 0;
        for (int k = 0; k < inputs.size(); k++) {
            for (int i = 0; i < inputs.get(k).size(); i++) {
                double above = f.apply(moved(leaves, inputs.get(k), i, eps)).sum().item();
                double below = f.apply(moved(leaves, inputs.get(k), i, -eps)).sum().item();
                double numeric = (above - below) / (2 * eps);
                double analytic = gradients.get(k)[i];
                compared++;
                if (Math.abs(numeric - analytic) > 1e-2 * Math.max(1, Math.abs(numeric) + Math.abs(analytic))) {
                    return found(analytic, numeric);
                }
            }
        }
        return Verdict.correct(compared);
    }

    private static Verdict projected(java.util.function.Function<List<Tensor>, Tensor> f, List<Tensor> at) {
        Random random = new Random(1);
        List<Tensor> leaves = leaves(at, DType.FLOAT64);
        Tensor y = f.apply(leaves);
        Tensor u = normals(random, y.shape());
        ToDoubleFunction<List<Tensor>> loss = in -> f.apply(in).mul(u).sum().item();
        List<Tensor> inputs = leaves.stream().filter(Tensor::requiresGrad).toList();
        List<double[]> gradients;
        try {
            gradients = gradients(y.mul(u).sum(), inputs);
        } catch (RuntimeException failure) {
            return found(Double.NaN, Double.NaN);
        }
        double eps = 1e-6;
        double analytic = 0;
        List<Tensor> above = new ArrayList<>(leaves);
        List<Tensor> below = new ArrayList<>(leaves);
        for (int k = 0; k < inputs.size(); k++) {
            Tensor v = normals(random, inputs.get(k).shape());
            double[] direction = v.toDoubles();
            for (int i = 0; i < direction.length; i++) {
                analytic += direction[i] * gradients.get(k)[i];
            }
            int place = leaves.indexOf(inputs.get(k));
            above.set(place, inputs.get(k).detach().add(v.mul(eps)).requiresGrad(true));
            below.set(place, inputs.get(k).detach().sub(v.mul(eps)).requiresGrad(true));
        }
        double numeric = (loss.applyAsDouble(above) - loss.applyAsDouble(below)) / (2 * eps);
        boolean agree = Math.abs(numeric - analytic) <= 1e-3 * Math.max(1, Math.abs(numeric));
        return agree ? Verdict.correct(1) : found(analytic, numeric);
    }

    private static List<Tensor> leaves(List<Tensor> at, DType type) {
        return at.stream()
                .map(each -> each.requiresGrad() ? each.detach().to(type).clone().requiresGrad(true) : each)
                .toList();
    }

    private static List<double[]> gradients(Tensor loss, List<Tensor> inputs) {
        if (!loss.requiresGrad()) {
            return inputs.stream().map(each -> new double[each.size()]).toList();
        }
        return Autograd.grad(loss, inputs, false).stream().map(Tensor::toDoubles).toList();
    }

    private static List<Tensor> moved(List<Tensor> leaves, Tensor which, int element, double by) {
        List<Tensor> moved = new ArrayList<>(leaves);
        double[] values = which.toDoubles();
        values[element] += by;
        moved.set(
                leaves.indexOf(which),
                Tensor.of(values, which.shape().sizes()).to(which.dtype()).requiresGrad(true));
        return moved;
    }

    private static Tensor normals(Random random, Shape shape) {
        double[] values = new double[shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextGaussian();
        }
        return Tensor.of(values, shape.sizes());
    }

    private static Verdict found(double analytic, double numeric) {
        return Verdict.wrong(new Diagnosis(
                Cause.WRONG_VALUE, 1, 0, List.of(), List.of(), analytic, numeric, numeric, numeric, "", ""));
    }
}
