package org.cotangent.nn.optim;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.cotangent.Tensor;
import org.cotangent.kernel.Expr;
import org.cotangent.kernel.Recipe;
import org.cotangent.nn.module.Parameter;

/**
 * Steps along the gradient divided by the root of the mean of its square.
 *
 * <p>{@code v = alpha v + (1 - alpha) g^2; d = g / (sqrt v + eps); p = p - lr d}; centered, the square of the running mean
 * of g is taken off v; with momentum, {@code b = momentum b + d} stands in the place of d. Hinton, "Neural networks for
 * machine learning", lecture 6e, 2012; Graves, "Generating sequences with recurrent neural networks", 2013.
 */
public final class RMSprop extends Optimizer<RMSprop.Options> {
    /** The numbers alpha, 1 - alpha, eps, -lr and momentum, in this order. */
    private static final int NUMBERS = 5;

    private static final Recipe PLAIN = Recipe.inPlace("RMSprop step", 3, NUMBERS, (in, number) -> {
        Expr g = in[2];
        Expr square = square(in[1], g, number);
        return List.of(moved(in[0], g, root(square, number), number), square);
    });

    private static final Recipe CENTERED = Recipe.inPlace("centered RMSprop step", 4, NUMBERS, (in, number) -> {
        Expr g = in[3];
        Expr square = square(in[1], g, number);
        Expr mean = Recipes.mean(in[2], g, number[0], number[1]);
        return List.of(moved(in[0], g, deviation(square, mean, number), number), square, mean);
    });

    private static final Recipe MOMENTUM = Recipe.inPlace("RMSprop momentum", 4, NUMBERS, (in, number) -> {
        Expr g = in[3];
        Expr square = square(in[1], g, number);
        Expr buffer = buffer(in[2], g, root(square, number), number);
        return List.of(buffer.fma(number[3], in[0]), square, buffer);
    });

    private static final Recipe CENTERED_MOMENTUM =
            Recipe.inPlace("centered RMSprop momentum", 5, NUMBERS, (in, number) -> {
                Expr g = in[4];
                Expr square = square(in[1], g, number);
                Expr mean = Recipes.mean(in[2], g, number[0], number[1]);
                Expr buffer = buffer(in[3], g, deviation(square, mean, number), number);
                return List.of(buffer.fma(number[3], in[0]), square, mean, buffer);
            });

    private static Expr square(Expr before, Expr g, Expr[] number) {
        return Recipes.meanSquare(before, g, number[0], number[1]);
    }

    /** {@code sqrt v + eps}. */
    private static Expr root(Expr square, Expr[] number) {
        return square.sqrt().add(number[2]);
    }

    /** {@code sqrt(v - m m) + eps}, the product fused with the difference. */
    private static Expr deviation(Expr square, Expr mean, Expr[] number) {
        return mean.neg().fma(mean, square).sqrt().add(number[2]);
    }

    private static Expr buffer(Expr before, Expr g, Expr divisor, Expr[] number) {
        return before.mul(number[4]).add(g.div(divisor));
    }

    /** {@code p + (-lr g) / divisor}. */
    private static Expr moved(Expr p, Expr g, Expr divisor, Expr[] number) {
        return p.add(number[3].mul(g).div(divisor));
    }

    /**
     * The settings of {@link RMSprop}.
     *
     * @param lr the learning rate, 0 or more
     * @param momentum how much of the last direction is kept, 0 or more
     * @param alpha how much of the mean square is kept
     * @param eps keeps the divisor away from 0
     * @param centered whether the variance is used instead of the mean square
     * @param weightDecay the weight of {@code |p|^2 / 2} in the objective, 0 or more
     * @param maximize whether to climb instead
     */
    public record Options(
            double lr,
            double momentum,
            double alpha,
            double eps,
            boolean centered,
            double weightDecay,
            boolean maximize)
            implements CyclableMomentum<Options> {
        /** Checks the settings. */
        public Options {
            check(lr >= 0, "RMSprop", "lr " + lr, "the learning rate must be 0 or more");
            check(momentum >= 0, "RMSprop", "momentum " + momentum, "the momentum must be 0 or more");
            check(alpha >= 0, "RMSprop", "alpha " + alpha, "alpha must be 0 or more");
            check(eps >= 0, "RMSprop", "eps " + eps, "eps must be 0 or more");
            check(weightDecay >= 0, "RMSprop", "weight decay " + weightDecay, "the weight decay must be 0 or more");
        }

        @Override
        public Options lr(double value) {
            return new Options(value, momentum, alpha, eps, centered, weightDecay, maximize);
        }

        @Override
        public Options momentum(double value) {
            return new Options(lr, value, alpha, eps, centered, weightDecay, maximize);
        }

        /**
         * These settings with another alpha.
         *
         * @param value the setting
         * @return a copy
         */
        public Options alpha(double value) {
            return new Options(lr, momentum, value, eps, centered, weightDecay, maximize);
        }

        /**
         * These settings with another eps.
         *
         * @param value the setting
         * @return a copy
         */
        public Options eps(double value) {
            return new Options(lr, momentum, alpha, value, centered, weightDecay, maximize);
        }

        /**
         * These settings with or without centering.
         *
         * @param value the setting
         * @return a copy
         */
        public Options centered(boolean value) {
            return new Options(lr, momentum, alpha, eps, value, weightDecay, maximize);
        }

        /**
         * These settings with another weight decay.
         *
         * @param value the setting
         * @return a copy
         */
        public Options weightDecay(double value) {
            return new Options(lr, momentum, alpha, eps, centered, value, maximize);
        }

        /**
         * These settings, climbing or descending.
         *
         * @param value the setting
         * @return a copy
         */
        public Options maximize(boolean value) {
            return new Options(lr, momentum, alpha, eps, centered, weightDecay, value);
        }

        @Override
        public SortedMap<String, String> settings() {
            return new PythonSettings()
                    .number("lr", lr)
                    .number("momentum", momentum, 0)
                    .number("alpha", alpha)
                    .number("eps", eps)
                    .flag("centered", centered)
                    .number("weight_decay", weightDecay, 0)
                    .flag("maximize", maximize)
                    .none("foreach")
                    .off("differentiable")
                    .map();
        }
    }

    /**
     * RMSprop with a learning rate and the usual settings.
     *
     * @param parameters what to move
     * @param lr the learning rate
     */
    public RMSprop(List<Parameter> parameters, double lr) {
        this(parameters, options(lr));
    }

    /**
     * RMSprop with settings.
     *
     * @param parameters what to move
     * @param options how
     */
    public RMSprop(List<Parameter> parameters, Options options) {
        super(parameters, options);
    }

    /**
     * The usual settings, to be refined.
     *
     * @param lr the learning rate
     * @return alpha 0.99, eps 1e-8, no momentum, no decay
     */
    public static Options options(double lr) {
        return new Options(lr, 0, 0.99, 1e-8, false, 0, false);
    }

    @Override
    void update(Tensor parameter, Tensor gradient, Options options, State state) {
        state.nextStep();
        boolean momentum = options.momentum() > 0;
        List<Tensor> changing = new ArrayList<>(List.of(parameter, state.get("square_avg", parameter)));
        if (options.centered()) {
            changing.add(state.get("grad_avg", parameter));
        }
        if (momentum) {
            changing.add(state.get("momentum_buffer", parameter));
        }
        changing.add(descent(parameter, gradient, options.maximize(), options.weightDecay()));
        Recipe plain = momentum ? MOMENTUM : PLAIN;
        Recipe centered = momentum ? CENTERED_MOMENTUM : CENTERED;
        Tensor.updateAll(
                options.centered() ? centered : plain,
                changing,
                options.alpha(),
                1 - options.alpha(),
                options.eps(),
                -options.lr(),
                options.momentum());
    }
}
