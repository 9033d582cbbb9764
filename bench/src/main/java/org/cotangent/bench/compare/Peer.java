package org.cotangent.bench.compare;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.bench.Workload;

/**
 * A program that runs the workloads and prints {@code workload,peer,threads,median,min,max,unit}.
 *
 * @param name in the results
 * @param command takes a filter, {@code --threads N}, {@code --warm S}, {@code --most S}, {@code --samples N} and {@code --peer NAME}
 * @param environment its own variables
 * @param groups of workloads that it is asked for: A, B and C, as in {@link Workload#group}
 * @param leastThreads with fewer it is another one's double
 * @param mostThreads it uses no more
 */
record Peer(
        String name,
        List<String> command,
        Map<String, String> environment,
        String groups,
        int leastThreads,
        int mostThreads) {
    /** A peer that can do everything on any number of threads. */
    static Peer of(String name, List<String> command) {
        return new Peer(name, command, Map.of(), "ABC", 1, Integer.MAX_VALUE);
    }

    Peer onlyProducts(int threads) {
        return new Peer(name, command, environment, "A", leastThreads, threads);
    }

    /** The same program with other kernels. */
    Peer with(String suffix, Map<String, String> variables) {
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(variables);
        return new Peer(name + suffix, command, all, groups, leastThreads, mostThreads);
    }

    /**
     * The same program with OpenMP threads that sleep while they wait, to be run on several threads.
     *
     * <p>PyTorch has a pool of its own beside that of OpenBLAS. Where both spin on as many threads as there are cores they keep
     * each other from computing: C3 on two cores took 26 ms so, and 2.2 ms with this. Small steps take longer with it. Matrix products
     * alone use the other pool.
     */
    Peer passive() {
        Peer passive = with("-passive", Map.of("OMP_WAIT_POLICY", "passive"));
        return new Peer(passive.name, command, passive.environment, "BC", 2, mostThreads);
    }

    boolean takes(Workload workload) {
        return groups.indexOf(workload.group()) >= 0;
    }

    boolean runsOn(int threads) {
        return leastThreads <= threads && threads <= mostThreads;
    }

    /** Whether this is our engine, in one of its settings. */
    boolean isOurs() {
        return name.startsWith("cotangent");
    }
}
