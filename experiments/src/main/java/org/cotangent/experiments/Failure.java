package org.cotangent.experiments;

/** A failure that the user can understand and do something about: printed as a message, never as a stack trace. */
public final class Failure extends RuntimeException {

    /**
     * A message of four parts.
     *
     * @param asked what was asked, such as {@code read "data.npz"}
     * @param why why it cannot be done
     * @param origin where that came from; may be empty
     * @param advice what to try
     */
    public Failure(String asked, String why, String origin, String advice) {
        super(asked + ": " + why + (origin.isEmpty() ? "" : "; " + origin) + ". Try: " + advice);
    }
}
