package org.cotangent.nn.optim;

import java.util.List;
import java.util.SortedMap;
import org.cotangent.Tensor;
import org.cotangent.kernel.Expr;
import org.cotangent.kernel.Recipe;
import org.cotangent.nn.module.Parameter;
import org.cotangent.nn.module.PythonNumber;

/**
 * Steps whose length depends on the sign of the gradient only: longer while the sign stays, shorter when it turns.
 *
 * <p>With s the sign of g times the last g: the length is multiplied by etaPlus where s is 1 and by etaMinus where it is
 * -1, and kept between two bounds; where s is -1 the parameter rests for a step and the gradient is forgotten. For whole
 * batches. Riedmiller and Braun, "A direct adaptive method for faster backpropagation learning: the RPROP algorithm",
 * ICNN 1993.
 */
public final class Rprop extends Optimizer<Rprop.Options> {
    /** etaPlus, etaMinus or 1, by the sign of the product of two gradients. */
    private static final Recipe FACTOR = Recipes.of("Rprop factor", 4, in -> {
        Expr product = in[0].mul(in[1]);
        Expr zero = product.constant(0);
        return zero.less(product)
                .select(in[3], product.less(zero).select(in[2], product.constant(1)));
    });

    private static final Recipe LENGTH =
            Recipes.of("Rprop length", 4, in -> in[0].mul(in[1]).max(in[2]).min(in[3]));

    private static final Recipe UNLESS_TURNED = Recipes.of(
            "Rprop gradient", 3, in -> in[1].equal(in[2]).select(in[0].constant(0), in[0]));

    private static final Recipe STEP = Recipes.of("Rprop step", 3, in -> {
        Expr zero = in[1].constant(0);
        Expr down = in[0].sub(in[2]);
        Expr up = in[0].add(in[2]);
        return zero.less(in[1]).select(down, in[1].less(zero).select(up, in[0]));
    });

    /**
     * The settings of {@link Rprop}.
     *
     * @param lr the length of the first step, 0 or more
     * @param etaMinus the factor after a turn, between 0 and 1
     * @param etaPlus the factor without a turn, above 1
     * @param smallest the lower bound of a step's length
     * @param largest the upper bound of a step's length
     * @param maximize whether to climb instead
     */
    public record Options(
            double lr, double etaMinus, double etaPlus, double smallest, double largest, boolean maximize)
            implements Hyperparameters<Options> {
        /** Checks the settings. */
        public Options {
            check(lr >= 0, "Rprop", "lr " + lr, "the learning rate must be 0 or more");
            check(etaMinus > 0 && etaMinus < 1, "Rprop", "etaMinus " + etaMinus, "a step is made smaller by a factor between 0 and 1");
            check(etaPlus > 1, "Rprop", "etaPlus " + etaPlus, "a step is made larger by a factor above 1");
        }

        @Override
        public Options lr(double value) {
            return new Options(value, etaMinus, etaPlus, smallest, largest, maximize);
        }

        /**
         * These settings with other factors.
         *
         * @param first after a turn
         * @param second without a turn
         * @return a copy
         */
        public Options etas(double first, double second) {
            return new Options(lr, first, second, smallest, largest, maximize);
        }

        /**
         * These settings with other bounds of a step's length.
         *
         * @param first the lower bound
         * @param second the upper bound
         * @return a copy
         */
        public Options stepSizes(double first, double second) {
            return new Options(lr, etaMinus, etaPlus, first, second, maximize);
        }

        /**
         * These settings, climbing or descending.
         *
         * @param value the setting
         * @return a copy
         */
        public Options maximize(boolean value) {
            return new Options(lr, etaMinus, etaPlus, smallest, largest, value);
        }

        @Override
        public SortedMap<String, String> settings() {
            return new PythonSettings()
                    .number("lr", lr)
                    .pair("etas", etaMinus, etaPlus)
                    .text("step_sizes", steps())
                    .flag("maximize", maximize)
                    .none("foreach")
                    .map();
        }

        /** PyTorch's default bound, 50, is an integer there. */
        private String steps() {
            String upper = largest == 50 ? "50" : PythonNumber.of(largest);
            return "(" + PythonNumber.of(smallest) + ", " + upper + ")";
        }
    }

    /**
     * Rprop with a learning rate and the usual settings.
     *
     * @param parameters what to move
     * @param lr the length of the first step
     */
    public Rprop(List<Parameter> parameters, double lr) {
        this(parameters, options(lr));
    }

    /**
     * Rprop with settings.
     *
     * @param parameters what to move
     * @param options how
     */
    public Rprop(List<Parameter> parameters, Options options) {
        super(parameters, options);
    }

    /**
     * The usual settings, to be refined.
     *
     * @param lr the length of the first step
     * @return etas 0.5 and 1.2, steps from 1e-6 to 50
     */
    public static Options options(double lr) {
        return new Options(lr, 0.5, 1.2, 1e-6, 50, false);
    }

    @Override
    void update(Tensor parameter, Tensor gradient, Options options, State state) {
        Tensor g = descent(parameter, gradient, options.maximize(), 0);
        state.nextStep();
        Tensor before = state.get("prev", parameter);
        Tensor length = state.get("step_size", parameter, options.lr());
        Tensor factor = Tensor.zeros(parameter.dtype(), parameter.shape().sizes())
                .update(FACTOR, g, before, scalar(options.etaMinus(), parameter), scalar(options.etaPlus(), parameter));
        length.update(
                LENGTH,
                length,
                factor,
                scalar(options.smallest(), parameter),
                scalar(options.largest(), parameter));
        before.update(UNLESS_TURNED, g, factor, scalar(options.etaMinus(), parameter));
        parameter.update(STEP, parameter, before, length);
    }
}
