package org.cotangent.kernel.gpu;

/** There is no CUDA to be had here; the message is a clause that says why. */
final class AbsentException extends Exception {
    private static final long serialVersionUID = 1;

    AbsentException(String reason) {
        super(reason);
    }
}
