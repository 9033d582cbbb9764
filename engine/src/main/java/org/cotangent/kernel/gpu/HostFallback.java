package org.cotangent.kernel.gpu;

import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;

/** What has no kernel, and was said to have none. */
final class HostFallback {
    private final String device;
    private final Set<String> said = new ConcurrentSkipListSet<>();

    HostFallback(String device) {
        this.device = device;
    }

    /**
     * Warns that the host computes something, the first time.
     *
     * @param what such as {@code product of int64}
     */
    void warn(String what) {
        if (said.add(what)) {
            System.err.println("cotangent: " + device + " has no kernel for " + what
                    + ", so the host computes it, and the numbers travel there and back.");
        }
    }

    /** What was warned of so far. */
    Set<String> said() {
        return new TreeSet<>(said);
    }
}
