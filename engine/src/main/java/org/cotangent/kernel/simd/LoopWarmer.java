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

    private static final LinkedBlockingQueue<Wanted> QUEUE = new LinkedBlockingQueue<>();
    private static final Object GATE = new Object();
    private static final int IDLE_SECONDS = 5;
    private static final int MOST_ROUNDS = 400;
    private static @Nullable Thread worker; // guarded by GATE

    private LoopWarmer() {}

    /** Asks for a loop and returns at once. */
    static void request(Wanted wanted) {
        synchronized (GATE) {
            QUEUE.add(wanted);
            if (worker == null) {
                worker = Thread.ofPlatform().daemon().name("cotangent-loops").start(LoopWarmer::work);
            }
        }
    }

    private static void work() {
        while (true) {
            @Nullable Wanted wanted = next();
            if (wanted == null) {
                return;
            }
            if (wanted.loops.ready(wanted.type, wanted.repeatedMask) == null) {
                try {
                    serve(wanted);
                } catch (RuntimeException | LinkageError e) {
                    // The recipe stays on the tape, which is right and only slow: say so and go on with the next.
                    System.getLogger(LoopWarmer.class.getName())
                            .log(System.Logger.Level.WARNING, "no loop for " + wanted.loops.recipe(), e);
                }
            }
        }
    }

    private static void serve(Wanted wanted) {
        Loop loop = LoopCompiler.compile(wanted.loops.recipe().program(wanted.type), wanted.repeatedMask);
        if (new Trial(wanted, loop).warmsUp()) {
            wanted.loops.ready(wanted.type, wanted.repeatedMask, loop);
        }
    }

    private static @Nullable Wanted next() {
        try {
            @Nullable Wanted wanted = QUEUE.poll(IDLE_SECONDS, TimeUnit.SECONDS);
            if (wanted != null) {
                return wanted;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (GATE) {
            @Nullable Wanted late = QUEUE.poll();
            if (late == null) {
                worker = null;
            }
            return late;
        }
    }

    /** One loop against the tape. */
    private static final class Trial extends ScalarBackend {
        private static final int VECTORS = 16;
        private static final int CALLS = 25;

        private final Wanted wanted;
        private final Loop loop;
        private final Object[] operands;
        private final int[] offsets;
        private final int[] steps;
        private final Object out;
        private final int whole; // so many elements fill the vectors
        private int rounds;

        Trial(Wanted wanted, Loop loop) {
            this.wanted = wanted;
            this.loop = loop;
            Program program = wanted.loops.recipe().program(wanted.type);
            whole = VECTORS * (program.single() ? 16 : 8);
            int arity = program.arity();
            operands = new Object[arity];
            offsets = new int[arity];
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

        /** Runs calls of every sort until the loop is faster than the tape; false if that takes too long. */
        boolean warmsUp() {
            for (rounds = 0; rounds < MOST_ROUNDS; rounds++) {
                for (int i = 0; i < CALLS; i++) {
                    run(whole + 1 + i % 7);
                    run(1 + i % 5);
                    run(whole);
                }
                if (rounds >= 20 && best(false) < best(true)) {
                    return true;
                }
                if (rounds >= 100) { // hot enough; now the JIT compiler needs time
                    pause();
                }
            }
            return false;
        }

        private static void pause() {
            try {
                Thread.sleep(5);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private long best(boolean tape) {
            long best = Long.MAX_VALUE;
            for (int i = 0; i < 10; i++) {
                long start = System.nanoTime();
                if (tape) {
                    loop(
                            wanted.loops.recipe(),
                            wanted.type,
                            whole,
                            operands,
                            offsets,
                            steps,
                            out,
                            0);
                } else {
                    run(whole);
                }
                best = Math.min(best, System.nanoTime() - start);
            }
            return best;
        }

        private void run(int n) {
            int arity = operands.length;
            loop.run(
                    n,
                    operands[0],
                    0,
                    arity > 1 ? operands[1] : null,
                    0,
                    arity > 2 ? operands[2] : null,
                    0,
                    out,
                    0);
        }
    }
}
