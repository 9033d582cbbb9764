package org.cotangent.kernel.simd;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Decides when the products of one type go to vectors.
 *
 * <p>As with loops ({@link LoopCache}): code over the Vector API is slow until the JIT compiler has been at it, here for
 * half a second. Plain loops are at full speed after a few milliseconds and give the same bits. So products start on
 * plain loops; when they have done some work there, the vector kernels are rehearsed on a thread in the background, and
 * take over when they are the faster ones. A short program never pays for them.
 *
 * <pre>
 *   caller       plain  plain  plain ...  plain | vectors  vectors ...
 *   rehearsal                  ~~~~~~~~~~~~~~~~~|
 *                              0.3 s of work    faster than plain loops
 * </pre>
 */
final class ProductGate {
    /**
     * Multiply-adds on plain loops before vectors are worth their while: about 0.3 s. Sooner, the JIT compiler is busy with
     * the kernels while it has not seen to the program itself yet, and a training step of 0.3 ms takes 1.6.
     */
    private static final long ENOUGH = 600_000_000;

    /**
     * Multiply-adds of one product that goes to vectors at once: its own loops are long enough to be compiled while they
     * run, and on plain loops it would take longer than that.
     */
    static final long LARGE = 2_000_000;

    /** Turns after which the JIT compiler must have seen enough; it may still need time. */
    private static final int HOT_TURNS = 30;

    private static final int MOST_TURNS = 300;
    private static final int PAUSE_MILLIS = 2;

    /** Products of every kind on made-up numbers, on vectors and on plain loops. */
    interface Rehearsal {
        /** Runs all of them. */
        void turn();

        /** Whether vectors are faster for each of them. */
        boolean isFast();
    }

    private final Supplier<Rehearsal> rehearsals;
    private final AtomicLong work = new AtomicLong();
    private final AtomicBoolean asked = new AtomicBoolean();
    private volatile boolean open;

    /**
     * A gate.
     *
     * @param open whether products go to vectors at once
     * @param rehearsals makes what is to be practised
     */
    ProductGate(boolean open, Supplier<Rehearsal> rehearsals) {
        this.open = open;
        this.rehearsals = rehearsals;
    }

    /** Whether vectors are at full speed. */
    boolean isOpen() {
        return open;
    }

    /** Counts work that is about to be done on plain loops. */
    void count(long multiplyAdds) {
        if (work.addAndGet(multiplyAdds) >= ENOUGH && asked.compareAndSet(false, true)) {
            Thread.ofPlatform().daemon().name("cotangent-products").start(this::rehearse);
        }
    }

    private void rehearse() {
        Rehearsal rehearsal = rehearsals.get();
        for (int turn = 0; turn < MOST_TURNS; turn++) {
            rehearsal.turn();
            if (turn >= HOT_TURNS) {
                if (rehearsal.isFast()) {
                    break;
                }
                try {
                    Thread.sleep(PAUSE_MILLIS);
                } catch (InterruptedException e) {
                    return;
                }
            }
        }
        open = true; // also when some small product is not faster: all the large ones are by now
    }
}
