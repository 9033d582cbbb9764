package org.cotangent.nn.learn;

/**
 * What a learning rule estimates the gradient of, as a multiple of the loss averaged over a batch of n samples.
 *
 * <p>It decides how large a step a learning rate means: with {@link #HALF_SUM} a batch of 200 moves the parameters a
 * hundred times as far as with {@link #MEAN}.
 */
public enum Scale {
    /** The loss averaged over the batch. */
    MEAN,

    /** Half of the loss summed over the batch: for squared errors, the gradient is then {@code (output - target) ...}. */
    HALF_SUM;

    /**
     * The multiple.
     *
     * @param samples n, the size of the batch
     * @return 1 or n / 2
     */
    public double ofMean(int samples) {
        return this == MEAN ? 1 : samples / 2.0;
    }
}
