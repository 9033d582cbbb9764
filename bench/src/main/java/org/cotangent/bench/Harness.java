package org.cotangent.bench;

import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;

/**
 * The command line that all contenders on the JVM share.
 *
 * <pre>
 * FILTER [--threads N] [--peer NAME] [--warm SECONDS] [--samples N]
 * </pre>
 *
 * <p>Prints {@code workload,peer,threads,median,min,max,unit}, one line for each workload, and what runs on standard error.
 */
public final class Harness {
    private String filter = "";
    private int threads = 1;
    private String peer;
    private double warmUp = Stopwatch.USUAL.warmUp();
    private int samples = Stopwatch.USUAL.samples();

    private Harness(String peer, String... arguments) {
        this.peer = peer;
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--threads" -> threads = Integer.parseInt(arguments[++i]);
                case "--peer" -> this.peer = arguments[++i];
                case "--warm" -> warmUp = Double.parseDouble(arguments[++i]);
                case "--samples" -> samples = Integer.parseInt(arguments[++i]);
                default -> filter += (filter.isEmpty() ? "" : ",") + arguments[i];
            }
        }
    }

    /**
     * Runs a contender as the arguments say.
     *
     * @param peer its name in the results, unless the arguments give another
     * @param contender makes it for a number of threads
     * @param arguments the command line
     */
    public static void run(String peer, IntFunction<Contender> contender, String... arguments) {
        Harness harness = CommandLine.read(peer, () -> new Harness(peer, arguments));
        List<Workload> workloads = CommandLine.read(peer, () -> Workloads.select(harness.filter));
        harness.run(contender.apply(harness.threads), workloads);
        System.out.flush();
        System.exit(0); // some native libraries leave threads behind
    }

    private void run(Contender contender, List<Workload> workloads) {
        System.err.println("# " + peer + ": " + contender.description() + "; " + Machine.describe());
        Machine machine = new Machine();
        Stopwatch stopwatch = new Stopwatch(warmUp, samples, Stopwatch.USUAL.sample());
        for (Workload workload : workloads) {
            Contender.Job job = contender.prepare(workload);
            if (job != null) {
                print(workload, stopwatch.time(job));
            }
        }
        System.err.println("# " + peer + ": " + machine.load());
    }

    private void print(Workload workload, Stopwatch.Times times) {
        double median = workload.figure(times.median());
        double first = workload.figure(times.min());
        double last = workload.figure(times.max());
        System.out.printf(
                Locale.ROOT,
                "%s,%s,%d,%.4g,%.4g,%.4g,%s%n",
                workload.label(),
                peer,
                threads,
                median,
                Math.min(first, last),
                Math.max(first, last),
                workload.unit());
        System.out.flush();
    }
}
