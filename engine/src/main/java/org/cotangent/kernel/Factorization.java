package org.cotangent.kernel;

import org.cotangent.shape.Complaint;
import org.cotangent.shape.Shape;

/**
 * Dense linear algebra on small matrices: Gaussian elimination with partial pivoting, and Cholesky's method. Computed in
 * float64 whatever the type, matrix by matrix over leading axes.
 */
public final class Factorization {
    private final double[][] lu;
    private final int[] order;
    private final int sign;

    /** Eliminates in place; row swaps are remembered. */
    private Factorization(double[][] matrix) {
        int n = matrix.length;
        int[] rows = new int[n];
        java.util.Arrays.setAll(rows, i -> i);
        int parity = 1;
        for (int k = 0; k < n; k++) {
            int pivot = k;
            for (int i = k + 1; i < n; i++) {
                pivot = Math.abs(matrix[i][k]) > Math.abs(matrix[pivot][k]) ? i : pivot;
            }
            if (pivot != k) {
                double[] row = matrix[k];
                matrix[k] = matrix[pivot];
                matrix[pivot] = row;
                int place = rows[k];
                rows[k] = rows[pivot];
                rows[pivot] = place;
                parity = -parity;
            }
            for (int i = k + 1; i < n && matrix[k][k] != 0; i++) {
                matrix[i][k] /= matrix[k][k];
                for (int j = k + 1; j < n; j++) {
                    matrix[i][j] -= matrix[i][k] * matrix[k][j];
                }
            }
        }
        lu = matrix;
        order = rows;
        sign = parity;
    }

    private static double[][] matrix(double[] all, int from, int rows, int columns) {
        double[][] matrix = new double[rows][columns];
        for (int i = 0; i < rows; i++) {
            System.arraycopy(all, from + i * columns, matrix[i], 0, columns);
        }
        return matrix;
    }

    private static double[] doubles(NdArray x) {
        return (double[]) Backends.scalar().copy(x, DType.FLOAT64).storage().array();
    }

    private static NdArray result(double[] values, DType type, Shape shape) {
        return Backends.scalar().copy(new NdArray(new DoubleStorage(values), shape.contiguous()), type);
    }

    /**
     * Solves {@code A X = B} for every pair of matrices.
     *
     * @param a square matrices [..., n, n]
     * @param b right-hand sides [..., n, m] with the same leading axes
     * @return the solutions, of the shape of b
     * @throws IllegalArgumentException when a matrix is singular
     */
    public static NdArray solve(NdArray a, NdArray b) {
        int n = a.shape().size(-1);
        int m = b.shape().size(-1);
        double[] left = doubles(a);
        double[] x = doubles(b);
        for (int start = 0, at = 0; n > 0 && start < left.length; start += n * n, at += n * m) {
            Factorization factors = new Factorization(matrix(left, start, n, n));
            double[][] right = matrix(x, at, n, m);
            for (int i = 0; i < n; i++) {
                if (factors.lu[i][i] == 0) {
                    throw Complaint.about("solve with matrices " + a.shape())
                            .because("matrix " + start / (n * n) + " is singular: pivot " + i + " is 0")
                            .hint("a small multiple of the identity added to it")
                            .argument();
                }
            }
            for (int j = 0; j < m; j++) {
                double[] column = factors.solve(right, j);
                for (int i = 0; i < n; i++) {
                    x[at + i * m + j] = column[i];
                }
            }
        }
        return result(x, b.type(), b.shape());
    }

    private double[] solve(double[][] right, int j) {
        int n = lu.length;
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
            double sum = right[order[i]][j];
            for (int k = 0; k < i; k++) {
                sum -= lu[i][k] * x[k];
            }
            x[i] = sum;
        }
        for (int i = n - 1; i >= 0; i--) {
            for (int k = i + 1; k < n; k++) {
                x[i] -= lu[i][k] * x[k];
            }
            x[i] /= lu[i][i];
        }
        return x;
    }

    /**
     * The determinant of every matrix, or the logarithm of its absolute value.
     *
     * @param a square matrices [..., n, n]
     * @param log ln |det| instead
     * @return one number for each, [...]
     */
    public static NdArray determinant(NdArray a, boolean log) {
        int n = a.shape().size(-1);
        Shape shape = leading(a.shape());
        double[] all = doubles(a);
        double[] determinants = new double[shape.size()];
        for (int i = 0; i < determinants.length; i++) {
            Factorization factors = new Factorization(matrix(all, i * n * n, n, n));
            double product = factors.sign;
            double logarithm = 0;
            for (int k = 0; k < n; k++) {
                product *= factors.lu[k][k];
                logarithm += Math.log(Math.abs(factors.lu[k][k]));
            }
            determinants[i] = log ? logarithm : product;
        }
        return result(determinants, a.type(), shape);
    }

    /**
     * The lower triangular L with {@code A = L L^T} for every matrix.
     *
     * @param a symmetric positive definite matrices [..., n, n]; the lower triangle counts
     * @return the factors, of the same shape
     * @throws IllegalArgumentException when a matrix is not positive definite
     */
    public static NdArray cholesky(NdArray a) {
        int n = a.shape().size(-1);
        double[] all = doubles(a);
        double[] out = new double[all.length];
        for (int start = 0; n > 0 && start < all.length; start += n * n) {
            for (int i = 0; i < n; i++) {
                for (int j = 0; j <= i; j++) {
                    double sum = all[start + i * n + j];
                    for (int k = 0; k < j; k++) {
                        sum -= out[start + i * n + k] * out[start + j * n + k];
                    }
                    if (i == j && !(sum > 0)) {
                        throw Complaint.about("cholesky of matrices " + a.shape())
                                .because("matrix " + start / (n * n) + " is not positive definite: pivot " + i + " is "
                                        + sum)
                                .hint("a small multiple of the identity added to it")
                                .argument();
                    }
                    out[start + i * n + j] = i == j ? Math.sqrt(sum) : sum / out[start + j * n + j];
                }
            }
        }
        return result(out, a.type(), a.shape());
    }

    private static Shape leading(Shape shape) {
        return Shape.of(java.util.Arrays.copyOf(shape.sizes(), shape.rank() - 2));
    }
}
