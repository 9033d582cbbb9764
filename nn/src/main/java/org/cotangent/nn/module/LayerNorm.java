package org.cotangent.nn.module;

import org.cotangent.Tensor;
import org.cotangent.kernel.DType;
import org.jspecify.annotations.Nullable;

/**
 * Layer normalisation over the last axes: {@code (x - mean) / sqrt(variance + eps) weight + bias}.
 *
 * <p>Ba, Kiros and Hinton, "Layer normalization", 2016.
 */
public final class LayerNorm extends Module {
    private static final double DEFAULT_EPS = 1e-5;

    private final int[] sizes;
    private final double eps;
    private final @Nullable Parameter weight;
    private final @Nullable Parameter bias;

    /**
     * With weights.
     *
     * @param sizes of the last axes
     */
    public LayerNorm(int... sizes) {
        this(sizes, DEFAULT_EPS, true);
    }

    /**
     * With all options.
     *
     * @param sizes of the last axes
     * @param eps added to the variance
     * @param elementwiseAffine whether there are weight and bias
     */
    public LayerNorm(int[] sizes, double eps, boolean elementwiseAffine) {
        this.sizes = sizes.clone();
        this.eps = eps;
        this.weight = elementwiseAffine ? registerParameter("weight", Tensor.ones(sizes)) : null;
        this.bias = elementwiseAffine ? registerParameter("bias", Tensor.zeros(DType.FLOAT32, sizes)) : null;
    }

    @Override
    public Tensor forward(Tensor x) {
        return x.layerNorm(sizes, FeatureNorm.value(weight), FeatureNorm.value(bias), eps);
    }

    @Override
    protected String options() {
        return PythonNumber.tuple(sizes) + ", eps=" + PythonNumber.of(eps)
                + ", elementwise_affine=" + PythonNumber.flag(weight != null);
    }
}
