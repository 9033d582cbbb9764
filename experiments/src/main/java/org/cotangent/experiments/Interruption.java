package org.cotangent.experiments;

/** Thrown at a step boundary after Ctrl-C; the run then writes what it has. Experiments let it pass. */
public final class Interruption extends RuntimeException {

    Interruption() {
        super("interrupted by Ctrl-C");
    }
}
