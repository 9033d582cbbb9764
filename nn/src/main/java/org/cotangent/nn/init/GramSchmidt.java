package org.cotangent.nn.init;

/** Makes vectors orthonormal, each by taking off what it has in common with those before. */
final class GramSchmidt {
    private GramSchmidt() {}

    /** Every vector is gone over twice, because the first time leaves what rounding makes ("twice is enough"). */
    static void orthonormalize(double[][] vectors) {
        for (int i = 0; i < vectors.length; i++) {
            for (int pass = 0; pass < 2; pass++) {
                for (int j = 0; j < i; j++) {
                    double common = dot(vectors[i], vectors[j]);
                    for (int k = 0; k < vectors[i].length; k++) {
                        vectors[i][k] -= common * vectors[j][k];
                    }
                }
            }
            double length = Math.sqrt(dot(vectors[i], vectors[i]));
            for (int k = 0; k < vectors[i].length; k++) {
                vectors[i][k] /= length;
            }
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += a[k] * b[k];
        }
        return sum;
    }
}
