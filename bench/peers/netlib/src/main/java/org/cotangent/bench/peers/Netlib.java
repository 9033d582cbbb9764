package org.cotangent.bench.peers;

import dev.ludovic.netlib.blas.BLAS;
import dev.ludovic.netlib.blas.JavaBLAS;
import java.util.Random;
import org.cotangent.bench.Contender;
import org.cotangent.bench.Harness;
import org.cotangent.bench.Workload;
import org.cotangent.bench.Workload.Product;
import org.jspecify.annotations.Nullable;

/** netlib's BLAS in Java, over the Vector API where that is loaded: matrix products, on one thread. */
public final class Netlib implements Contender {
    private final BLAS blas = JavaBLAS.getInstance();

    private Netlib() {}

    /**
     * Runs the harness.
     *
     * @param arguments as {@link Harness} takes them
     */
    public static void main(String[] arguments) {
        Harness.run("netlib", threads -> new Netlib(), arguments);
    }

    @Override
    public String description() {
        return blas.getClass().getSimpleName();
    }

    /** The library stores columns: our C = A B is its C' = B' A'. */
    @Override
    public @Nullable Job prepare(Workload workload) {
        if (!(workload instanceof Product product)) {
            return null;
        }
        boolean ta = product.transposesA();
        boolean tb = product.transposesB();
        String opA = ta ? "T" : "N";
        String opB = tb ? "T" : "N";
        int m = product.m();
        int k = product.k();
        int n = product.n();
        int rowA = ta ? m : k;
        int rowB = tb ? k : n;
        Random random = new Random(1);
        double[] a = random.doubles((long) m * k).toArray();
        double[] b = random.doubles((long) k * n).toArray();
        if (product.wide()) {
            double[] c = new double[m * n];
            return () -> blas.dgemm(opB, opA, n, m, k, 1, b, rowB, a, rowA, 0, c, n);
        }
        float[] c = new float[m * n];
        float[] singleA = single(a);
        float[] singleB = single(b);
        return () -> blas.sgemm(opB, opA, n, m, k, 1, singleB, rowB, singleA, rowA, 0, c, n);
    }

    private static float[] single(double[] numbers) {
        float[] single = new float[numbers.length];
        for (int i = 0; i < single.length; i++) {
            single[i] = (float) numbers[i];
        }
        return single;
    }
}
