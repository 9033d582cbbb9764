package org.cotangent.bench.compare;

import java.util.List;
import java.util.Map;

/**
 * A program that runs the workloads and prints {@code workload,peer,threads,median,min,max,unit}.
 *
 * @param name in the results
 * @param command takes a filter, {@code --threads N}, {@code --warm S}, {@code --most S}, {@code --samples N} and {@code --peer NAME}
 * @param environment its own variables
 * @param onlyProducts whether it knows nothing but matrix products
 * @param mostThreads it uses no more
 */
record Peer(
        String name,
        List<String> command,
        Map<String, String> environment,
        boolean onlyProducts,
        int mostThreads) {
    /** A peer that can do everything on any number of threads. */
    static Peer of(String name, List<String> command) {
        return new Peer(name, command, Map.of(), false, Integer.MAX_VALUE);
    }

    Peer onlyProducts(int threads) {
        return new Peer(name, command, environment, true, threads);
    }

    /** The same program with other kernels. */
    Peer with(String suffix, Map<String, String> variables) {
        return new Peer(name + suffix, command, variables, onlyProducts, mostThreads);
    }

    /** Whether this is our engine, in one of its settings. */
    boolean isOurs() {
        return name.startsWith("cotangent");
    }
}
