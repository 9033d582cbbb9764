package org.cotangent.kernel.gpu;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A binding to one library whose functions all return a code, 0 for success.
 *
 * <p>Device addresses, streams, events and handles are opaque to Java and travel as {@code long}: every supported platform
 * has pointers of 64 bits.
 */
abstract class Binding {
    /** A downcall that returns a code. */
    @FunctionalInterface
    interface Call {
        int run() throws Throwable;
    }

    /** A downcall that returns a code, and a value by an address. */
    @FunctionalInterface
    interface Asking {
        int run(MemorySegment out) throws Throwable;
    }

    /**
     * The name of a code, as in NVIDIA's headers.
     *
     * @param code not 0
     */
    abstract String errorName(int code);

    /** Makes a failed call forget its error, so that a later call does not tell it again. */
    void forgetError() {}

    /** Calls, and throws a {@link CudaException} that names the function and the code unless it returns 0. */
    final void call(String function, Call call) {
        call(function, -1, call);
    }

    /** Calls a function that is about a number of bytes, which the exception then names. */
    final void call(String function, long bytes, Call call) {
        int code;
        try {
            code = call.run();
        } catch (Throwable e) {
            throw Library.impossible(e);
        }
        if (code != 0) {
            CudaException failure =
                    CudaException.of(bytes < 0 ? function : function + " of " + bytes + " bytes", errorName(code), code);
            forgetError();
            throw failure;
        }
    }

    /** Calls a function that gives an {@code int}. */
    final int askInt(String function, Asking call) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(JAVA_INT);
            call(function, () -> call.run(out));
            return out.get(JAVA_INT, 0);
        }
    }

    /** Calls a function that gives a pointer or a {@code size_t}. */
    final long askLong(String function, long bytes, Asking call) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(JAVA_LONG);
            call(function, bytes, () -> call.run(out));
            return out.get(JAVA_LONG, 0);
        }
    }

    /** Calls a function that gives a pointer. */
    final long askLong(String function, Asking call) {
        return askLong(function, -1, call);
    }
}
