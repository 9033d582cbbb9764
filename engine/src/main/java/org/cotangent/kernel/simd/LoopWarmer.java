package org.cotangent.kernel.simd;

import java.util.Arrays;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.cotangent.kernel.DType;
import org.cotangent.kernel.Expr;
import org.cotangent.kernel.Program;
import org.cotangent.kernel.ScalarBackend;
import org.jspecify.annotations.Nullable;

/**
 * Compiles loops on a thread of its own and runs them on made-up numbers until the JIT compiler has made them faster than
 * the tape; only then anybody else gets to see them.
 *
 * <p>Which of the two runs depends on the clock; what they compute does not.
 */
final class LoopWarmer {
    /** A loop that somebody could use. */
    record Wanted(RecipeLoops loops, DType type, int repeatedMask) {}

    private static final LinkedBlockingQueue<Trial> QUEUE = new LinkedBlockingQueue<>();
    private static final Object GATE = new Object();
    private static final int IDLE_SECONDS = 5;
    private static @Nullable Thread worker; // guarded by GATE

    private LoopWarmer() {}

    /** Asks for a loop and returns at once. */
    static void request(Wanted wanted) {
        synchronized (GATE) {
            QUEUE.add(new Trial(wanted));
            if (worker == null) {
                worker = Thread.ofPlatform().daemon().name("cotangent-loops").start(LoopWarmer::work);
            }
        }
    }

    private static void work() {
        while (true) {
            @Nullable Trial trial = next();
            if (trial == null) {
                return;
            }
            try {
                trial.turn();
                if (trial.isOpen()) {
                    QUEUE.add(trial); // the JIT compiler needs time: meanwhile the others have their turn
                }
            } catch (RuntimeException | LinkageError e) {
                // The recipe stays on the tape, which is right and only slow: say so and go on with the next.
                System.getLogger(LoopWarmer.class.getName())
                        .log(System.Logger.Level.WARNING, "no loop for " + trial.wanted.loops.recipe(), e);
            }
        }
    }

    private static @Nullable Trial next() {
        try {
            @Nullable Trial trial = QUEUE.poll(IDLE_SECONDS, TimeUnit.SECONDS);
            if (trial != null) {
                return trial;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (GATE) {
            @Nullable Trial late = QUEUE.poll();
            if (late == null) {
                worker = null;
            }
            return late;
        }
    }

    /** One loop against the tape. */
    private static final class Trial extends ScalarBackend {
        private static final int VECTORS = 16;
        private static final int CALLS = 100; // of each sort in a turn, at first
        private static final int HOT_TURNS = 15; // by then the JIT compiler has been asked, and needs time
        private static final int FEWER_CALLS = 10; // from then on: others need the processor, the JIT compiler above all
        private static final int PAUSE_MILLIS = 5;
        private static final int MOST_TURNS = 400;

        private final Wanted wanted;
        private @Nullable Loop loop;
        private final Object[] operands;
        private final int[] zeros; // where everything starts
        private final int[] steps;
        private final Object out;
        private final int whole; // so many elements fill the vectors
        private int turns;

        Trial(Wanted wanted) {
            this.wanted = wanted;
            Program program = wanted.loops.recipe().program(wanted.type);
            whole = VECTORS * (program.single() ? 16 : 8);
            int arity = program.arity();
            operands = new Object[arity];
            zeros = new int[arity];
            steps = new int[arity];
            for (int i = 0; i < arity; i++) {
                operands[i] = madeUp(program.steps().get(i).kind(), i);
                steps[i] = 1 - (wanted.repeatedMask >> i & 1);
            }
            out = madeUp(program.result(), arity);
        }

        private Object madeUp(Expr.Kind kind, int seed) {
            int size = 2 * whole;
            if (kind == Expr.Kind.MASK) {
                boolean[] flags = new boolean[size];
                for (int i = 0; i < size; i++) {
                    flags[i] = (i * 7 + seed) % 3 == 0;
                }
                return flags;
            }
            double[] values = new double[size];
            Arrays.setAll(values, i -> ((i * 37 + seed * 11) % 64 - 31.5) / 16);
            if (wanted.type == DType.FLOAT64) {
                return values;
            }
            float[] singles = new float[size];
            for (int i = 0; i < size; i++) {
                singles[i] = (float) values[i];
            }
            return singles;
        }

        /** Whether to go on: there is no loop yet, but hope of one. */
        boolean isOpen() {
            return turns < MOST_TURNS && wanted.loops.ready(wanted.type, wanted.repeatedMask) == null;
        }

        /** Runs calls of every sort; when the loop is faster than the tape, hands it over. */
        void turn() {
            Loop trained = loop;
            if (trained == null) {
                trained = LoopCompiler.compile(wanted.loops.recipe().program(wanted.type), wanted.repeatedMask);
                loop = trained;
            }
            int calls = turns < HOT_TURNS ? CALLS : FEWER_CALLS;
            for (int i = 0; i < calls; i++) {
                run(trained, whole + 1 + i % 7);
                run(trained, 1 + i % 5);
                run(trained, whole);
            }
            turns++;
            if (best(trained) < best(null)) {
                wanted.loops.ready(wanted.type, wanted.repeatedMask, trained);
            } else if (turns == MOST_TURNS) {
                wanted.loops.startOver(wanted.type, wanted.repeatedMask);
            } else if (turns > HOT_TURNS) {
                pause();
            }
        }

        private static void pause() {
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        /** The best time of a few calls of the loop; of the tape, if there is none. */
        private long best(@Nullable Loop trained) {
            long best = Long.MAX_VALUE;
            for (int i = 0; i < 10; i++) {
                long start = System.nanoTime();
                if (trained == null) {
                    loop(wanted.loops.recipe(), wanted.type, whole, operands, zeros, steps, out, 0);
                } else {
                    run(trained, whole);
                }
                best = Math.min(best, System.nanoTime() - start);
            }
            return best;
        }

        private void run(Loop trained, int n) {
            trained.run(n, operands, zeros, out, 0);
        }
    }
}
