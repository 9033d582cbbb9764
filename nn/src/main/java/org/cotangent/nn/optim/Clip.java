package org.cotangent.nn.optim;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.Autograd;
import org.cotangent.Tensor;
import org.cotangent.kernel.Recipe;
import org.cotangent.nn.module.Parameter;
import org.cotangent.shape.Complaint;

/** Makes gradients smaller that are too large, between backward and the optimizer's step. */
public final class Clip {
    /** Added to the norm, as PyTorch does, so that nothing is divided by 0. */
    private static final double EPS = 1e-6;

    private static final Recipe CLAMP = Recipes.of(
            "clip", 3, in -> in[0].max(in[1]).min(in[2]));

    private Clip() {}

    /**
     * Scales all gradients by one factor, so that the length of all of them together is a given one at most.
     *
     * @param parameters whose gradients are meant; those without one count nothing
     * @param maxNorm the length that is allowed
     * @return the length before
     */
    public static double byNorm(List<Parameter> parameters, double maxNorm) {
        return byNorm(parameters, maxNorm, 2);
    }

    /**
     * Scales all gradients by {@code min(1, maxNorm / (norm + 1e-6))}, where the norm is {@code (sum |g|^p)^(1/p)} over all
     * elements of all gradients, and the largest |g| for infinite p. They are replaced, not changed in place.
     *
     * @param parameters whose gradients are meant; those without one count nothing
     * @param maxNorm the norm that is allowed
     * @param p which norm: 1, 2, another number above 0, or infinity
     * @return the norm before, as PyTorch computes it: the norm of the norms of the gradients
     */
    public static double byNorm(List<Parameter> parameters, double maxNorm, double p) {
        if (!(p > 0)) {
            throw Complaint.about("clip by norm " + p)
                    .because("a norm has a power above 0")
                    .hint("2, 1 or Double.POSITIVE_INFINITY")
                    .argument();
        }
        return Autograd.noGrad(() -> {
            List<Tensor> norms = new ArrayList<>();
            for (Parameter parameter : parameters) {
                Tensor gradient = parameter.grad();
                if (gradient != null) {
                    norms.add(norm(gradient, p));
                }
            }
            if (norms.isEmpty()) {
                return 0.0;
            }
            Tensor total = norm(Tensor.stack(0, norms.toArray(Tensor[]::new)), p);
            // in the type of the gradients, as PyTorch does
            Tensor factor = Tensor.scalar(maxNorm, total.dtype()).div(total.add(EPS));
            if (!(factor.item() >= 1)) {
                for (Parameter parameter : parameters) {
                    Tensor gradient = parameter.grad();
                    if (gradient != null) {
                        parameter.setGrad(gradient.mul(factor));
                    }
                }
            }
            return total.item();
        });
    }

    private static Tensor norm(Tensor x, double p) {
        Tensor size = x.abs();
        if (Double.isInfinite(p)) {
            return size.max();
        }
        if (p == 1) {
            return size.sum();
        }
        return p == 2 ? x.square().sum().sqrt() : size.pow(p).sum().pow(1 / p);
    }

    /**
     * Cuts every element of every gradient to the range from {@code -limit} to {@code limit}.
     *
     * @param parameters whose gradients are meant
     * @param limit the largest size that is allowed, 0 or more
     */
    public static void byValue(List<Parameter> parameters, double limit) {
        if (!(limit >= 0)) {
            throw Complaint.about("clip by value " + limit)
                    .because("the range from -limit to limit is empty")
                    .hint("a limit of 0 or more")
                    .argument();
        }
        Autograd.noGrad(() -> parameters.forEach(parameter -> {
            Tensor g = parameter.grad();
            if (g != null) {
                Tensor cut = Tensor.zeros(g.dtype(), g.shape().sizes()).to(g.device());
                parameter.setGrad(cut.update(
                        CLAMP, g, Tensor.scalar(-limit, g.dtype()), Tensor.scalar(limit, g.dtype())));
            }
        }));
    }
}
