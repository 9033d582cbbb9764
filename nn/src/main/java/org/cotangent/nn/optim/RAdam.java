package org.cotangent.nn.optim;

import java.util.List;
import java.util.SortedMap;
import org.cotangent.Tensor;
import org.cotangent.kernel.Recipe;
import org.cotangent.nn.module.Parameter;

/**
 * Adam that does not divide by the root of the mean square before that is known well enough.
 *
 * <p>With {@code r_inf = 2 / (1 - beta2) - 1} and {@code r_t = r_inf - 2 t beta2^t / (1 - beta2^t)}: {@code p = p - lr m /
 * (1 - beta1^t)} while {@code r_t <= 5}, after that multiplied by {@code sqrt((r_t - 4)(r_t - 2) r_inf / ((r_inf - 4)
 * (r_inf - 2) r_t)) sqrt(1 - beta2^t) / (sqrt v + eps)}. Liu et al., "On the variance of the adaptive learning rate and
 * beyond", ICLR 2020.
 */
public final class RAdam extends Optimizer<RAdam.Options> {
    /** {@code p - ((m / c1) lr) (1 / (sqrt v + eps) c2) r}, from left to right. */
    private static final Recipe RECTIFIED = Recipes.of(
            "RAdam step",
            8,
            in -> in[0].sub(in[1].div(in[3])
                    .mul(in[4])
                    .mul(in[2].constant(1).div(in[2].sqrt().add(in[6])).mul(in[5]))
                    .mul(in[7])));

    private static final Recipe PLAIN =
            Recipes.of("RAdam first steps", 4, in -> in[0].sub(in[1].div(in[2]).mul(in[3])));

    /**
     * The settings of {@link RAdam}.
     *
     * @param lr the learning rate, 0 or more
     * @param beta1 how much of the mean is kept, from 0, below 1
     * @param beta2 how much of the mean square is kept, from 0, below 1
     * @param eps keeps the divisor away from 0
     * @param weightDecay the weight of {@code |p|^2 / 2} in the objective, 0 or more
     */
    public record Options(
            double lr, double beta1, double beta2, double eps, double weightDecay)
            implements CyclableMomentum<Options> {
        /** Checks the settings. */
        public Options {
            check(lr >= 0, "RAdam", "lr " + lr, "the learning rate must be 0 or more");
            check(beta1 >= 0 && beta1 < 1, "RAdam", "beta1 " + beta1, "a beta is from 0, below 1");
            check(beta2 >= 0 && beta2 < 1, "RAdam", "beta2 " + beta2, "a beta is from 0, below 1");
            check(eps >= 0, "RAdam", "eps " + eps, "eps must be 0 or more");
            check(weightDecay >= 0, "RAdam", "weight decay " + weightDecay, "the weight decay must be 0 or more");
        }

        @Override
        public Options lr(double value) {
            return new Options(value, beta1, beta2, eps, weightDecay);
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
            return new Options(lr, first, second, eps, weightDecay);
        }

        /**
         * These settings with another eps.
         *
         * @param value the setting
         * @return a copy
         */
        public Options eps(double value) {
            return new Options(lr, beta1, beta2, value, weightDecay);
        }

        /**
         * These settings with another weight decay.
         *
         * @param value the setting
         * @return a copy
         */
        public Options weightDecay(double value) {
            return new Options(lr, beta1, beta2, eps, value);
        }

        @Override
        public SortedMap<String, String> settings() {
            return new PythonSettings()
                    .number("lr", lr)
                    .pair("betas", beta1, beta2)
                    .number("eps", eps)
                    .number("weight_decay", weightDecay, 0)
                    .none("foreach")
                    .map();
        }
    }

    /**
     * RAdam with a learning rate and the usual settings.
     *
     * @param parameters what to move
     * @param lr the learning rate
     */
    public RAdam(List<Parameter> parameters, double lr) {
        this(parameters, options(lr));
    }

    /**
     * RAdam with settings.
     *
     * @param parameters what to move
     * @param options how
     */
    public RAdam(List<Parameter> parameters, Options options) {
        super(parameters, options);
    }

    /**
     * The usual settings, to be refined.
     *
     * @param lr the learning rate
     * @return betas 0.9 and 0.999, eps 1e-8, no decay
     */
    public static Options options(double lr) {
        return new Options(lr, 0.9, 0.999, 1e-8, 0);
    }

    @Override
    void update(Tensor parameter, Tensor gradient, Options options, State state) {
        Tensor g = descent(parameter, gradient, false, options.weightDecay());
        double t = state.nextStep();
        Tensor mean = AdamStep.meanOf(g, parameter, options.beta1(), state);
        Tensor square = AdamStep.meanSquareOf(g, parameter, options.beta2(), state);
        double kept = Math.pow(options.beta2(), t);
        Tensor meanCorrection = scalar(1 - Math.pow(options.beta1(), t), parameter);
        Tensor lr = scalar(options.lr(), parameter);
        double longest = 2 / (1 - options.beta2()) - 1;
        double length = longest - 2 * t * kept / (1 - kept);
        if (length > 5) {
            double rectification = Math.sqrt((length - 4) * (length - 2) * longest / ((longest - 4) * (longest - 2) * length));
            parameter.update(
                    RECTIFIED,
                    parameter,
                    mean,
                    square,
                    meanCorrection,
                    lr,
                    scalar(Math.sqrt(1 - kept), parameter),
                    scalar(options.eps(), parameter),
                    scalar(rectification, parameter));
        } else {
            parameter.update(PLAIN, parameter, mean, meanCorrection, lr);
        }
    }
}
