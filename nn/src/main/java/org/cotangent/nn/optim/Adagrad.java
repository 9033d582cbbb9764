package org.cotangent.nn.optim;

import java.util.List;
import java.util.SortedMap;
import org.cotangent.Tensor;
import org.cotangent.kernel.Recipe;
import org.cotangent.nn.module.Parameter;

/**
 * Steps along the gradient divided by the root of the sum of all its squares so far.
 *
 * <p>{@code s = s + g^2; p = p - lr / (1 + (t - 1) lrDecay) g / (sqrt s + eps)}. Duchi, Hazan and Singer, "Adaptive
 * subgradient methods for online learning and stochastic optimization", JMLR 12, 2011.
 */
public final class Adagrad extends Optimizer<Adagrad.Options> {
    private static final Recipe SUM = Recipe.of2("sum of squares", (s, g) -> g.fma(g, s));

    private static final Recipe STEP = Recipes.of(
            "Adagrad step", 5, in -> in[0].add(in[4].mul(in[1]).div(in[2].sqrt().add(in[3]))));

    /**
     * The settings of {@link Adagrad}.
     *
     * @param lr the learning rate, 0 or more
     * @param lrDecay how fast the learning rate falls, 0 or more
     * @param eps keeps the divisor away from 0
     * @param weightDecay the weight of {@code |p|^2 / 2} in the objective, 0 or more
     * @param initialAccumulatorValue what the sum of squares starts with, 0 or more
     * @param maximize whether to climb instead
     */
    public record Options(
            double lr,
            double lrDecay,
            double eps,
            double weightDecay,
            double initialAccumulatorValue,
            boolean maximize)
            implements Hyperparameters<Options> {
        /** Checks the settings. */
        public Options {
            check(lr >= 0, "Adagrad", "lr " + lr, "the learning rate must be 0 or more");
            check(lrDecay >= 0, "Adagrad", "lr decay " + lrDecay, "the decay of the learning rate must be 0 or more");
            check(eps >= 0, "Adagrad", "eps " + eps, "eps must be 0 or more");
            check(weightDecay >= 0, "Adagrad", "weight decay " + weightDecay, "the weight decay must be 0 or more");
            check(initialAccumulatorValue >= 0, "Adagrad", "initial accumulator value " + initialAccumulatorValue, "a sum of squares is 0 or more");
        }

        @Override
        public Options lr(double value) {
            return new Options(value, lrDecay, eps, weightDecay, initialAccumulatorValue, maximize);
        }

        /**
         * These settings with another decay of the learning rate.
         *
         * @param value the setting
         * @return a copy
         */
        public Options lrDecay(double value) {
            return new Options(lr, value, eps, weightDecay, initialAccumulatorValue, maximize);
        }

        /**
         * These settings with another eps.
         *
         * @param value the setting
         * @return a copy
         */
        public Options eps(double value) {
            return new Options(lr, lrDecay, value, weightDecay, initialAccumulatorValue, maximize);
        }

        /**
         * These settings with another weight decay.
         *
         * @param value the setting
         * @return a copy
         */
        public Options weightDecay(double value) {
            return new Options(lr, lrDecay, eps, value, initialAccumulatorValue, maximize);
        }

        /**
         * These settings with another start of the sum of squares.
         *
         * @param value the setting
         * @return a copy
         */
        public Options initialAccumulatorValue(double value) {
            return new Options(lr, lrDecay, eps, weightDecay, value, maximize);
        }

        /**
         * These settings, climbing or descending.
         *
         * @param value the setting
         * @return a copy
         */
        public Options maximize(boolean value) {
            return new Options(lr, lrDecay, eps, weightDecay, initialAccumulatorValue, value);
        }

        @Override
        public SortedMap<String, String> settings() {
            return new PythonSettings()
                    .number("lr", lr)
                    .number("lr_decay", lrDecay, 0)
                    .number("eps", eps)
                    .number("weight_decay", weightDecay, 0)
                    .number("initial_accumulator_value", initialAccumulatorValue, 0)
                    .flag("maximize", maximize)
                    .none("foreach")
                    .map();
        }
    }

    /**
     * Adagrad with a learning rate and the usual settings.
     *
     * @param parameters what to move
     * @param lr the learning rate
     */
    public Adagrad(List<Parameter> parameters, double lr) {
        this(parameters, options(lr));
    }

    /**
     * Adagrad with settings.
     *
     * @param parameters what to move
     * @param options how
     */
    public Adagrad(List<Parameter> parameters, Options options) {
        super(parameters, options);
    }

    /**
     * The usual settings, to be refined.
     *
     * @param lr the learning rate
     * @return eps 1e-10, no decay
     */
    public static Options options(double lr) {
        return new Options(lr, 0, 1e-10, 0, 0, false);
    }

    @Override
    void update(Tensor parameter, Tensor gradient, Options options, State state) {
        Tensor g = descent(parameter, gradient, options.maximize(), options.weightDecay());
        double t = state.nextStep();
        double lr = options.lr() / (1 + (t - 1) * options.lrDecay());
        Tensor sum = state.get("sum", parameter, options.initialAccumulatorValue());
        sum.update(SUM, sum, g);
        parameter.update(STEP, parameter, g, sum, scalar(options.eps(), parameter), scalar(-lr, parameter));
    }
}
