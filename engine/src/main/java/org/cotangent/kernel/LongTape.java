package org.cotangent.kernel;

import org.cotangent.kernel.Program.Step;
import org.cotangent.shape.Complaint;

/** Runs on int64 the recipes that have a meaning there: sums, products, comparisons, choices. One element at a time. */
final class LongTape {
    private LongTape() {}

    static void run(
            Program program, int n, Object[] operands, int[] offsets, int[] steps, Object out, int outOffset) {
        long[] registers = new long[program.steps().size()];
        for (int i = 0; i < n; i++) {
            long result = 0;
            for (int s = 0; s < registers.length; s++) {
                Step step = program.steps().get(s);
                if (step.code() == Program.Code.OPERAND) {
                    int at = offsets[step.a()] + i * steps[step.a()];
                    result = operands[step.a()] instanceof boolean[] flags
                            ? (flags[at] ? 1 : 0)
                            : ((long[]) operands[step.a()])[at];
                } else {
                    result = step(program, step, registers);
                }
                registers[s] = result;
            }
            if (out instanceof long[] numbers) {
                numbers[outOffset + i] = result;
            } else {
                ((boolean[]) out)[outOffset + i] = result != 0;
            }
        }
    }

    private static long step(Program program, Step step, long[] r) {
        long a = r[step.a()];
        long b = r[step.b()];
        return switch (step.code()) {
            case CONSTANT -> (long) step.constant();
            case ADD -> a + b;
            case SUB -> a - b;
            case MUL -> a * b;
            case FMA -> a * b + r[step.c()];
            case NEG -> -a;
            case ABS -> Math.abs(a);
            case MIN -> Math.min(a, b);
            case MAX -> Math.max(a, b);
            case LESS -> a < b ? 1 : 0;
            case LESS_EQUAL -> a <= b ? 1 : 0;
            case EQUAL -> a == b ? 1 : 0;
            case AND -> a & b;
            case OR -> a | b;
            case NOT -> a ^ 1;
            case SELECT -> a != 0 ? b : r[step.c()];
            default -> throw Complaint.about(program.name() + " of int64")
                    .because(step.code() + " has no meaning on integers")
                    .hint("to(DType.FLOAT32) or to(DType.FLOAT64) first")
                    .argument();
        };
    }
}
