package org.cotangent.kernel;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.cotangent.shape.Complaint;
import org.jspecify.annotations.Nullable;

/**
 * Runs blocks of work on several cores.
 *
 * <p>Work is cut into blocks by its shape alone, so the number of threads decides who computes a block and never what is
 * computed: results are the same bits on one core and on many. Each thread has a share of neighbouring blocks, and
 * helps with what is left of the others' when that is done. Work of the same shape then finds what it reads in the
 * cache of the core that wrote it.
 *
 * <pre>
 *   caller    forBlocks(5, body) ---- 0 ---- 1 ---- 4 ---- returns when all five are done
 *   worker    spins, or is parked ------ 2 ------ 3 ------ spins a while, then parks
 * </pre>
 *
 * <p>A worker that has nothing to do spins for {@value #SPIN_NANOS} ns, because waking a parked thread costs as much as
 * a small product, and then parks, because a spinning thread takes a core from whoever else has work. A call from
 * inside a block, or while another thread is in here, runs all its blocks on the calling thread.
 */
public final class Parallel {
    private static final long SPIN_NANOS = 50_000;

    private static volatile Pool pool = new Pool(Runtime.getRuntime().availableProcessors());

    private Parallel() {}

    /**
     * The number of threads that share the work, the caller included.
     *
     * @return at least 1; every core unless {@link #setThreads(int)} said otherwise
     */
    public static int threads() {
        return pool.threads;
    }

    /**
     * Sets the number of threads that share the work, the caller included. Work that is under way ends as it began.
     *
     * @param threads 1 keeps all work on the caller
     * @throws IllegalArgumentException when there would be none
     */
    public static synchronized void setThreads(int threads) {
        if (threads < 1) {
            throw Complaint.about(threads + " threads")
                    .because("the caller is one of them")
                    .hint("1 to keep all work on the caller")
                    .argument();
        }
        if (threads != pool.threads) {
            Pool old = pool;
            pool = new Pool(threads);
            old.close();
        }
    }

    /**
     * Runs {@code body} once for every block number from 0 to {@code blocks - 1}, in any order, and returns when all
     * are done.
     *
     * @param blocks how many
     * @param body must write only what belongs to its block. When it throws, the blocks not yet begun are left out, and
     *     the caller gets the first exception
     */
    public static void forBlocks(int blocks, IntConsumer body) {
        Pool current = pool;
        if (blocks <= 1 || current.threads == 1 || isAlone() || !current.busy.compareAndSet(false, true)) {
            for (int block = 0; block < blocks; block++) {
                body.accept(block);
            }
            return;
        }
        try {
            current.run(blocks, body);
        } finally {
            current.busy.set(false);
        }
    }

    private static boolean isAlone() {
        return Thread.currentThread() instanceof Alone;
    }

    /** A thread that does all of its work itself, because what the program waits for needs the others. */
    public static final class Alone extends Thread {
        /**
         * A daemon.
         *
         * @param name shown by debuggers
         * @param work what to do
         */
        public Alone(String name, Runnable work) {
            super(work, name);
            setDaemon(true);
        }
    }

    /** What is done with some of the indices of a loop. */
    @FunctionalInterface
    public interface Range {
        /**
         * Does it.
         *
         * @param from the first index
         * @param to behind the last one
         */
        void run(int from, int to);
    }

    /**
     * Cuts the indices from 0 to {@code n - 1} into ranges of equal length, the last one perhaps shorter, and runs {@code
     * body} once for each, as {@link #forBlocks} does.
     *
     * @param n how many indices
     * @param atOnce how many of them make a range, at least 1; must not depend on the number of threads
     * @param body must write only what belongs to its range
     */
    public static void forRanges(int n, int atOnce, Range body) {
        if (n > atOnce) {
            forBlocks(Math.ceilDiv(n, atOnce), block -> body.run(block * atOnce, Math.min(n, (block + 1) * atOnce)));
        } else if (n > 0) {
            body.run(0, n);
        }
    }

    /** One call of {@link #forBlocks}; its own object, so that a late worker cannot take the next call's blocks. */
    private static final class Job {
        private static final int LINE = 16; // numbers in a line of the caches, which two cores should not both write

        final long number;
        private final int blocks;
        private final int shares;
        private final IntConsumer body;
        private final Thread caller = Thread.currentThread();
        private final AtomicIntegerArray taken; // of each share, how many blocks: a line each
        private final AtomicInteger open;
        private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        private volatile boolean callerParked;

        Job(long number, int blocks, int threads, IntConsumer body) {
            this.number = number;
            this.blocks = blocks;
            this.shares = Math.min(blocks, threads);
            this.body = body;
            this.taken = new AtomicIntegerArray((shares + 1) * LINE);
            this.open = new AtomicInteger(blocks);
        }

        /** Takes the blocks of one's own share, and then those that are left of the others'. */
        void work(int thread) {
            int done = 0;
            for (int i = 0; i < shares; i++) {
                done += take((thread + i) % shares);
            }
            if (done > 0 && open.addAndGet(-done) == 0 && callerParked) {
                LockSupport.unpark(caller);
            }
        }

        private int take(int share) {
            int first = (int) ((long) share * blocks / shares);
            int count = (int) ((share + 1L) * blocks / shares) - first;
            int counter = (share + 1) * LINE;
            int done = 0;
            for (int i = taken.getAndIncrement(counter); i < count; i = taken.getAndIncrement(counter)) {
                if (failure.get() == null) {
                    try {
                        body.accept(first + i);
                    } catch (Throwable thrown) {
                        failure.compareAndSet(null, thrown);
                    }
                }
                done++;
            }
            return done;
        }

        /** Waits for the blocks that others have taken, and passes on what they threw. */
        void await() {
            long start = System.nanoTime();
            while (open.get() > 0) {
                Thread.onSpinWait();
                if (System.nanoTime() - start > SPIN_NANOS) {
                    callerParked = true;
                    while (open.get() > 0) {
                        LockSupport.park(this);
                    }
                }
            }
            Throwable thrown = failure.get();
            if (thrown instanceof Error error) {
                throw error;
            }
            if (thrown != null) {
                throw (RuntimeException) thrown; // an IntConsumer throws nothing else
            }
        }
    }

    /** The workers that stand by for a number of threads. They start with the first job. */
    private static final class Pool {
        final int threads;
        final AtomicBoolean busy = new AtomicBoolean();
        private final Worker[] workers;
        private volatile @Nullable Job job;
        private volatile boolean closed;
        private long jobs; // guarded by busy

        Pool(int threads) {
            this.threads = threads;
            workers = new Worker[threads - 1];
            for (int i = 0; i < workers.length; i++) {
                workers[i] = new Worker(this, i + 1);
            }
        }

        /** Runs a job; the caller holds {@link #busy}. */
        void run(int blocks, IntConsumer body) {
            if (jobs == 0) {
                for (Worker worker : workers) {
                    worker.start();
                }
            }
            Job mine = new Job(++jobs, blocks, threads, body);
            job = mine;
            int helpers = Math.min(workers.length, blocks - 1);
            for (int i = 0; i < helpers; i++) {
                if (workers[i].parked) {
                    LockSupport.unpark(workers[i]);
                }
            }
            mine.work(0);
            job = null;
            mine.await();
        }

        void close() {
            closed = true;
            for (Worker worker : workers) {
                LockSupport.unpark(worker);
            }
        }
    }

    /** Helps with one job after the other until its pool is closed. */
    private static final class Worker extends Thread {
        private final Pool pool;
        private final int number; // the caller is 0
        private volatile boolean parked;
        private long done; // the number of the last job, so that nothing holds on to the job itself

        Worker(Pool pool, int number) {
            super("cotangent-" + number);
            this.pool = pool;
            this.number = number;
            setDaemon(true);
        }

        @Override
        public void run() {
            while (!pool.closed) {
                Job job = pool.job;
                if (job != null && job.number != done) {
                    done = job.number;
                    job.work(number);
                } else {
                    standBy();
                }
            }
        }

        /** Returns when there is something to do. */
        private void standBy() {
            long start = System.nanoTime();
            while (!isCalled()) {
                Thread.onSpinWait();
                if (System.nanoTime() - start > SPIN_NANOS) {
                    parked = true;
                    while (!isCalled()) {
                        LockSupport.park(pool);
                    }
                    parked = false;
                }
            }
        }

        private boolean isCalled() {
            Job job = pool.job;
            return pool.closed || job != null && job.number != done;
        }
    }
}
