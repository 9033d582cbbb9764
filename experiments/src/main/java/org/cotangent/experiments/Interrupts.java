package org.cotangent.experiments;

/**
 * Ctrl-C: the first asks the experiment to stop at its next step, the second ends the process at once.
 *
 * <p>A shutdown hook cannot do this, because after it has begun a second Ctrl-C is lost; {@code sun.misc.Signal}, of
 * the supported module jdk.unsupported, can.
 */
final class Interrupts {
    /** What a shell reports of a process that SIGINT ended. */
    static final int EXIT_CODE = 130;

    private volatile boolean requested;

    /** From now on Ctrl-C comes here. */
    void listen() {
        try {
            sun.misc.Signal.handle(new sun.misc.Signal("INT"), signal -> {
                if (requested) {
                    Runtime.getRuntime().halt(EXIT_CODE);
                }
                request();
            });
        } catch (IllegalArgumentException taken) {
            // With -Xrs the JVM leaves signals to the system: Ctrl-C then ends the process without partial results.
        }
    }

    void request() {
        requested = true;
    }

    boolean requested() {
        return requested;
    }
}
