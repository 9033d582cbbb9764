package org.cotangent.nn.optim;

import java.util.List;
import java.util.SortedMap;
import org.cotangent.Tensor;
import org.cotangent.kernel.Recipe;
import org.cotangent.nn.module.Parameter;

/**
 * Steps along the gradient, as long as recent steps were for recent gradients.
 *
 * <p>{@code v = rho v + (1 - rho) g^2; d = sqrt(u + eps) / sqrt(v + eps) g; u = rho u + (1 - rho) d^2; p = p - lr d}.
 * Zeiler, "Adadelta: an adaptive learning rate method", 2012.
 */
public final class Adadelta extends Optimizer<Adadelta.Options> {
    private static final Recipe DELTA = Recipes.of(
            "Adadelta direction",
            4,
            in -> in[0].add(in[3]).sqrt().div(in[1].add(in[3]).sqrt()).mul(in[2]));

    /**
     * The settings of {@link Adadelta}.
     *
     * @param lr the learning rate, 0 or more
     * @param rho how much of the mean squares is kept, from 0 to 1
     * @param eps keeps the divisor away from 0
     * @param weightDecay the weight of {@code |p|^2 / 2} in the objective, 0 or more
     * @param maximize whether to climb instead
     */
    public record Options(
            double lr, double rho, double eps, double weightDecay, boolean maximize)
            implements Hyperparameters<Options> {
        /** Checks the settings. */
        public Options {
            check(lr >= 0, "Adadelta", "lr " + lr, "the learning rate must be 0 or more");
            check(rho >= 0 && rho <= 1, "Adadelta", "rho " + rho, "rho is from 0 to 1");
            check(eps >= 0, "Adadelta", "eps " + eps, "eps must be 0 or more");
            check(weightDecay >= 0, "Adadelta", "weight decay " + weightDecay, "the weight decay must be 0 or more");
        }

        @Override
        public Options lr(double value) {
            return new Options(value, rho, eps, weightDecay, maximize);
        }

        /**
         * These settings with another rho.
         *
         * @param value the setting
         * @return a copy
         */
        public Options rho(double value) {
            return new Options(lr, value, eps, weightDecay, maximize);
        }

        /**
         * These settings with another eps.
         *
         * @param value the setting
         * @return a copy
         */
        public Options eps(double value) {
            return new Options(lr, rho, value, weightDecay, maximize);
        }

        /**
         * These settings with another weight decay.
         *
         * @param value the setting
         * @return a copy
         */
        public Options weightDecay(double value) {
            return new Options(lr, rho, eps, value, maximize);
        }

        /**
         * These settings, climbing or descending.
         *
         * @param value the setting
         * @return a copy
         */
        public Options maximize(boolean value) {
            return new Options(lr, rho, eps, weightDecay, value);
        }

        @Override
        public SortedMap<String, String> settings() {
            return new PythonSettings()
                    .number("lr", lr)
                    .number("rho", rho)
                    .number("eps", eps)
                    .number("weight_decay", weightDecay, 0)
                    .flag("maximize", maximize)
                    .none("foreach")
                    .map();
        }
    }

    /**
     * Adadelta with a learning rate and the usual settings.
     *
     * @param parameters what to move
     * @param lr the learning rate; 1 in the paper
     */
    public Adadelta(List<Parameter> parameters, double lr) {
        this(parameters, options(lr));
    }

    /**
     * Adadelta with settings.
     *
     * @param parameters what to move
     * @param options how
     */
    public Adadelta(List<Parameter> parameters, Options options) {
        super(parameters, options);
    }

    /**
     * The usual settings, to be refined.
     *
     * @param lr the learning rate; 1 in the paper
     * @return rho 0.9, eps 1e-6, no decay
     */
    public static Options options(double lr) {
        return new Options(lr, 0.9, 1e-6, 0, false);
    }

    @Override
    void update(Tensor parameter, Tensor gradient, Options options, State state) {
        Tensor g = descent(parameter, gradient, options.maximize(), options.weightDecay());
        state.nextStep();
        double rho = options.rho();
        Tensor square = state.get("square_avg", parameter);
        Tensor.updateAll(Recipes.MEAN_SQUARE, List.of(square, g), rho, 1 - rho);
        Tensor steps = state.get("acc_delta", parameter);
        Tensor delta = Tensor.zeros(parameter.dtype(), parameter.shape().sizes())
                .update(DELTA, steps, square, g, scalar(options.eps(), parameter));
        Tensor.updateAll(Recipes.MEAN_SQUARE, List.of(steps, delta), rho, 1 - rho);
        parameter.update(Recipes.AXPY, parameter, delta, scalar(-options.lr(), parameter));
    }
}
