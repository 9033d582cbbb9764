package org.cotangent.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * The command line that all contenders on the JVM share.
 *
 * <pre>
 * FILTER [--threads N] [--peer NAME] [--warm SECONDS] [--most SECONDS] [--samples N]
 * first
 * </pre>
 *
 * <p>Prints {@code workload,peer,threads,median,min,max,unit}, one line for each workload; and on standard error what runs, and
 * how long each workload took to become steady. {@code first} does one step of C2 and ends at once.
 */
public final class Harness {
    private String filter = "";
    private int threads = 1;
    private String peer;
    private double least = Stopwatch.USUAL.least();
    private double most = Stopwatch.USUAL.most();
    private int samples = Stopwatch.USUAL.samples();

    private Harness(String peer, CommandLine words) {
        this.peer = peer;
        while (words.hasNext()) {
            String word = words.next();
            switch (word) {
                case "--threads" -> threads = words.number();
                case "--peer" -> this.peer = words.value();
                case "--warm" -> least = words.seconds();
                case "--most" -> most = words.seconds();
                case "--samples" -> samples = words.number();
                default -> {
                    if (word.startsWith("-")) {
                        throw new IllegalArgumentException("what is " + word
                                + "? There are --threads N, --peer NAME, --warm SECONDS, --most SECONDS and --samples N");
                    }
                    filter += (filter.isEmpty() ? "" : ",") + word;
                }
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
        if (List.of(arguments).equals(List.of("first"))) {
            Contender.Job step = contender.apply(1).prepare(Workload.Training.C2_SPIRAL);
            if (step != null) {
                step.run();
            }
            Runtime.getRuntime().halt(0);
        }
        Harness harness = CommandLine.read(() -> new Harness(peer, new CommandLine(arguments)));
        List<Workload> workloads = CommandLine.read(() -> Workloads.select(harness.filter));
        harness.run(contender.apply(harness.threads), workloads);
        System.out.flush();
        System.exit(0); // some native libraries leave threads behind
    }

    private void run(Contender contender, List<Workload> workloads) {
        System.err.println("# " + peer + ": " + contender.description() + "; " + Machine.describe());
        Machine machine = new Machine();
        Stopwatch stopwatch = new Stopwatch(least, most, samples, Stopwatch.USUAL.sample());
        Map<Workload, Stopwatch.Timing> begun = new LinkedHashMap<>();
        for (Workload workload : workloads) {
            Contender.Job job = contender.prepare(workload);
            if (job != null) {
                begun.put(workload, stopwatch.begin(job));
            }
        }
        begun.forEach((workload, timing) -> {
            Stopwatch.Times times = timing.end();
            System.out.println(line(workload, peer, threads, times));
            System.out.flush();
            System.err.println("# " + warmUp(workload, times.warmUp()));
        });
        System.err.println("# " + peer + ": " + machine.load());
    }

    /** A line of the results. */
    static String line(Workload workload, String peer, int threads, Stopwatch.Times times) {
        double first = workload.figure(times.min());
        double last = workload.figure(times.max());
        return String.format(
                Locale.ROOT,
                "%s,%s,%d,%.4g,%.4g,%.4g,%s",
                workload.label(),
                peer,
                threads,
                workload.figure(times.median()),
                Math.min(first, last),
                Math.max(first, last),
                workload.unit());
    }

    private static String warmUp(Workload workload, Stopwatch.WarmUp warmUp) {
        return String.format(
                Locale.ROOT,
                "%s: %s after %.1f s, %.4g %s in the first second",
                workload.label(),
                warmUp.steady() ? "steady" : "not steady",
                warmUp.seconds(),
                workload.figure(warmUp.first()),
                workload.unit());
    }
}
