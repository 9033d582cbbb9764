package org.cotangent.kernel.simd;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Decides when one kernel goes to vectors: plain loops do its work until they have done enough for vectors to be worth their
 * while, and a {@link Rehearsal} has found those to be faster.
 */
final class Gate {
    /** The same work in both ways, on made-up numbers. */
    interface Practice {
        void vectors();

        void plain();
    }

    private final AtomicLong work = new AtomicLong();
    private final AtomicBoolean asked = new AtomicBoolean();
    private volatile boolean open;
    private volatile long enough;

    /**
     * A gate.
     *
     * @param open lets everything pass at once
     * @param enough work on plain loops before vectors are rehearsed
     */
    Gate(boolean open, long enough) {
        this.open = open;
        this.enough = enough;
    }

    boolean isOpen() {
        return open;
    }

    /**
     * Whether vectors are to do some work.
     *
     * @param amount how much that is, if plain loops have to do it
     * @param practice made when there has been enough of it
     */
    boolean passes(long amount, Supplier<Practice> practice) {
        if (open) {
            return true;
        }
        if (work.addAndGet(amount) >= enough && asked.compareAndSet(false, true)) {
            new Opening(practice.get()).request();
        }
        return false;
    }

    private final class Opening extends Rehearsal {
        private final Practice practice;

        Opening(Practice practice) {
            this.practice = practice;
        }

        @Override
        void vectors() {
            practice.vectors();
        }

        @Override
        void plain() {
            practice.plain();
        }

        @Override
        void end(boolean fast) {
            open = fast;
            if (!fast) {
                enough *= MUCH_LATER;
                work.set(0);
                asked.set(false);
            }
        }

        @Override
        public String toString() {
            return practice.toString();
        }
    }
}
