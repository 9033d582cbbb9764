package org.cotangent.nn.train;

/**
 * How a parameter was at one step.
 *
 * @param gradientNorm the Euclidean norm of its gradient; 0 when none had arrived
 * @param weightNorm the Euclidean norm of its value before the update
 * @param updateNorm the Euclidean norm of what the update changed
 */
public record Vital(double gradientNorm, double weightNorm, double updateNorm) {
    /**
     * How large the update is beside the weights: a rule of thumb is about 1e-3; far above, the network forgets what it has
     * learned, far below, it learns slowly.
     *
     * @return {@link #updateNorm} over {@link #weightNorm}; infinite for weights that were all 0
     */
    public double updateRatio() {
        return updateNorm / weightNorm;
    }
}
