package org.cotangent.experiments.verify;

/** Says that a case asks for something that the engine does not have. */
final class NotCovered extends RuntimeException {
    private static final long serialVersionUID = 1;

    NotCovered(String reason) {
        super(reason);
    }
}
