package org.cotangent.bench.compare;

import org.jspecify.annotations.Nullable;

/**
 * A line of the results.
 *
 * @param workload its name
 * @param peer who ran it
 * @param threads on how many
 * @param median of the samples; over several processes, of their medians
 * @param min the smallest sample; over several processes, the smallest of their medians
 * @param max the largest sample; over several processes, the largest of their medians
 * @param unit GFLOP/s, or a time
 * @param warmUp what came before; over several processes, the longest; null for a whole process
 */
record Result(String workload, String peer, int threads, double median, double min, double max, String unit, @Nullable WarmUp warmUp) {
    Result(String workload, String peer, int threads, double median, double min, double max, String unit) {
        this(workload, peer, threads, median, min, max, unit, null);
    }

    static Result parse(String line) {
        String[] parts = line.split(",");
        if (parts.length != 7) {
            throw new IllegalArgumentException("not seven columns: " + line);
        }
        return new Result(
                parts[0],
                parts[1],
                Integer.parseInt(parts[2]),
                Double.parseDouble(parts[3]),
                Double.parseDouble(parts[4]),
                Double.parseDouble(parts[5]),
                parts[6]);
    }

    Result after(@Nullable WarmUp before) {
        return new Result(workload, peer, threads, median, min, max, unit, before);
    }

    /** Whether more is better. */
    boolean isRate() {
        return unit.endsWith("/s");
    }

    /** The worst of the processes, or of the samples of the only one. */
    double worst() {
        return isRate() ? min : max;
    }

    /** How many times as good as another: above 1 it is better, as a rate or as a time. */
    static double ratio(boolean rate, double ours, double theirs) {
        return rate ? ours / theirs : theirs / ours;
    }

    String csv() {
        return String.format(
                java.util.Locale.ROOT, "%s,%s,%d,%.4g,%.4g,%.4g,%s", workload, peer, threads, median, min, max, unit);
    }
}
