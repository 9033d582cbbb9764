package org.cotangent.bench;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.cotangent.kernel.Parallel;

/**
 * What the machine can do at most, measured where and when the figures are that are held against it.
 *
 * @param gflops fused multiply-adds of float32, counted as two, with all operands in registers; float64 has half of it
 * @param memory bytes that large sums {@code c = a + b} read and write, in 1e9 a second
 * @param cache the same for arrays of 16 KiB
 */
public record Limits(double gflops, double memory, double cache) {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LARGE = 1 << 25;
    private static final int SMALL = 1 << 12;
    private static final int ROUNDS = 20_000;

    /**
     * Measures for about two seconds, on as many threads as the engine uses.
     *
     * @return the best of several tries
     */
    public static Limits measure() {
        int threads = Parallel.threads();
        float[] sink = new float[threads * 64];
        double flops = threads * ROUNDS * 12.0 * 2 * SPECIES.length();
        double gflops = flops / fastest(30, () -> Parallel.forBlocks(threads, block -> sink[block * 64] = spin())) * 1e-9;
        float[] a = new float[LARGE];
        float[] b = new float[LARGE];
        float[] c = new float[LARGE];
        Arrays.fill(b, 1);
        double memory = 12.0 * LARGE / fastest(10, () -> Parallel.forBlocks(threads, block -> {
            int each = LARGE / threads;
            add(a, b, c, block * each, (block + 1) * each);
        })) * 1e-9;
        float[][] small = new float[3 * threads][SMALL];
        int times = 2000;
        double cache = 12.0 * SMALL * times * threads / fastest(10, () -> Parallel.forBlocks(threads, block -> {
            for (int i = 0; i < times; i++) {
                add(small[3 * block], small[3 * block + 1], small[3 * block + 2], 0, SMALL);
            }
        })) * 1e-9;
        if (!(c[LARGE / 2] == 1) || !(sink[0] > 0)) {
            throw new IllegalStateException("the limits were measured with wrong sums");
        }
        return new Limits(gflops, memory, cache);
    }

    private static double fastest(int tries, Runnable work) {
        double best = Double.POSITIVE_INFINITY;
        for (int i = 0; i < tries; i++) {
            long start = System.nanoTime();
            work.run();
            best = Math.min(best, (System.nanoTime() - start) * 1e-9);
        }
        return best;
    }

    private static void add(float[] a, float[] b, float[] c, int from, int to) {
        for (int i = from; i < to; i++) {
            c[i] = a[i] + b[i];
        }
    }

    /** Twelve chains of fused multiply-adds, so that each waits for none. */
    private static float spin() {
        FloatVector x = FloatVector.broadcast(SPECIES, 0.999f);
        FloatVector y = FloatVector.broadcast(SPECIES, 0.001f);
        FloatVector a = x;
        FloatVector b = x;
        FloatVector c = x;
        FloatVector d = x;
        FloatVector e = x;
        FloatVector f = x;
        FloatVector g = x;
        FloatVector h = x;
        FloatVector i = x;
        FloatVector j = x;
        FloatVector k = x;
        FloatVector l = x;
        for (int round = 0; round < ROUNDS; round++) {
            a = a.fma(x, y);
            b = b.fma(x, y);
            c = c.fma(x, y);
            d = d.fma(x, y);
            e = e.fma(x, y);
            f = f.fma(x, y);
            g = g.fma(x, y);
            h = h.fma(x, y);
            i = i.fma(x, y);
            j = j.fma(x, y);
            k = k.fma(x, y);
            l = l.fma(x, y);
        }
        return a.add(b).add(c).add(d).add(e).add(f).add(g).add(h).add(i).add(j).add(k).add(l).lane(0);
    }

    /**
     * How much of a limit a computation reaches: the limit that takes longer.
     *
     * @param cost what it takes
     * @param type float32 or float64
     * @param seconds its time
     * @return such as {@code 83 % of memory}
     */
    public String reached(Cost cost, org.cotangent.kernel.DType type, double seconds) {
        double compute = cost.flops() / (gflops * 1e9 / (type == org.cotangent.kernel.DType.FLOAT64 ? 2 : 1));
        boolean fits = cost.bytes() < 512 << 10;
        double traffic = cost.bytes() / ((fits ? cache : memory) * 1e9);
        return Math.round(100 * Math.max(compute, traffic) / seconds) + " % of "
                + (compute > traffic ? "compute" : fits ? "cache" : "memory");
    }
}
