package org.cotangent.bench;

import java.util.Arrays;

/**
 * Times a job: warm-up, then samples of many calls each.
 *
 * @param warmUp seconds
 * @param samples how many
 * @param sample the seconds that a sample takes at least
 */
public record Stopwatch(double warmUp, int samples, double sample) {
    /** As in all published tables: 1.5 s of warm-up and nine samples of 60 ms. */
    public static final Stopwatch USUAL = new Stopwatch(1.5, 9, 0.06);

    /**
     * Seconds of one call.
     *
     * @param median of the samples
     * @param min of the samples
     * @param max of the samples
     */
    public record Times(double median, double min, double max) {}

    /**
     * Times a job, and checks what it computed before and after.
     *
     * @param job what to do
     * @return seconds of one call
     */
    public Times time(Contender.Job job) {
        job.run();
        job.check();
        repeat(job, warmUp);
        // The rate at the end of the warm-up says how many calls make a sample.
        double each = repeat(job, sample);
        long calls = Math.max(1, Math.round(sample / each));
        double[] seconds = new double[samples];
        for (int i = 0; i < samples; i++) {
            long start = System.nanoTime();
            for (long call = 0; call < calls; call++) {
                job.run();
            }
            job.finish();
            seconds[i] = (System.nanoTime() - start) * 1e-9 / calls;
        }
        job.check();
        Arrays.sort(seconds);
        return new Times(seconds[samples / 2], seconds[0], seconds[samples - 1]);
    }

    private static double repeat(Contender.Job job, double least) {
        long start = System.nanoTime();
        long calls = 0;
        double passed = 0;
        while (calls == 0 || passed < least) {
            job.run();
            calls++;
            if ((calls & calls - 1) == 0) {
                job.finish(); // a queue that grows without end would not tell the time
            }
            passed = (System.nanoTime() - start) * 1e-9;
        }
        job.finish();
        return (System.nanoTime() - start) * 1e-9 / calls;
    }
}
