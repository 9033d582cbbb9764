package org.cotangent;

import org.jspecify.annotations.Nullable;

/** What holds for one thread: each operation asks for it, so it is one object and one look-up. */
final class Mode {
    private static final ThreadLocal<Mode> OF_THREAD = ThreadLocal.withInitial(Mode::new);

    /** Whether operations are recorded. */
    boolean recording = true;

    /** Who is told of operations. */
    @Nullable Watcher watcher;

    /** The number of the latest node. */
    long clock;

    private Mode() {}

    static Mode here() {
        return OF_THREAD.get();
    }
}
