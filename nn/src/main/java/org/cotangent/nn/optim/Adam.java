package org.cotangent.nn.optim;

import java.util.List;
import java.util.SortedMap;
import org.cotangent.Tensor;
import org.cotangent.nn.module.Parameter;

/**
 * Adam: steps along the mean of the gradient divided by the root of the mean of its square.
 *
 * <p>{@code m = beta1 m + (1 - beta1) g; v = beta2 v + (1 - beta2) g^2; p = p - lr / (1 - beta1^t) m / (sqrt v / sqrt(1 -
 * beta2^t) + eps)}. Kingma and Ba, "Adam: a method for stochastic optimization", ICLR 2015; with AMSGrad (Reddi et al.,
 * "On the convergence of Adam and beyond", ICLR 2018) the largest v so far stands in the place of v.
 */
public final class Adam extends Optimizer<Adam.Options> {
    /**
     * The settings of {@link Adam}.
     *
     * @param lr the learning rate, 0 or more
     * @param beta1 how much of the mean is kept, from 0, below 1
     * @param beta2 how much of the mean square is kept, from 0, below 1
     * @param eps keeps the divisor away from 0
     * @param weightDecay the weight of {@code |p|^2 / 2} in the objective, 0 or more
     * @param amsgrad whether the largest mean square so far is used
     * @param maximize whether to climb instead
     */
    public record Options(
            double lr, double beta1, double beta2, double eps, double weightDecay, boolean amsgrad, boolean maximize)
            implements CyclableMomentum<Options> {
        /** Checks the settings. */
        public Options {
            check(lr >= 0, "Adam", "lr " + lr, "the learning rate must be 0 or more");
            check(beta1 >= 0 && beta1 < 1, "Adam", "beta1 " + beta1, "a beta is from 0, below 1");
            check(beta2 >= 0 && beta2 < 1, "Adam", "beta2 " + beta2, "a beta is from 0, below 1");
            check(eps >= 0, "Adam", "eps " + eps, "eps must be 0 or more");
            check(weightDecay >= 0, "Adam", "weight decay " + weightDecay, "the weight decay must be 0 or more");
        }

        @Override
        public Options lr(double value) {
            return new Options(value, beta1, beta2, eps, weightDecay, amsgrad, maximize);
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
        public double momentum() {
            return beta1;
        }

        @Override
        public Options momentum(double value) {
            return betas(value, beta2);
        }

        @Override
        public SortedMap<String, String> settings() {
            return new PythonSettings()
                    .number("lr", lr)
                    .pair("betas", beta1, beta2)
                    .number("eps", eps)
                    .number("weight_decay", weightDecay, 0)
                    .flag("amsgrad", amsgrad)
                    .flag("maximize", maximize)
                    .none("foreach")
                    .off("capturable", "differentiable", "fused")
                    .map();
        }
    }

    /**
     * Adam with a learning rate and the usual settings.
     *
     * @param parameters what to move
     * @param lr the learning rate
     */
    public Adam(List<Parameter> parameters, double lr) {
        this(parameters, options(lr));
    }

    /**
     * Adam with settings.
     *
     * @param parameters what to move
     * @param options how: {@code Adam.options(1e-3).betas(0.9, 0.99)}
     */
    public Adam(List<Parameter> parameters, Options options) {
        super(parameters, options);
    }

    /**
     * The usual settings, to be refined.
     *
     * @param lr the learning rate
     * @return betas 0.9 and 0.999, eps 1e-8, no decay
     */
    public static Options options(double lr) {
        return new Options(lr, 0.9, 0.999, 1e-8, 0, false, false);
    }

    @Override
    void update(Tensor parameter, Tensor gradient, Options options, State state) {
        Tensor g = descent(parameter, gradient, options.maximize(), options.weightDecay());
        new AdamStep(
                        options.lr(), options.beta1(), options.beta2(), options.eps(), 1, options.amsgrad())
                .take(parameter, g, state);
    }
}
