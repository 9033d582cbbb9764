package org.cotangent.kernel;

import java.util.Arrays;
import org.cotangent.kernel.Program.Step;
import org.cotangent.shape.Complaint;

/**
 * Runs on int64 the recipes that have a meaning there: sums, products, comparisons, choices. Step by step, each over a block
 * of elements, as {@link FloatTape} does; masks are 0 and 1.
 */
final class LongTape {
    private static final int BLOCK = 256;

    private LongTape() {}

    static void run(
            Program program, int n, Object[] operands, int[] offsets, int[] steps, Object out, int outOffset) {
        long[][] registers = new long[program.steps().size()][];
        for (int s = 0; s < registers.length; s++) {
            Step step = program.steps().get(s);
            boolean lent = step.code() == Program.Code.OPERAND
                    && n <= BLOCK
                    && offsets[step.a()] == 0
                    && steps[step.a()] == 1
                    && operands[step.a()] instanceof long[];
            registers[s] = lent ? (long[]) operands[step.a()] : new long[Math.min(n, BLOCK)];
        }
        for (int start = 0; start < n; start += BLOCK) {
            int length = Math.min(BLOCK, n - start);
            for (int s = 0; s < registers.length; s++) {
                Step step = program.steps().get(s);
                if (step.code() != Program.Code.OPERAND) {
                    compute(program, step, registers, registers[s], length);
                } else if (registers[s] != operands[step.a()]) {
                    int from = offsets[step.a()] + start * steps[step.a()];
                    load(registers[s], length, operands[step.a()], from, steps[step.a()]);
                }
            }
            store(registers[program.resultStep(0)], length, out, outOffset + start);
        }
    }

    private static void load(long[] r, int n, Object operand, int from, int step) {
        if (operand instanceof boolean[] flags) {
            for (int i = 0; i < n; i++) {
                r[i] = flags[from + i * step] ? 1 : 0;
            }
        } else if (step == 1) {
            System.arraycopy(operand, from, r, 0, n);
        } else {
            long[] numbers = (long[]) operand;
            for (int i = 0; i < n; i++) {
                r[i] = numbers[from + i * step];
            }
        }
    }

    private static void store(long[] r, int n, Object out, int at) {
        if (out instanceof long[] numbers) {
            System.arraycopy(r, 0, numbers, at, n);
            return;
        }
        boolean[] flags = (boolean[]) out;
        for (int i = 0; i < n; i++) {
            flags[at + i] = r[i] != 0;
        }
    }

    private static void compute(Program program, Step step, long[][] registers, long[] r, int n) {
        long[] a = registers[step.a()];
        long[] b = registers[step.b()];
        long[] c = registers[step.c()];
        switch (step.code()) {
            case CONSTANT -> Arrays.fill(r, 0, n, (long) step.constant());
            case ADD -> {
                for (int i = 0; i < n; i++) {
                    r[i] = a[i] + b[i];
                }
            }
            case SUB -> {
                for (int i = 0; i < n; i++) {
                    r[i] = a[i] - b[i];
                }
            }
            case MUL -> {
                for (int i = 0; i < n; i++) {
                    r[i] = a[i] * b[i];
                }
            }
            case FMA -> {
                for (int i = 0; i < n; i++) {
                    r[i] = a[i] * b[i] + c[i];
                }
            }
            case NEG -> {
                for (int i = 0; i < n; i++) {
                    r[i] = -a[i];
                }
            }
            case ABS -> {
                for (int i = 0; i < n; i++) {
                    r[i] = Math.abs(a[i]);
                }
            }
            case MIN -> {
                for (int i = 0; i < n; i++) {
                    r[i] = Math.min(a[i], b[i]);
                }
            }
            case MAX -> {
                for (int i = 0; i < n; i++) {
                    r[i] = Math.max(a[i], b[i]);
                }
            }
            default -> decide(program, step, registers, r, n);
        }
    }

    private static void decide(Program program, Step step, long[][] registers, long[] r, int n) {
        long[] a = registers[step.a()];
        long[] b = registers[step.b()];
        long[] c = registers[step.c()];
        switch (step.code()) {
            case LESS -> {
                for (int i = 0; i < n; i++) {
                    r[i] = a[i] < b[i] ? 1 : 0;
                }
            }
            case LESS_EQUAL -> {
                for (int i = 0; i < n; i++) {
                    r[i] = a[i] <= b[i] ? 1 : 0;
                }
            }
            case EQUAL -> {
                for (int i = 0; i < n; i++) {
                    r[i] = a[i] == b[i] ? 1 : 0;
                }
            }
            case AND -> {
                for (int i = 0; i < n; i++) {
                    r[i] = a[i] & b[i];
                }
            }
            case OR -> {
                for (int i = 0; i < n; i++) {
                    r[i] = a[i] | b[i];
                }
            }
            case NOT -> {
                for (int i = 0; i < n; i++) {
                    r[i] = a[i] ^ 1;
                }
            }
            case SELECT -> {
                for (int i = 0; i < n; i++) {
                    r[i] = a[i] != 0 ? b[i] : c[i];
                }
            }
            default -> throw Complaint.about(program.name() + " of int64")
                    .because(step.code() + " has no meaning on integers")
                    .hint("to(DType.FLOAT32) or to(DType.FLOAT64) first")
                    .argument();
        }
    }
}
