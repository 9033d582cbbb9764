package org.cotangent.nn.optim;

import java.util.List;
import java.util.SortedMap;
import org.cotangent.Tensor;
import org.cotangent.nn.module.Parameter;

/**
 * Adam whose weight decay acts on the parameter itself and not through the gradient.
 *
 * <p>{@code p = p (1 - lr decay)}, then the step of {@link Adam}. Loshchilov and Hutter, "Decoupled weight decay
 * regularization", ICLR 2019.
 */
public final class AdamW extends Optimizer<AdamW.Options> {
    /**
     * The settings of {@link AdamW}.
     *
     * @param lr the learning rate, 0 or more
     * @param beta1 how much of the mean is kept, from 0, below 1
     * @param beta2 how much of the mean square is kept, from 0, below 1
     * @param eps keeps the divisor away from 0
     * @param weightDecay the share of the parameter that a step of rate 1 takes away, 0 or more
     * @param amsgrad whether the largest mean square so far is used
     * @param maximize whether to climb instead
     */
    public record Options(
            double lr, double beta1, double beta2, double eps, double weightDecay, boolean amsgrad, boolean maximize)
            implements CyclableMomentum<Options> {
        /** Checks the settings. */
        public Options {
            check(lr >= 0, "AdamW", "lr " + lr, "the learning rate must be 0 or more");
            check(beta1 >= 0 && beta1 < 1, "AdamW", "beta1 " + beta1, "a beta is from 0, below 1");
            check(beta2 >= 0 && beta2 < 1, "AdamW", "beta2 " + beta2, "a beta is from 0, below 1");
            check(eps >= 0, "AdamW", "eps " + eps, "eps must be 0 or more");
            check(weightDecay >= 0, "AdamW", "weight decay " + weightDecay, "the weight decay must be 0 or more");
        }

        @Override
        public Options lr(double value) {
            return new Options(value, beta1, beta2, eps, weightDecay, amsgrad, maximize);
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
            return new Options(lr, first, second, eps, weightDecay, amsgrad, maximize);
        }

        /**
         * These settings with another eps.
         *
         * @param value the setting
         * @return a copy
         */
        public Options eps(double value) {
            return new Options(lr, beta1, beta2, value, weightDecay, amsgrad, maximize);
        }

        /**
         * These settings with another weight decay.
         *
         * @param value the setting
         * @return a copy
         */
        public Options weightDecay(double value) {
            return new Options(lr, beta1, beta2, eps, value, amsgrad, maximize);
        }

        /**
         * These settings with or without AMSGrad.
         *
         * @param value the setting
         * @return a copy
         */
        public Options amsgrad(boolean value) {
            return new Options(lr, beta1, beta2, eps, weightDecay, value, maximize);
        }

        /**
         * These settings, climbing or descending.
         *
         * @param value the setting
         * @return a copy
         */
        public Options maximize(boolean value) {
            return new Options(lr, beta1, beta2, eps, weightDecay, amsgrad, value);
        }

        @Override
        public SortedMap<String, String> settings() {
            return new PythonSettings()
                    .number("lr", lr)
                    .pair("betas", beta1, beta2)
                    .number("eps", eps)
                    .number("weight_decay", weightDecay)
                    .flag("amsgrad", amsgrad)
                    .flag("maximize", maximize)
                    .none("foreach")
                    .off("capturable")
                    .map();
        }
    }

    /**
     * AdamW with a learning rate and the usual settings.
     *
     * @param parameters what to move
     * @param lr the learning rate
     */
    public AdamW(List<Parameter> parameters, double lr) {
        this(parameters, options(lr));
    }

    /**
     * AdamW with settings.
     *
     * @param parameters what to move
     * @param options how
     */
    public AdamW(List<Parameter> parameters, Options options) {
        super(parameters, options);
    }

    /**
     * The usual settings, to be refined.
     *
     * @param lr the learning rate
     * @return betas 0.9 and 0.999, eps 1e-8, weight decay 0.01
     */
    public static Options options(double lr) {
        return new Options(lr, 0.9, 0.999, 1e-8, 0.01, false, false);
    }

    @Override
    void update(Tensor parameter, Tensor gradient, Options options, State state) {
        Tensor g = descent(parameter, gradient, options.maximize(), 0);
        new AdamStep(
                        options.lr(), options.beta1(), options.beta2(), options.eps(), 1 - options.lr() * options.weightDecay(), options.amsgrad())
                .take(parameter, g, state);
    }
}
