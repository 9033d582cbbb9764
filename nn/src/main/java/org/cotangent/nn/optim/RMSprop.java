package org.cotangent.nn.optim;

import java.util.List;
import java.util.SortedMap;
import org.cotangent.Tensor;
import org.cotangent.kernel.Recipe;
import org.cotangent.nn.module.Parameter;

/**
 * Steps along the gradient divided by the root of the mean of its square.
 *
 * <p>{@code v = alpha v + (1 - alpha) g^2; d = g / (sqrt v + eps); p = p - lr d}; centered, the square of the running mean
 * of g is taken off v; with momentum, {@code b = momentum b + d} stands in the place of d. Hinton, "Neural networks for
 * machine learning", lecture 6e, 2012; Graves, "Generating sequences with recurrent neural networks", 2013.
 */
public final class RMSprop extends Optimizer<RMSprop.Options> {
    private static final Recipe ROOT = Recipe.of2("root and eps", (v, eps) -> v.sqrt().add(eps));

    /** {@code sqrt(v - m m) + eps}, the product fused with the difference. */
    private static final Recipe DEVIATION =
            Recipes.of("deviation and eps", 3, in -> in[1].neg().fma(in[1], in[0]).sqrt().add(in[2]));

    private static final Recipe MOMENTUM =
            Recipes.of("RMSprop momentum", 4, in -> in[0].mul(in[3]).add(in[1].div(in[2])));

    /**
     * The settings of {@link RMSprop}.
     *
     * @param lr the learning rate, 0 or more
     * @param momentum how much of the last direction is kept, 0 or more
     * @param alpha how much of the mean square is kept
     * @param eps keeps the divisor away from 0
     * @param centered whether the variance is used instead of the mean square
     * @param weightDecay the weight of {@code |p|^2 / 2} in the objective, 0 or more
     * @param maximize whether to climb instead
     */
    public record Options(
            double lr,
            double momentum,
            double alpha,
            double eps,
            boolean centered,
            double weightDecay,
            boolean maximize)
            implements CyclableMomentum<Options> {
        /** Checks the settings. */
        public Options {
            check(lr >= 0, "RMSprop", "lr " + lr, "the learning rate must be 0 or more");
            check(momentum >= 0, "RMSprop", "momentum " + momentum, "the momentum must be 0 or more");
            check(alpha >= 0, "RMSprop", "alpha " + alpha, "alpha must be 0 or more");
            check(eps >= 0, "RMSprop", "eps " + eps, "eps must be 0 or more");
            check(weightDecay >= 0, "RMSprop", "weight decay " + weightDecay, "the weight decay must be 0 or more");
        }

        @Override
        public Options lr(double value) {
            return new Options(value, momentum, alpha, eps, centered, weightDecay, maximize);
        }

        @Override
        public Options momentum(double value) {
            return new Options(lr, value, alpha, eps, centered, weightDecay, maximize);
        }

        /**
         * These settings with another alpha.
         *
         * @param value the setting
         * @return a copy
         */
        public Options alpha(double value) {
            return new Options(lr, momentum, value, eps, centered, weightDecay, maximize);
        }

        /**
         * These settings with another eps.
         *
         * @param value the setting
         * @return a copy
         */
        public Options eps(double value) {
            return new Options(lr, momentum, alpha, value, centered, weightDecay, maximize);
        }

        /**
         * These settings with or without centering.
         *
         * @param value the setting
         * @return a copy
         */
        public Options centered(boolean value) {
            return new Options(lr, momentum, alpha, eps, value, weightDecay, maximize);
        }

        /**
         * These settings with another weight decay.
         *
         * @param value the setting
         * @return a copy
         */
        public Options weightDecay(double value) {
            return new Options(lr, momentum, alpha, eps, centered, value, maximize);
        }

        /**
         * These settings, climbing or descending.
         *
         * @param value the setting
         * @return a copy
         */
        public Options maximize(boolean value) {
            return new Options(lr, momentum, alpha, eps, centered, weightDecay, value);
        }

        @Override
        public SortedMap<String, String> settings() {
            return new PythonSettings()
                    .number("lr", lr)
                    .number("momentum", momentum, 0)
                    .number("alpha", alpha)
                    .number("eps", eps)
                    .flag("centered", centered)
                    .number("weight_decay", weightDecay, 0)
                    .flag("maximize", maximize)
                    .none("foreach")
                    .off("differentiable")
                    .map();
        }
    }

    /**
     * RMSprop with a learning rate and the usual settings.
     *
     * @param parameters what to move
     * @param lr the learning rate
     */
    public RMSprop(List<Parameter> parameters, double lr) {
        this(parameters, options(lr));
    }

    /**
     * RMSprop with settings.
     *
     * @param parameters what to move
     * @param options how
     */
    public RMSprop(List<Parameter> parameters, Options options) {
        super(parameters, options);
    }

    /**
     * The usual settings, to be refined.
     *
     * @param lr the learning rate
     * @return alpha 0.99, eps 1e-8, no momentum, no decay
     */
    public static Options options(double lr) {
        return new Options(lr, 0, 0.99, 1e-8, false, 0, false);
    }

    @Override
    void update(Tensor parameter, Tensor gradient, Options options, State state) {
        Tensor g = descent(parameter, gradient, options.maximize(), options.weightDecay());
        state.nextStep();
        Tensor alpha = scalar(options.alpha(), parameter);
        Tensor rest = scalar(1 - options.alpha(), parameter);
        Tensor eps = scalar(options.eps(), parameter);
        Tensor square = state.get("square_avg", parameter);
        square.update(Recipes.MEAN_SQUARE, square, g, alpha, rest);
        Tensor divisor = Tensor.zeros(parameter.dtype(), parameter.shape().sizes());
        if (options.centered()) {
            Tensor mean = state.get("grad_avg", parameter);
            mean.update(Recipes.MEAN, mean, g, alpha, rest);
            divisor.update(DEVIATION, square, mean, eps);
        } else {
            divisor.update(ROOT, square, eps);
        }
        if (options.momentum() > 0) {
            Tensor buffer = state.get("momentum_buffer", parameter);
            buffer.update(MOMENTUM, buffer, g, divisor, scalar(options.momentum(), parameter));
            parameter.update(Recipes.AXPY, parameter, buffer, scalar(-options.lr(), parameter));
        } else {
            parameter.update(Recipes.ADD_QUOTIENT, parameter, g, divisor, scalar(-options.lr(), parameter));
        }
    }
}
