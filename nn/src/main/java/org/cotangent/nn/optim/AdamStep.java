package org.cotangent.nn.optim;

import java.util.List;
import org.cotangent.Tensor;
import org.cotangent.kernel.Expr;
import org.cotangent.kernel.Recipe;

/**
 * The step of {@link Adam} and {@link AdamW}, which differ in what weight decay acts on: one pass over a parameter.
 *
 * @param lr the learning rate
 * @param beta1 how much of the mean is kept
 * @param beta2 how much of the mean square is kept
 * @param eps keeps the divisor away from 0
 * @param kept what a factor leaves of the weights before they move
 * @param amsgrad whether the largest mean square so far is used
 */
record AdamStep(double lr, double beta1, double beta2, double eps, double kept, boolean amsgrad) {
    /** The numbers beta1, 1 - beta1, beta2, 1 - beta2, kept, -step, correction and eps, in this order. */
    private static final int NUMBERS = 8;

    /** The parameter, the mean and the mean square, from these and the gradient. */
    private static final Recipe STEP = Recipe.inPlace("Adam step", 4, NUMBERS, (in, number) -> {
        Expr g = in[3];
        Expr mean = mean(in[1], g, number);
        Expr square = square(in[2], g, number);
        return List.of(moved(in[0], mean, square, number), mean, square);
    });

    /** The same with AMSGrad, which also remembers the largest mean square. */
    private static final Recipe AMSGRAD = Recipe.inPlace("AMSGrad step", 5, NUMBERS, (in, number) -> {
        Expr g = in[4];
        Expr mean = mean(in[1], g, number);
        Expr square = square(in[2], g, number);
        Expr largest = in[3].max(square);
        return List.of(moved(in[0], mean, largest, number), mean, square, largest);
    });

    private static Expr mean(Expr before, Expr g, Expr[] number) {
        return Recipes.mean(before, g, number[0], number[1]);
    }

    private static Expr square(Expr before, Expr g, Expr[] number) {
        return Recipes.meanSquare(before, g, number[2], number[3]);
    }

    /** {@code p kept + (-step mean) / (sqrt square / correction + eps)}. */
    private static Expr moved(Expr p, Expr mean, Expr square, Expr[] number) {
        Expr divisor = square.sqrt().div(number[6]).add(number[7]);
        return p.mul(number[4]).add(number[5].mul(mean).div(divisor));
    }

    /** Moves a parameter. */
    void take(Tensor parameter, Tensor g, State state) {
        double t = state.nextStep();
        Tensor mean = state.get("exp_avg", parameter);
        Tensor square = state.get("exp_avg_sq", parameter);
        double[] numbers = {
            beta1,
            1 - beta1,
            beta2,
            1 - beta2,
            kept,
            // Math.pow gives what Python's ** gives in every case tried (15,000); StrictMath.pow is off in 1 % of them
            -lr / (1 - Math.pow(beta1, t)),
            Math.sqrt(1 - Math.pow(beta2, t)),
            eps
        };
        if (amsgrad) {
            Tensor largest = state.get("max_exp_avg_sq", parameter);
            Tensor.updateAll(AMSGRAD, List.of(parameter, mean, square, largest, g), numbers);
        } else {
            Tensor.updateAll(STEP, List.of(parameter, mean, square, g), numbers);
        }
    }

    /** The running mean of the gradient, with this one: for relatives of Adam. */
    static Tensor meanOf(Tensor g, Tensor parameter, double beta1, State state) {
        Tensor mean = state.get("exp_avg", parameter);
        Tensor.updateAll(Recipes.MEAN, List.of(mean, g), beta1, 1 - beta1);
        return mean;
    }

    /** The running mean of the gradient's square, with this one. */
    static Tensor meanSquareOf(Tensor g, Tensor parameter, double beta2, State state) {
        Tensor square = state.get("exp_avg_sq", parameter);
        Tensor.updateAll(Recipes.MEAN_SQUARE, List.of(square, g), beta2, 1 - beta2);
        return square;
    }
}
