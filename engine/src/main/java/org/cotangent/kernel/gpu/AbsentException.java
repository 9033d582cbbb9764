package org.cotangent.kernel.gpu;

/** There is no CUDA to be had here; the message is a clause that says why. */
final class AbsentException extends Exception {
    private static final long serialVersionUID = 1;

    private final String reason;

    AbsentException(String reason) {
        super(reason);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
