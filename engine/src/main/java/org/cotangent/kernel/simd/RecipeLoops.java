package org.cotangent.kernel.simd;

import org.cotangent.kernel.DType;
import org.cotangent.kernel.Recipe;
import org.jspecify.annotations.Nullable;

/** The compiled loops of one recipe, one for each type and choice of repeated operands, and how much each was wanted. */
final class RecipeLoops {
    private final Recipe recipe;
    private final int masks; // every operand repeated or not
    private final @Nullable Loop[] ready;
    private final long[] work;
    private final boolean[] asked;

    private RecipeLoops(Recipe recipe) {
        this.recipe = recipe;
        masks = 1 << Math.min(recipe.operands().size(), LoopCompiler.MOST_OPERANDS);
        int places = DType.values().length * masks;
        ready = new @Nullable Loop[places];
        work = new long[places];
        asked = new boolean[places];
    }

    /** The loops that the recipe carries with it. */
    static RecipeLoops of(Recipe recipe) {
        if (recipe.prepared() instanceof RecipeLoops loops) {
            return loops;
        }
        return attach(recipe);
    }

    private static synchronized RecipeLoops attach(Recipe recipe) {
        if (recipe.prepared() instanceof RecipeLoops loops) {
            return loops;
        }
        RecipeLoops loops = new RecipeLoops(recipe);
        recipe.prepare(loops);
        return loops;
    }

    private int place(DType type, int repeatedMask) {
        // The low bits only: a recipe of more operands finds an empty place, since nobody compiles a loop for it.
        return type.ordinal() * masks + (repeatedMask & masks - 1);
    }

    /** The loop, if there is one by now. A loop has no fields, so it may be read without a lock. */
    @Nullable Loop ready(DType type, int repeatedMask) {
        return ready[place(type, repeatedMask)];
    }

    void ready(DType type, int repeatedMask, Loop loop) {
        ready[place(type, repeatedMask)] = loop;
    }

    Recipe recipe() {
        return recipe;
    }

    /**
     * Counts work done without a loop. Threads may lose counts to each other, which delays a loop and harms nothing.
     *
     * @return true once, when all the work has reached the limit
     */
    boolean reaches(long limit, DType type, int repeatedMask, long more) {
        int place = place(type, repeatedMask);
        if (asked[place]) {
            return false;
        }
        work[place] += more;
        asked[place] = work[place] >= limit;
        return asked[place];
    }

    /** Counts from far below the beginning, since no loop came of it. */
    void startOver(DType type, int repeatedMask) {
        int place = place(type, repeatedMask);
        work[place] *= -Rehearsal.MUCH_LATER;
        asked[place] = false;
    }
}
