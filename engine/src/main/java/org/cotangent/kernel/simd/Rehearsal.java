package org.cotangent.kernel.simd;

import java.util.Arrays;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.cotangent.kernel.Parallel;
import org.jspecify.annotations.Nullable;

/**
 * Vector code that is run on made-up numbers, on a thread in the background, until the JIT compiler has made it faster
 * than the plain loops that do the same meanwhile.
 *
 * <pre>
 *   caller       plain  plain  plain ...  plain | vectors  vectors ...
 *   rehearsal                  ~~~~~~~~~~~~~~~~~|
 *                              enough work      faster than plain
 * </pre>
 *
 * <p>Code over the Vector API is slow until then: every call of it allocates, and a kernel takes the compiler 30 to 400 ms.
 * Plain loops are at full speed after a few milliseconds. The bits are the same, so which of the two runs may depend on
 * the clock. A short program never pays for vectors.
 */
abstract class Rehearsal {
    private static final LinkedBlockingQueue<Rehearsal> QUEUE = new LinkedBlockingQueue<>();
    private static final Object GATE = new Object();
    private static final int IDLE_SECONDS = 5;
    private static final long TURN_NANOS = 2_000_000;
    private static final int CALLS = 300; // in a turn, at most
    private static final int HOT_TURNS = 15; // by then the JIT compiler has been asked, and needs time
    private static final int PAUSE_MILLIS = 5; // from then on: others need the processor, the JIT compiler above all
    private static final int MOST_TURNS = 400;

    /** So many times as much work comes before a rehearsal that led to nothing is tried again: it takes a third of a core for seconds. */
    static final int MUCH_LATER = 100;

    private static final int TIMED = 10;
    private static @Nullable Thread worker; // guarded by GATE

    private int turns;

    /** Runs the vector code once. */
    abstract void vectors();

    /** Runs the plain loops once, on the same numbers. */
    abstract void plain();

    /**
     * It is over.
     *
     * @param fast whether the vector code is the faster one by now
     */
    abstract void end(boolean fast);

    /** A made-up number: of both signs, none of them 0, no two neighbours alike. */
    static float madeUp(int i) {
        return (i * 37 % 64 - 31.5f) / 16;
    }

    /** Fills an array with such numbers, from that of a seed on. */
    static float[] madeUp(float[] numbers, int seed) {
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = madeUp(i + seed);
        }
        return numbers;
    }

    /** Fills an array with such numbers, from that of a seed on. */
    static double[] madeUp(double[] numbers, int seed) {
        Arrays.setAll(numbers, i -> madeUp(i + seed));
        return numbers;
    }

    /** Asks for a rehearsal and returns at once. */
    final void request() {
        synchronized (GATE) {
            QUEUE.add(this);
            if (worker == null) {
                worker = new Parallel.Alone("cotangent-rehearsal", Rehearsal::work);
                worker.start();
            }
        }
    }

    private static void work() {
        for (@Nullable Rehearsal rehearsal = next(); rehearsal != null; rehearsal = next()) {
            try {
                rehearsal.turn();
            } catch (Throwable e) { // even if memory ran out: otherwise nobody would take the next
                // Plain loops go on, which is right and only slow: say so.
                System.getLogger(Rehearsal.class.getName()).log(System.Logger.Level.WARNING, "no vectors for " + rehearsal, e);
            }
        }
    }

    private static @Nullable Rehearsal next() {
        try {
            @Nullable Rehearsal next = QUEUE.poll(IDLE_SECONDS, TimeUnit.SECONDS);
            if (next != null) {
                return next;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (GATE) {
            @Nullable Rehearsal late = QUEUE.poll();
            if (late == null) {
                worker = null;
            }
            return late;
        }
    }

    private void turn() {
        long start = System.nanoTime();
        for (int i = 0; i < CALLS && System.nanoTime() - start < TURN_NANOS; i++) {
            vectors();
        }
        turns++;
        if (best(this::vectors) < best(this::plain)) {
            end(true);
        } else if (turns == MOST_TURNS) {
            end(false);
        } else {
            QUEUE.add(this); // the JIT compiler needs time: meanwhile the others have their turn
            if (turns > HOT_TURNS) {
                pause();
            }
        }
    }

    private static long best(Runnable call) {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < TIMED; i++) {
            long start = System.nanoTime();
            call.run();
            best = Math.min(best, System.nanoTime() - start);
        }
        return best;
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
