package org.cotangent.check;

import java.util.List;
import org.cotangent.Tensor;

/** Whatever can say whether a gradient is right: {@link GradCheck}, or one of your own that {@code Zoo.score} measures. */
@FunctionalInterface
public interface GradientChecker {
    /**
     * Judges the gradient that the engine computes for a function at one point.
     *
     * @param f the function
     * @param at its arguments
     * @return the verdict, with reasons
     */
    Verdict check(DifferentiableFunction f, List<Tensor> at);
}
