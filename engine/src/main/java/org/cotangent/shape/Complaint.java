package org.cotangent.shape;

/**
 * The four parts of every error message of the engine: what was asked, why not, where it came from, what to try.
 *
 * <p>A message is part of the API: it is written with this class so that no part is forgotten, and it is tested.
 */
public final class Complaint {
    private final StringBuilder text;

    private Complaint(String asked) {
        text = new StringBuilder(asked);
    }

    /**
     * Starts a message.
     *
     * @param asked what the caller asked for, with shapes, such as {@code matmul [3, 4] x [5, 2]}
     * @return the message so far
     */
    public static Complaint about(String asked) {
        return new Complaint(asked);
    }

    /**
     * Adds the reason.
     *
     * @param reason why it cannot be done
     * @return this
     */
    public Complaint because(String reason) {
        text.append(": ").append(reason);
        return this;
    }

    /**
     * Adds the origin of an operand, when it is known.
     *
     * @param origin where the operand came from; an empty text adds nothing
     * @return this
     */
    public Complaint from(String origin) {
        if (!origin.isEmpty()) {
            text.append("; ").append(origin);
        }
        return this;
    }

    /**
     * Adds the advice.
     *
     * @param advice what to try instead
     * @return this
     */
    public Complaint hint(String advice) {
        text.append(". Try: ").append(advice);
        return this;
    }

    /**
     * The message.
     *
     * @return all parts so far
     */
    public String message() {
        return text.toString();
    }

    /**
     * Ends the message as an error in an argument.
     *
     * @return the exception to throw
     */
    public IllegalArgumentException argument() {
        return new IllegalArgumentException(text.toString());
    }

    /**
     * Ends the message as an error in the order of calls.
     *
     * @return the exception to throw
     */
    public IllegalStateException state() {
        return new IllegalStateException(text.toString());
    }
}
