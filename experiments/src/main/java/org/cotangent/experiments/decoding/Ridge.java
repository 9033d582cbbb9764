package org.cotangent.experiments.decoding;

import org.cotangent.Tensor;
import org.cotangent.kernel.DType;

/**
 * Linear regression with a penalty on the weights, {@code min |X W - Y|^2 + lambda |W|^2}, without intercept.
 *
 * <p>With fewer samples than inputs it is solved in the space of the samples: {@code W = X' (X X' + lambda I)^-1 Y}. Hoerl and
 * Kennard, "Ridge regression: biased estimation for nonorthogonal problems", Technometrics 1970.
 *
 * @param weights W, [inputs, outputs]
 */
record Ridge(Tensor weights) {

    /**
     * Finds the weights.
     *
     * @param x samples [n, inputs], float64
     * @param y what they should give, [n, outputs], float64
     * @param lambda the penalty, more than 0
     */
    static Ridge fit(Tensor x, Tensor y, double lambda) {
        Tensor penalty = Tensor.eye(x.size(0)).to(DType.FLOAT64).mul(lambda);
        return new Ridge(x.t().matmul(x.matmul(x.t()).add(penalty).solve(y)));
    }

    /** What other samples [m, inputs] give, [m, outputs]. */
    Tensor predict(Tensor x) {
        return x.matmul(weights);
    }
}
