package org.cotangent.nn.optim;

import java.util.List;
import java.util.SortedMap;
import org.cotangent.Tensor;
import org.cotangent.kernel.Recipe;
import org.cotangent.nn.module.Parameter;

/**
 * Stochastic gradient descent that also keeps the average of the parameters on the way.
 *
 * <p>{@code p = p (1 - lambd eta) - eta g} with {@code eta = lr / (1 + lambd lr t)^alpha}; the average, remembered as
 * {@code ax}, begins after t0 steps. Polyak and Juditsky, "Acceleration of stochastic approximation by averaging", SIAM
 * Journal on Control and Optimization 30, 1992.
 */
public final class ASGD extends Optimizer<ASGD.Options> {
    private static final Recipe STEP = Recipes.of("ASGD step", 4, in -> in[1].fma(in[3], in[0].mul(in[2])));

    private static final Recipe AVERAGE =
            Recipes.of("ASGD average", 3, in -> in[0].add(in[1].sub(in[0]).mul(in[2])));

    /**
     * The settings of {@link ASGD}.
     *
     * @param lr the learning rate, 0 or more
     * @param lambd how fast the step falls, and how much of the parameter it takes away
     * @param alpha the power by which the step falls
     * @param t0 after how many steps the average begins
     * @param weightDecay the weight of {@code |p|^2 / 2} in the objective, 0 or more
     * @param maximize whether to climb instead
     */
    public record Options(
            double lr, double lambd, double alpha, double t0, double weightDecay, boolean maximize)
            implements Hyperparameters<Options> {
        /** Checks the settings. */
        public Options {
            check(lr >= 0, "ASGD", "lr " + lr, "the learning rate must be 0 or more");
            check(weightDecay >= 0, "ASGD", "weight decay " + weightDecay, "the weight decay must be 0 or more");
        }

        @Override
        public Options lr(double value) {
            return new Options(value, lambd, alpha, t0, weightDecay, maximize);
        }

        /**
         * These settings with another lambd.
         *
         * @param value the setting
         * @return a copy
         */
        public Options lambd(double value) {
            return new Options(lr, value, alpha, t0, weightDecay, maximize);
        }

        /**
         * These settings with another alpha.
         *
         * @param value the setting
         * @return a copy
         */
        public Options alpha(double value) {
            return new Options(lr, lambd, value, t0, weightDecay, maximize);
        }

        /**
         * These settings with another beginning of the average.
         *
         * @param value the setting
         * @return a copy
         */
        public Options t0(double value) {
            return new Options(lr, lambd, alpha, value, weightDecay, maximize);
        }

        /**
         * These settings with another weight decay.
         *
         * @param value the setting
         * @return a copy
         */
        public Options weightDecay(double value) {
            return new Options(lr, lambd, alpha, t0, value, maximize);
        }

        /**
         * These settings, climbing or descending.
         *
         * @param value the setting
         * @return a copy
         */
        public Options maximize(boolean value) {
            return new Options(lr, lambd, alpha, t0, weightDecay, value);
        }

        @Override
        public SortedMap<String, String> settings() {
            return new PythonSettings()
                    .number("lr", lr)
                    .number("lambd", lambd)
                    .number("alpha", alpha)
                    .number("t0", t0)
                    .number("weight_decay", weightDecay, 0)
                    .flag("maximize", maximize)
                    .none("foreach")
                    .map();
        }
    }

    /**
     * ASGD with a learning rate and the usual settings.
     *
     * @param parameters what to move
     * @param lr the learning rate
     */
    public ASGD(List<Parameter> parameters, double lr) {
        this(parameters, options(lr));
    }

    /**
     * ASGD with settings.
     *
     * @param parameters what to move
     * @param options how
     */
    public ASGD(List<Parameter> parameters, Options options) {
        super(parameters, options);
    }

    /**
     * The usual settings, to be refined.
     *
     * @param lr the learning rate
     * @return lambd 1e-4, alpha 0.75, t0 1e6, no decay
     */
    public static Options options(double lr) {
        return new Options(lr, 1e-4, 0.75, 1e6, 0, false);
    }

    @Override
    void update(Tensor parameter, Tensor gradient, Options options, State state) {
        Tensor g = descent(parameter, gradient, options.maximize(), options.weightDecay());
        // PyTorch keeps both numbers as float32 tensors
        float eta = state.number("eta", options.lr());
        float mu = state.number("mu", 1);
        double t = state.nextStep();
        Tensor average = state.get("ax", parameter);
        parameter.update(
                STEP, parameter, g, scalar(1 - options.lambd() * eta, parameter), scalar(-eta, parameter));
        if (mu == 1) {
            average.copyFrom(parameter);
        } else {
            average.update(AVERAGE, average, parameter, scalar(mu, parameter));
        }
        state.keep("eta", (float) (options.lr() / Math.pow(1 + options.lambd() * options.lr() * t, options.alpha())));
        state.keep("mu", (float) (1 / Math.max(1, t - options.t0())));
    }
}
