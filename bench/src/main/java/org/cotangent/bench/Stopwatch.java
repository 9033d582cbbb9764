package org.cotangent.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Times a job: warm-up until it is steady, then samples of many calls each.
 *
 * <p>A JIT compiler that is still at work is not what is compared, and how long it works differs from job to job and from engine
 * to engine. So the warm-up ends by what is seen, by one rule for everybody: at least {@code least} seconds, and until the
 * windows of its last third (0.1 s each, five at least) were no more than 3 percent better than the best before them. A third,
 * because compilers make progress in leaps: what has not moved for a second may leap yet after two, and hardly after ten. After {@code most} seconds the samples begin all the same, and the times say so.
 * {@code peers/python/stopwatch.py} has the same rule.
 *
 * @param least seconds of warm-up
 * @param most seconds of warm-up, but for the last window
 * @param samples how many
 * @param sample the seconds that a sample takes at least
 */
public record Stopwatch(double least, double most, int samples, double sample) {
    /** The seconds that a window of the warm-up takes at least. */
    static final double WINDOW = 0.1;

    /**
     * Warm-up of 3 to 10 s, and nine samples of 60 ms. Not less: in four of ten JVMs C1 or C2 stood still for half a second
     * after 0.8 to 1.3 s, two to sixty times slower than it is after three.
     */
    public static final Stopwatch USUAL = new Stopwatch(3, 10, 9, 0.06);

    /** The part of its time that makes a window better than another; less is noise. */
    private static final double NOTICEABLE = 0.03;

    /** Half a second: the compiler takes that long for the first matrix product of a process. */
    private static final int LEAST_WINDOWS = 5;

    /**
     * Seconds of one call.
     *
     * @param median of the samples
     * @param min of the samples
     * @param max of the samples
     * @param warmUp what came before
     */
    public record Times(double median, double min, double max, WarmUp warmUp) {}

    /**
     * How the warm-up went.
     *
     * @param seconds how long it took
     * @param steady whether the job was steady then; else the time was up
     * @param first seconds of one call over the first second: what a user sees at the start; over the whole warm-up where that
     *     was shorter
     */
    public record WarmUp(double seconds, boolean steady, double first) {}

    /**
     * Times a job, and checks what it computed before and after.
     *
     * @param job what to do
     * @return seconds of one call
     */
    public Times time(Contender.Job job) {
        return begin(job).end();
    }

    /**
     * Begins a warm-up: the first half of {@code least}. A process that runs several jobs begins all of them before it ends the
     * first, because code that has seen one shape only is thrown away and compiled again when it meets another.
     *
     * @param job what to do
     * @return the job, to be timed
     */
    public Timing begin(Contender.Job job) {
        Timing timing = new Timing(job);
        timing.add(repeat(job, 0)); // one call, which may load much and take long
        job.check();
        timing.warmUp(least / 2);
        return timing;
    }

    /** A job that has begun to warm up. */
    public final class Timing {
        private final Contender.Job job;
        private final List<Double> windows = new ArrayList<>();
        private double seconds;
        private long calls;
        private double first;

        private Timing(Contender.Job job) {
            this.job = job;
        }

        private void warmUp(double enough) {
            while (seconds < enough) {
                add(repeat(job, WINDOW));
            }
        }

        private void add(Stretch stretch) {
            if (seconds < 1) {
                calls += stretch.calls;
                first = (seconds + stretch.seconds) / calls;
            }
            seconds += stretch.seconds;
            windows.add(stretch.seconds / stretch.calls);
        }

        /**
         * Ends the warm-up, takes the samples, and checks what was computed.
         *
         * @return seconds of one call
         */
        public Times end() {
            add(repeat(job, WINDOW)); // another job may have run since
            warmUp(least);
            while (seconds < most && !isSteady(windows)) {
                add(repeat(job, WINDOW));
            }
            WarmUp warmUp = new WarmUp(seconds, isSteady(windows), first);
            long inSample = Math.max(1, Math.round(sample / windows.getLast()));
            double[] each = new double[samples];
            for (int i = 0; i < samples; i++) {
                long start = System.nanoTime();
                for (long call = 0; call < inSample; call++) {
                    job.run();
                }
                job.finish();
                each[i] = (System.nanoTime() - start) * 1e-9 / inSample;
            }
            job.check();
            Arrays.sort(each);
            return new Times(each[samples / 2], each[0], each[samples - 1], warmUp);
        }
    }

    /**
     * Whether the last third of the windows, five at least, has brought nothing better.
     *
     * @param windows the seconds of one call in each, in their order
     */
    static boolean isSteady(List<Double> windows) {
        int last = Math.max(LEAST_WINDOWS, windows.size() / 3);
        int before = windows.size() - last;
        return before > 0 && best(windows.subList(before, windows.size())) >= (1 - NOTICEABLE) * best(windows.subList(0, before));
    }

    private static double best(List<Double> windows) {
        return windows.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    }

    private record Stretch(double seconds, long calls) {}

    private static Stretch repeat(Contender.Job job, double least) {
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
        return new Stretch((System.nanoTime() - start) * 1e-9, calls);
    }
}
