// twin: FloatTape -> DoubleTape
package org.cotangent.kernel;

import org.cotangent.kernel.Program.Step;

/**
 * Runs a {@link Program} as it is written: step by step, each over a block of elements that stays in the first-level cache.
 *
 * <p>This is the definition that every other backend is held against, and the place to step through a recipe in a
 * debugger. Every step is a plain loop over arrays, which the JIT compiler vectorises by itself.
 */
final class FloatTape {
    private static final int BLOCK = 256;
    private static final ThreadLocal<FloatTape> OF_THREAD = ThreadLocal.withInitial(FloatTape::new);

    private float[][] reals = new float[0][];
    private /*bits*/ int[][] bits = new /*bits*/ int[0][];

    private FloatTape() {}

    /**
     * Computes {@code n} elements. Operand i is read at {@code offsets[i] + j * steps[i]}; a step of 0 repeats one element.
     * The first result goes to {@code out}, further ones over the operands of their number.
     */
    static void run(
            Program program, int n, Object[] operands, int[] offsets, int[] steps, Object out, int outOffset) {
        FloatTape tape = OF_THREAD.get();
        tape.reserve(program.steps().size());
        for (int start = 0; start < n; start += BLOCK) {
            int length = Math.min(BLOCK, n - start);
            tape.block(program, start, length, operands, offsets, steps);
            tape.store(program.resultStep(0), length, out, outOffset + start);
            for (int r = 1; r < program.resultCount(); r++) {
                tape.store(program.resultStep(r), length, operands[r], offsets[r] + start);
            }
        }
    }

    private void store(int register, int n, Object out, int at) {
        if (out instanceof float[] numbers) {
            System.arraycopy(reals[register], 0, numbers, at, n);
        } else {
            boolean[] flags = (boolean[]) out;
            for (int i = 0; i < n; i++) {
                flags[at + i] = bits[register][i] != 0;
            }
        }
    }

    /**
     * A program of one operation on one element, without the detour over blocks: graphs of single numbers are made of
     * these, and there the detour would be most of the time.
     *
     * @param step what {@link Program#only} gave
     * @param in operands of one element each
     */
    static float one(Step step, NdArray[] in) {
        return one(step, element(in[0]), in.length > 1 ? element(in[1]) : 0);
    }

    static float one(Step step, float first, float second) {
        float a = step.a() == 0 ? first : second;
        float b = step.b() == 0 ? first : second;
        return switch (step.code()) {
            case ADD -> a + b;
            case SUB -> a - b;
            case MUL -> a * b;
            case DIV -> a / b;
            case NEG -> -a;
            case ABS -> Math.abs(a);
            case SQRT -> (float) Math.sqrt(a);
            default -> throw new IllegalStateException(step.code() + " is not arithmetic");
        };
    }

    private static float element(NdArray x) {
        return ((FloatStorage) x.storage()).values()[x.layout().offset()];
    }

    private void reserve(int registers) {
        if (reals.length < registers) {
            reals = new float[registers][BLOCK];
            bits = new /*bits*/ int[registers][BLOCK];
        }
    }

    private void block(Program program, int start, int n, Object[] operands, int[] offsets, int[] steps) {
        for (int i = 0; i < program.steps().size(); i++) {
            Step step = program.steps().get(i);
            if (start > 0 && isRepeated(step, steps)) {
                continue; // still there from the block before
            }
            if (step.code() == Program.Code.OPERAND) {
                int from = offsets[step.a()] + start * steps[step.a()];
                load(i, n, operands[step.a()], from, steps[step.a()]);
            } else if (step.kind() == Expr.Kind.REAL) {
                real(step, reals[i], n);
            } else {
                other(step, bits[i], n);
            }
        }
    }

    private static boolean isRepeated(Step step, int... steps) {
        return step.code() == Program.Code.CONSTANT || (step.code() == Program.Code.OPERAND && steps[step.a()] == 0);
    }

    private void load(int register, int n, Object operand, int from, int step) {
        if (operand instanceof boolean[] flags) {
            for (int i = 0; i < n; i++) {
                bits[register][i] = flags[from + i * step] ? 1 : 0;
            }
            return;
        }
        float[] numbers = (float[]) operand;
        float[] r = reals[register];
        if (step == 1) {
            System.arraycopy(numbers, from, r, 0, n);
        } else if (step == 0) {
            java.util.Arrays.fill(r, 0, n, numbers[from]);
        } else {
            for (int i = 0; i < n; i++) {
                r[i] = numbers[from + i * step];
            }
        }
    }

    private void real(Step step, float[] r, int n) {
        float[] a = reals[step.a()];
        float[] b = reals[step.b()];
        float[] c = reals[step.c()];
        switch (step.code()) {
            case CONSTANT -> java.util.Arrays.fill(r, 0, n, (float) step.constant());
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
            case DIV -> {
                for (int i = 0; i < n; i++) {
                    r[i] = a[i] / b[i];
                }
            }
            case FMA -> {
                for (int i = 0; i < n; i++) {
                    r[i] = Math.fma(a[i], b[i], c[i]);
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
            case SQRT -> {
                for (int i = 0; i < n; i++) {
                    r[i] = (float) Math.sqrt(a[i]);
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
            case SELECT -> {
                /*bits*/ int[] mask = bits[step.a()];
                for (int i = 0; i < n; i++) {
                    r[i] = mask[i] != 0 ? b[i] : c[i];
                }
            }
            case FROM_BITS -> {
                /*bits*/ int[] from = bits[step.a()];
                for (int i = 0; i < n; i++) {
                    r[i] = Float.intBitsToFloat(from[i]);
                }
            }
            default -> throw new IllegalStateException(step.code() + " makes no number");
        }
    }

    private void other(Step step, /*bits*/ int[] r, int n) {
        float[] x = reals[step.a()];
        float[] y = reals[step.b()];
        /*bits*/ int[] a = bits[step.a()];
        /*bits*/ int[] b = bits[step.b()];
        switch (step.code()) {
            case CONSTANT -> java.util.Arrays.fill(r, 0, n, (/*bits*/ int) step.bits());
            case LESS -> {
                for (int i = 0; i < n; i++) {
                    r[i] = x[i] < y[i] ? 1 : 0;
                }
            }
            case LESS_EQUAL -> {
                for (int i = 0; i < n; i++) {
                    r[i] = x[i] <= y[i] ? 1 : 0;
                }
            }
            case EQUAL -> {
                for (int i = 0; i < n; i++) {
                    r[i] = x[i] == y[i] ? 1 : 0;
                }
            }
            case AND, BITS_AND -> {
                for (int i = 0; i < n; i++) {
                    r[i] = a[i] & b[i];
                }
            }
            case OR, BITS_OR -> {
                for (int i = 0; i < n; i++) {
                    r[i] = a[i] | b[i];
                }
            }
            case NOT -> {
                for (int i = 0; i < n; i++) {
                    r[i] = a[i] ^ 1;
                }
            }
            case TO_BITS -> {
                for (int i = 0; i < n; i++) {
                    r[i] = Float.floatToRawIntBits(x[i]);
                }
            }
            case BITS_ADD -> {
                for (int i = 0; i < n; i++) {
                    r[i] = a[i] + b[i];
                }
            }
            case BITS_SUB -> {
                for (int i = 0; i < n; i++) {
                    r[i] = a[i] - b[i];
                }
            }
            case BITS_XOR -> {
                for (int i = 0; i < n; i++) {
                    r[i] = a[i] ^ b[i];
                }
            }
            case BITS_SHL -> {
                int places = (int) step.bits();
                for (int i = 0; i < n; i++) {
                    r[i] = a[i] << places;
                }
            }
            case BITS_SHR -> {
                int places = (int) step.bits();
                for (int i = 0; i < n; i++) {
                    r[i] = a[i] >> places;
                }
            }
            default -> throw new IllegalStateException(step.code() + " makes no mask and no bits");
        }
    }
}
