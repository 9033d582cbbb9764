package org.cotangent.bench;

import org.jspecify.annotations.Nullable;

/** An engine of the side-by-side: ours, or one that people would use instead. */
public interface Contender {
    /** Something prepared, to be done again and again. */
    interface Job {
        /** Does it once. */
        void run();

        /** Waits for what was begun: on a device, calls return before their work is done. */
        default void finish() {}

        /**
         * Looks at what was computed.
         *
         * @throws IllegalStateException when it is wrong
         */
        default void check() {}
    }

    /**
     * What this is and how it runs: version, kernels, threads.
     *
     * @return one line
     */
    String description();

    /**
     * Prepares a workload.
     *
     * @param workload what to do
     * @return null when this engine cannot do it
     */
    @Nullable Job prepare(Workload workload);
}
