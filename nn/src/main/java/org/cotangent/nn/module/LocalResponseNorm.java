package org.cotangent.nn.module;

import org.cotangent.Tensor;

/**
 * Local response normalisation across channels: {@code x / (k + alpha m)^beta}, m the mean of the squares of neighbouring
 * channels.
 *
 * <p>Krizhevsky, Sutskever and Hinton, "ImageNet classification with deep convolutional neural networks", NIPS 2012.
 */
public final class LocalResponseNorm extends Module {
    private final int size;
    private final double alpha;
    private final double beta;
    private final double k;

    /**
     * With alpha 1e-4, beta 0.75, k 1.
     *
     * @param size how many channels
     */
    public LocalResponseNorm(int size) {
        this(size, 1e-4, 0.75, 1);
    }

    /**
     * With all options.
     *
     * @param size how many channels
     * @param alpha the factor of the mean
     * @param beta the exponent
     * @param k the summand
     */
    public LocalResponseNorm(int size, double alpha, double beta, double k) {
        this.size = size;
        this.alpha = alpha;
        this.beta = beta;
        this.k = k;
    }

    @Override
    public Tensor forward(Tensor x) {
        return x.localResponseNorm(size, alpha, beta, k);
    }

    @Override
    protected String options() {
        return size + ", alpha=" + PythonNumber.of(alpha) + ", beta=" + PythonNumber.of(beta) + ", k="
                + PythonNumber.of(k);
    }
}
