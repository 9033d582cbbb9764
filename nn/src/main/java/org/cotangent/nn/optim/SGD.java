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

    /** The parameter, from itself and the gradient, with -lr and the weight decay. */
    private static final Recipe PLAIN = plain(false);

    private static final Recipe PLAIN_DECAY = plain(true);

    /** The parameter and the buffer of its last directions, from these and the gradient; momentum and 1 - dampening follow. */
    private static final Recipe MOMENTUM = withMomentum(false, false);

    private static final Recipe MOMENTUM_DECAY = withMomentum(false, true);
    private static final Recipe NESTEROV = withMomentum(true, false);
    private static final Recipe NESTEROV_DECAY = withMomentum(true, true);

    private static Recipe plain(boolean decays) {
        return Recipe.inPlace("SGD step", 2, 2, (in, number) -> {
            Expr g = decays ? in[0].fma(number[1], in[1]) : in[1];
            return List.of(g.fma(number[0], in[0]));
        });
    }

    private static Recipe withMomentum(boolean nesterov, boolean decays) {
        return Recipe.inPlace("SGD step with momentum", 3, 4, (in, number) -> {
            Expr g = decays ? in[0].fma(number[1], in[2]) : in[2];
            Expr buffer = Recipes.mean(in[1], g, number[2], number[3]);
            Expr direction = nesterov ? buffer.fma(number[2], g) : buffer;
            return List.of(direction.fma(number[0], in[0]), buffer);
        });
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
        Tensor g = descent(parameter, gradient, options.maximize(), 0);
        boolean decays = options.weightDecay() != 0;
        if (options.momentum() == 0) {
            Recipe step = decays ? PLAIN_DECAY : PLAIN;
            Tensor.updateAll(step, List.of(parameter, g), -options.lr(), options.weightDecay());
        } else if (!state.has(MOMENTUM_BUFFER)) {
            first(parameter, descent(parameter, g, false, options.weightDecay()), options, state);
        } else {
            Recipe step = options.nesterov() ? decays ? NESTEROV_DECAY : NESTEROV : decays ? MOMENTUM_DECAY : MOMENTUM;
            Tensor.updateAll(
                    step,
                    List.of(parameter, state.get(MOMENTUM_BUFFER, parameter), g),
                    -options.lr(),
                    options.weightDecay(),
                    options.momentum(),
                    1 - options.dampening());
        }
    }

    /** At the first step the buffer is the gradient itself. */
    private static void first(Tensor parameter, Tensor g, Options options, State state) {
        state.get(MOMENTUM_BUFFER, parameter, p -> g.clone());
        Tensor direction = options.nesterov()
                ? Tensor.zeros(g.dtype(), g.shape().sizes())
                        .update(Recipes.AXPY, g, g, scalar(options.momentum(), parameter))
                : g;
        Tensor.updateAll(PLAIN, List.of(parameter, direction), -options.lr(), 0);
    }
}
