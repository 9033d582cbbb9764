package org.cotangent.kernel.simd;

import org.cotangent.kernel.DType;
import org.cotangent.kernel.Recipe;
import org.jspecify.annotations.Nullable;

/**
 * Decides when a recipe is worth a compiled loop, and finds the loop again.
 *
 * <p>A loop over vectors is slow until the JIT compiler has been at it: every Vector API call allocates, and the first
 * calls together take 30 to 400 ms. The tape is at full speed after a few calls and gives the same bits. So recipes start
 * on the tape; one that has done some work there is compiled and warmed up on a thread in the background, and takes over
 * when it is faster. A short program never pays for loops it does not need.
 */
final class LoopCache {
    /** Work on the tape, in steps times elements, before a loop is worth its while: about 40 ms. */
    private static final long ENOUGH = 200_000_000;

    /** What a step of a call costs on the tape besides its elements, in elements. */
    private static final int OVERHEAD = 300;

    private final boolean eager;

    /**
     * A cache.
     *
     * @param eager compiles every loop at its first use, in the caller's thread: for tests of the loops themselves
     */
    LoopCache(boolean eager) {
        this.eager = eager;
    }

    /**
     * The loop for a call on {@code n} elements.
     *
     * @param recipe what to compute
     * @param type float32 or float64
     * @param repeatedMask bit i says that operand i is one element, repeated
     * @param n how many elements
     * @return null when this call is to run on the tape: the loop is not warm yet, or nothing that loops can do
     */
    @Nullable Loop find(Recipe recipe, DType type, int repeatedMask, int n) {
        RecipeLoops loops = RecipeLoops.of(recipe);
        Loop loop = loops.ready(type, repeatedMask);
        return loop != null ? loop : ask(loops, type, repeatedMask, n);
    }

    private @Nullable Loop ask(RecipeLoops loops, DType type, int repeatedMask, int n) {
        if (!type.isFloating() || loops.recipe().operands().size() > LoopCompiler.MOST_OPERANDS) {
            return null;
        }
        if (eager) {
            Loop loop = LoopCompiler.compile(loops.recipe().program(type), repeatedMask);
            loops.ready(type, repeatedMask, loop);
            return loop;
        }
        long work = (n + (long) OVERHEAD) * loops.recipe().program(type).steps().size();
        if (loops.reaches(ENOUGH, type, repeatedMask, work)) {
            new LoopRehearsal(loops, type, repeatedMask).request();
        }
        return null;
    }
}
