package org.cotangent.nn.optim;

import java.util.List;
import java.util.SortedMap;
import org.cotangent.Tensor;
import org.cotangent.kernel.Recipe;
import org.cotangent.nn.module.Parameter;

/**
 * Adam with the largest gradient, slowly forgotten, in the place of the mean square.
 *
 * <p>{@code m = beta1 m + (1 - beta1) g; u = max(beta2 u, |g| + eps); p = p - lr / (1 - beta1^t) m / u}. Kingma and Ba,
 * "Adam: a method for stochastic optimization", ICLR 2015, section 7.
 */
public final class Adamax extends Optimizer<Adamax.Options> {
    private static final Recipe LARGEST =
            Recipes.of("largest gradient", 4, in -> in[0].mul(in[2]).max(in[1].abs().add(in[3])));

    /**
     * The settings of {@link Adamax}.
     *
     * @param lr the learning rate, 0 or more
     * @param beta1 how much of the mean is kept, from 0, below 1
     * @param beta2 how much of the largest gradient is kept, from 0, below 1
     * @param eps keeps the divisor away from 0
     * @param weightDecay the weight of {@code |p|^2 / 2} in the objective, 0 or more
     * @param maximize whether to climb instead
     */
    public record Options(
            double lr, double beta1, double beta2, double eps, double weightDecay, boolean maximize)
            implements CyclableMomentum<Options> {
        /** Checks the settings. */
        public Options {
            check(lr >= 0, "Adamax", "lr " + lr, "the learning rate must be 0 or more");
            check(beta1 >= 0 && beta1 < 1, "Adamax", "beta1 " + beta1, "a beta is from 0, below 1");
            check(beta2 >= 0 && beta2 < 1, "Adamax", "beta2 " + beta2, "a beta is from 0, below 1");
            check(eps >= 0, "Adamax", "eps " + eps, "eps must be 0 or more");
            check(weightDecay >= 0, "Adamax", "weight decay " + weightDecay, "the weight decay must be 0 or more");
        }

        @Override
        public Options lr(double value) {
            return new Options(value, beta1, beta2, eps, weightDecay, maximize);
        }

        @Override
        public double momentum() {
            return beta1;
        }

        @Override
        public Options momentum(double value) {
            return betas(value, beta2);
        }

        /**
         * These settings with other betas.
         *
         * @param first beta1
         * @param second beta2
         * @return a copy
         */
        public Options betas(double first, double second) {
            return new Options(lr, first, second, eps, weightDecay, maximize);
        }

        /**
         * These settings with another eps.
         *
         * @param value the setting
         * @return a copy
         */
        public Options eps(double value) {
            return new Options(lr, beta1, beta2, value, weightDecay, maximize);
        }

        /**
         * These settings with another weight decay.
         *
         * @param value the setting
         * @return a copy
         */
        public Options weightDecay(double value) {
            return new Options(lr, beta1, beta2, eps, value, maximize);
        }

        /**
         * These settings, climbing or descending.
         *
         * @param value the setting
         * @return a copy
         */
        public Options maximize(boolean value) {
            return new Options(lr, beta1, beta2, eps, weightDecay, value);
        }

        @Override
        public SortedMap<String, String> settings() {
            return new PythonSettings()
                    .number("lr", lr)
                    .pair("betas", beta1, beta2)
                    .number("eps", eps)
                    .number("weight_decay", weightDecay, 0)
                    .flag("maximize", maximize)
                    .none("foreach")
                    .map();
        }
    }

    /**
     * Adamax with a learning rate and the usual settings.
     *
     * @param parameters what to move
     * @param lr the learning rate
     */
    public Adamax(List<Parameter> parameters, double lr) {
        this(parameters, options(lr));
    }

    /**
     * Adamax with settings.
     *
     * @param parameters what to move
     * @param options how
     */
    public Adamax(List<Parameter> parameters, Options options) {
        super(parameters, options);
    }

    /**
     * The usual settings, to be refined.
     *
     * @param lr the learning rate
     * @return betas 0.9 and 0.999, eps 1e-8, no decay
     */
    public static Options options(double lr) {
        return new Options(lr, 0.9, 0.999, 1e-8, 0, false);
    }

    @Override
    void update(Tensor parameter, Tensor gradient, Options options, State state) {
        Tensor g = descent(parameter, gradient, options.maximize(), options.weightDecay());
        double t = state.nextStep();
        Tensor mean = AdamStep.meanOf(g, parameter, options.beta1(), state);
        Tensor largest = state.get("exp_inf", parameter);
        largest.update(
                LARGEST, largest, g, scalar(options.beta2(), parameter), scalar(options.eps(), parameter));
        double step = options.lr() / (1 - Math.pow(options.beta1(), t));
        parameter.update(Recipes.ADD_QUOTIENT, parameter, mean, largest, scalar(-step, parameter));
    }
}
