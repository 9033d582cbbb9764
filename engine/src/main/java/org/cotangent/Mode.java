package org.cotangent;

import org.jspecify.annotations.Nullable;

/** What holds for one thread: each operation asks for it, so it is one object and one look-up. */
final class Mode {
    private static final ThreadLocal<Mode> OF_OTHERS = ThreadLocal.withInitial(Mode::new);

    // Of the thread that asks first, often the only one that asks: a look-up less in each operation.
    private static final Thread FIRST = Thread.currentThread();
    private static final Mode OF_FIRST = new Mode();

    /** Whether operations are recorded. */
    boolean recording = true;

    /** Who is told of operations. */
    @Nullable Watcher watcher;

    /** The number of the latest node. */
    long clock;

    private Mode() {}

    static Mode here() {
        return Thread.currentThread() == FIRST ? OF_FIRST : OF_OTHERS.get();
    }
}
