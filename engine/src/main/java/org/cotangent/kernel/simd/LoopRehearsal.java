package org.cotangent.kernel.simd;

import org.cotangent.kernel.DType;
import org.cotangent.kernel.Expr;
import org.cotangent.kernel.Program;
import org.jspecify.annotations.Nullable;

/** One compiled loop against the tape. */
final class LoopRehearsal extends Rehearsal {
    private static final int VECTORS = 16;
    private final RecipeLoops loops;
    private final DType type;
    private final int repeatedMask;
    private final Object[] operands;
    private final int[] zeros; // where everything starts
    private final int[] steps;
    private final Object out;
    private final int whole; // so many elements fill the vectors
    private @Nullable Loop loop;
    private int calls;

    LoopRehearsal(RecipeLoops loops, DType type, int repeatedMask) {
        this.loops = loops;
        this.type = type;
        this.repeatedMask = repeatedMask;
        Program program = loops.recipe().program(type);
        whole = VECTORS * (program.single() ? 16 : 8);
        int arity = program.arity();
        operands = new Object[arity];
        zeros = new int[arity];
        steps = new int[arity];
        for (int i = 0; i < arity; i++) {
            operands[i] = madeUp(program.steps().get(i).kind(), i);
            steps[i] = 1 - (repeatedMask >> i & 1);
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
        return type == DType.FLOAT64 ? madeUp(new double[size], seed) : madeUp(new float[size], seed);
    }

    /** Whole vectors only, whole vectors and some more, less than one: in turns, but timed on the first. */
    @Override
    void vectors() {
        Loop trained = loop;
        if (trained == null) {
            trained = LoopCompiler.compile(loops.recipe().program(type), repeatedMask);
            loop = trained;
        }
        trained.run(whole, operands, zeros, out, 0);
        int odd = calls++ % 7;
        if (odd < 3) {
            trained.run(odd == 0 ? 1 + calls % 5 : whole + 1 + calls % 7, operands, zeros, out, 0);
        }
    }

    @Override
    void plain() {
        PlainLoops.HERE.loop(loops.recipe(), type, whole, operands, zeros, steps, out, 0);
    }

    @Override
    void end(boolean fast) {
        Loop trained = loop;
        if (fast && trained != null) {
            loops.ready(type, repeatedMask, trained);
        } else {
            loops.startOver(type, repeatedMask);
        }
    }

    @Override
    public String toString() {
        return loops.recipe() + " on " + type;
    }
}
