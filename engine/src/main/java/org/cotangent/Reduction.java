package org.cotangent;

/** How the losses of single elements or samples become the result. */
public enum Reduction {
    /** Not at all. */
    NONE,
    /** Their mean. A weighted mean is divided by the sum of the weights. */
    MEAN,
    /** Their sum. */
    SUM,
    /** Their sum, divided by the size of the first axis: the mean per sample of what is summed within a sample. */
    BATCH_MEAN;

    Tensor of(Tensor losses) {
        return switch (this) {
            case NONE -> losses;
            // The mean of nothing is NaN, but what it says of its derivatives is about nothing: zeros.
            case MEAN -> losses.size() == 0 ? losses.sum().add(Double.NaN) : losses.mean();
            case SUM -> losses.sum();
            case BATCH_MEAN -> losses.sum().div(losses.rank() == 0 ? 1 : losses.size(0));
        };
    }
}
