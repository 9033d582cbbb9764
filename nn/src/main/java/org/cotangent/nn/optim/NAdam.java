package org.cotangent.nn.optim;

import java.util.List;
import java.util.SortedMap;
import org.cotangent.Tensor;
import org.cotangent.kernel.Recipe;
import org.cotangent.nn.module.Parameter;

/**
 * Adam with Nesterov's look ahead.
 *
 * <p>With {@code mu_t = beta1 (1 - 0.96^(t decay) / 2)} and P_t the product of all mu up to t: {@code p = p - lr ((1 -
 * mu_t) / (1 - P_t) g + mu_(t+1) / (1 - P_(t+1)) m) / (sqrt(v / (1 - beta2^t)) + eps)}. Dozat, "Incorporating Nesterov
 * momentum into Adam", ICLR workshop 2016.
 */
public final class NAdam extends Optimizer<NAdam.Options> {
    private static final Recipe DIVISOR =
            Recipes.of("NAdam divisor", 3, in -> in[0].div(in[1]).sqrt().add(in[2]));

    /**
     * The settings of {@link NAdam}.
     *
     * @param lr the learning rate, 0 or more
     * @param beta1 how much of the mean is kept, from 0, below 1
     * @param beta2 how much of the mean square is kept, from 0, below 1
     * @param eps keeps the divisor away from 0
     * @param weightDecay the weight of {@code |p|^2 / 2} in the objective, 0 or more
     * @param momentumDecay how fast the momentum approaches beta1, 0 or more
     */
    public record Options(
            double lr, double beta1, double beta2, double eps, double weightDecay, double momentumDecay)
            implements CyclableMomentum<Options> {
        /** Checks the settings. */
        public Options {
            check(lr >= 0, "NAdam", "lr " + lr, "the learning rate must be 0 or more");
            check(beta1 >= 0 && beta1 < 1, "NAdam", "beta1 " + beta1, "a beta is from 0, below 1");
            check(beta2 >= 0 && beta2 < 1, "NAdam", "beta2 " + beta2, "a beta is from 0, below 1");
            check(eps >= 0, "NAdam", "eps " + eps, "eps must be 0 or more");
            check(weightDecay >= 0, "NAdam", "weight decay " + weightDecay, "the weight decay must be 0 or more");
            check(momentumDecay >= 0, "NAdam", "momentum decay " + momentumDecay, "the momentum decay must be 0 or more");
        }

        @Override
        public Options lr(double value) {
            return new Options(value, beta1, beta2, eps, weightDecay, momentumDecay);
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
            return new Options(lr, first, second, eps, weightDecay, momentumDecay);
        }

        /**
         * These settings with another eps.
         *
         * @param value the setting
         * @return a copy
         */
        public Options eps(double value) {
            return new Options(lr, beta1, beta2, value, weightDecay, momentumDecay);
        }

        /**
         * These settings with another weight decay.
         *
         * @param value the setting
         * @return a copy
         */
        public Options weightDecay(double value) {
            return new Options(lr, beta1, beta2, eps, value, momentumDecay);
        }

        /**
         * These settings with another momentum decay.
         *
         * @param value the setting
         * @return a copy
         */
        public Options momentumDecay(double value) {
            return new Options(lr, beta1, beta2, eps, weightDecay, value);
        }

        @Override
        public SortedMap<String, String> settings() {
            return new PythonSettings()
                    .number("lr", lr)
                    .pair("betas", beta1, beta2)
                    .number("eps", eps)
                    .number("weight_decay", weightDecay, 0)
                    .number("momentum_decay", momentumDecay)
                    .none("foreach")
                    .map();
        }
    }

    /**
     * NAdam with a learning rate and the usual settings.
     *
     * @param parameters what to move
     * @param lr the learning rate
     */
    public NAdam(List<Parameter> parameters, double lr) {
        this(parameters, options(lr));
    }

    /**
     * NAdam with settings.
     *
     * @param parameters what to move
     * @param options how
     */
    public NAdam(List<Parameter> parameters, Options options) {
        super(parameters, options);
    }

    /**
     * The usual settings, to be refined.
     *
     * @param lr the learning rate
     * @return betas 0.9 and 0.999, eps 1e-8, momentum decay 0.004
     */
    public static Options options(double lr) {
        return new Options(lr, 0.9, 0.999, 1e-8, 0, 0.004);
    }

    @Override
    void update(Tensor parameter, Tensor gradient, Options options, State state) {
        Tensor g = descent(parameter, gradient, false, options.weightDecay());
        double t = state.nextStep();
        double mu = momentum(options, t);
        double next = momentum(options, t + 1);
        // PyTorch keeps the product as a float32 tensor
        float product = state.number("mu_product", 1) * (float) mu;
        state.keep("mu_product", product);
        float nextProduct = product * (float) mu * (float) next;
        Tensor mean = AdamStep.meanOf(g, parameter, options.beta1(), state);
        Tensor square = AdamStep.meanSquareOf(g, parameter, options.beta2(), state);
        Tensor divisor = Tensor.zeros(parameter.dtype(), parameter.shape().sizes())
                .update(
                        DIVISOR,
                        square,
                        scalar(1 - Math.pow(options.beta2(), t), parameter),
                        scalar(options.eps(), parameter));
        double along = -options.lr() * (1 - mu) / (1 - (double) product);
        double ahead = -options.lr() * next / (1 - (double) nextProduct);
        parameter.update(Recipes.ADD_QUOTIENT, parameter, g, divisor, scalar(along, parameter));
        parameter.update(Recipes.ADD_QUOTIENT, parameter, mean, divisor, scalar(ahead, parameter));
    }

    private static double momentum(Options options, double t) {
        return options.beta1() * (1 - 0.5 * Math.pow(0.96, t * options.momentumDecay()));
    }
}
