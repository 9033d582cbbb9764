package org.cotangent.nn.optim;

import java.util.List;
import java.util.SortedMap;
import org.cotangent.Tensor;
import org.cotangent.kernel.Expr;
import org.cotangent.kernel.Recipe;
import org.cotangent.nn.module.Parameter;

/**
 * Stochastic gradient descent: {@code b = momentum b + (1 - dampening) g; p = p - lr b}, where b starts as the first g.
 *
 * <p>With Nesterov's momentum the step is along {@code g + momentum b}; weight decay adds {@code decay p} to g first.
 * Sutskever et al., "On the importance of initialization and momentum in deep learning", ICML 2013, in PyTorch's form
 * of it.
 */
public final class SGD extends Optimizer<SGD.Options> {
    private static final String MOMENTUM_BUFFER = "momentum_buffer";

    private static final Recipe PLAIN = Recipe.inPlace("SGD step", 2, 3, (in, number) -> {
        Expr g = Recipes.descent(in[1], in[0], number[0], number[1]);
        return List.of(g.fma(number[2], in[0]));
    });

    /** The sign, decay, -lr, momentum, 1 - dampening, and 1 at the first step and 0 later, in this order. */
    private static final int NUMBERS = 6;

    /** The parameter and the buffer of its last directions, from these and the gradient. */
    private static final Recipe MOMENTUM = Recipe.inPlace("SGD momentum", 3, NUMBERS, (in, number) -> {
        Expr buffer = buffer(in, number);
        return List.of(buffer.fma(number[2], in[0]), buffer);
    });

    private static final Recipe NESTEROV = Recipe.inPlace("SGD Nesterov", 3, NUMBERS, (in, number) -> {
        Expr buffer = buffer(in, number);
        Expr ahead = buffer.fma(number[3], Recipes.descent(in[2], in[0], number[0], number[1]));
        return List.of(ahead.fma(number[2], in[0]), buffer);
    });

    /** The gradient itself at the first step. */
    private static Expr buffer(Expr[] in, Expr[] number) {
        Expr g = Recipes.descent(in[2], in[0], number[0], number[1]);
        Expr later = Recipes.mean(in[1], g, number[3], number[4]);
        return number[5].equal(g.constant(0)).select(later, g);
    }

    /**
     * The settings of {@link SGD}.
     *
     * @param lr the learning rate, 0 or more
     * @param momentum how much of the last direction is kept, 0 or more
     * @param dampening how much less than the whole gradient enters the direction
     * @param weightDecay the weight of {@code |p|^2 / 2} in the objective, 0 or more
     * @param nesterov whether to look ahead along the momentum; needs momentum and no dampening
     * @param maximize whether to climb instead
     */
    public record Options(
            double lr, double momentum, double dampening, double weightDecay, boolean nesterov, boolean maximize)
            implements CyclableMomentum<Options> {
        /** Checks the settings. */
        public Options {
            check(lr >= 0, "SGD", "lr " + lr, "the learning rate must be 0 or more");
            check(momentum >= 0, "SGD", "momentum " + momentum, "the momentum must be 0 or more");
            check(weightDecay >= 0, "SGD", "weight decay " + weightDecay, "the weight decay must be 0 or more");
            check(
                    !nesterov || (momentum > 0 && dampening == 0),
                    "SGD",
                    "nesterov, momentum " + momentum + ", dampening " + dampening,
                    "Nesterov's step needs a momentum and no dampening");
        }

        @Override
        public Options lr(double value) {
            return new Options(value, momentum, dampening, weightDecay, nesterov, maximize);
        }

        @Override
        public Options momentum(double value) {
            return new Options(lr, value, dampening, weightDecay, nesterov, maximize);
        }

        /**
         * These settings with another dampening.
         *
         * @param value the setting
         * @return a copy
         */
        public Options dampening(double value) {
            return new Options(lr, momentum, value, weightDecay, nesterov, maximize);
        }

        /**
         * These settings with another weight decay.
         *
         * @param value the setting
         * @return a copy
         */
        public Options weightDecay(double value) {
            return new Options(lr, momentum, dampening, value, nesterov, maximize);
        }

        /**
         * These settings with or without Nesterov's look ahead. Set the momentum before.
         *
         * @param value the setting
         * @return a copy
         */
        public Options nesterov(boolean value) {
            return new Options(lr, momentum, dampening, weightDecay, value, maximize);
        }

        /**
         * These settings, climbing or descending.
         *
         * @param value the setting
         * @return a copy
         */
        public Options maximize(boolean value) {
            return new Options(lr, momentum, dampening, weightDecay, nesterov, value);
        }

        @Override
        public SortedMap<String, String> settings() {
            return new PythonSettings()
                    .number("lr", lr)
                    .number("momentum", momentum, 0)
                    .number("dampening", dampening, 0)
                    .number("weight_decay", weightDecay, 0)
                    .flag("nesterov", nesterov)
                    .flag("maximize", maximize)
                    .none("foreach")
                    .off("differentiable")
                    .map();
        }
    }

    /**
     * Plain gradient descent.
     *
     * @param parameters what to move
     * @param lr the learning rate
     */
    public SGD(List<Parameter> parameters, double lr) {
        this(parameters, options(lr));
    }

    /**
     * Gradient descent with settings.
     *
     * @param parameters what to move
     * @param options how: {@code SGD.options(0.003).momentum(0.9)}
     */
    public SGD(List<Parameter> parameters, Options options) {
        super(parameters, options);
    }

    /**
     * The settings of plain gradient descent, to be refined.
     *
     * @param lr the learning rate
     * @return no momentum, no decay
     */
    public static Options options(double lr) {
        return new Options(lr, 0, 0, 0, false, false);
    }

    @Override
    void update(Tensor parameter, Tensor gradient, Options options, State state) {
        double sign = Recipes.sign(options.maximize());
        if (options.momentum() == 0) {
            Tensor.updateAll(PLAIN, List.of(parameter, gradient), sign, options.weightDecay(), -options.lr());
            return;
        }
        boolean first = !state.has(MOMENTUM_BUFFER);
        Tensor.updateAll(
                options.nesterov() ? NESTEROV : MOMENTUM,
                List.of(parameter, state.get(MOMENTUM_BUFFER, parameter), gradient),
                sign,
                options.weightDecay(),
                -options.lr(),
                options.momentum(),
                1 - options.dampening(),
                first ? 1 : 0);
    }
}
