package org.cotangent.kernel.simd;

import java.util.Random;
import org.cotangent.kernel.Parallel;

/** Prints one number that stands for every bit of a set of products: run in JVMs of different vector widths. */
final class ProductBits {
    private ProductBits() {}

    /**
     * Prints the hash and the vector width.
     *
     * @param arguments the number of threads
     */
    public static void main(String[] arguments) {
        Parallel.setThreads(Integer.parseInt(arguments[0]));
        int[][] shapes = {
            {33, 65, 47}, {64, 64, 64}, {100, 300, 70}, {200, 500, 10}, {500, 200, 10}, {200, 10, 500}, {7, 400, 3},
            {128, 2, 128}, {32, 512, 1}, {1, 300, 100}, {128, 128, 4}, {130, 520, 66}
        };
        long hash = 1;
        for (int[] shape : shapes) {
            for (int layout = 0; layout < 4; layout++) {
                hash = 31 * hash + product(shape[0], shape[1], shape[2], layout % 2 == 1, layout / 2 == 1);
            }
        }
        System.out.println(Long.toHexString(hash) + " " + FloatTile.BITS);
    }

    private static long product(int m, int k, int n, boolean ta, boolean tb) {
        Random random = new Random(m + 1000L * k + n);
        float[] a = new float[m * k];
        float[] b = new float[k * n];
        float[] c = new float[m * n];
        double[] wideA = new double[m * k];
        double[] wideB = new double[k * n];
        double[] wideC = new double[m * n];
        for (int i = 0; i < a.length; i++) {
            a[i] = (float) (wideA[i] = random.nextGaussian());
        }
        for (int i = 0; i < b.length; i++) {
            b[i] = (float) (wideB[i] = random.nextGaussian());
        }
        int ar = ta ? 1 : k;
        int ac = ta ? m : 1;
        int br = tb ? 1 : n;
        int bc = tb ? k : 1;
        FloatProduct.multiply(m, n, k, a, 0, ar, ac, b, 0, br, bc, null, 0, c, 0, n);
        DoubleProduct.multiply(m, n, k, wideA, 0, ar, ac, wideB, 0, br, bc, null, 0, wideC, 0, n);
        long hash = 0;
        for (int i = 0; i < c.length; i++) {
            hash = 31 * hash + Float.floatToIntBits(c[i]);
            hash = 31 * hash + Double.doubleToLongBits(wideC[i]);
        }
        return hash;
    }
}
