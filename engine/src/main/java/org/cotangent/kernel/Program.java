package org.cotangent.kernel;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A recipe written down for one type: a list of steps, each computing one value from earlier ones. */
public final class Program {
    /** The operations a step can be. Each is one IEEE or integer operation with one possible result. */
    public enum Code {
        /** Operand number {@code a}. */
        OPERAND,
        /** The number {@code constant}, or for BITS the integer {@code bits}. */
        CONSTANT,
        /** a + b. */
        ADD,
        /** a - b. */
        SUB,
        /** a * b. */
        MUL,
        /** a / b. */
        DIV,
        /** a * b + c, rounded once. */
        FMA,
        /** -a. */
        NEG,
        /** |a|. */
        ABS,
        /** Square root of a. */
        SQRT,
        /** The smaller, as {@link Math#min}: NaN wins, -0 is smaller than 0. */
        MIN,
        /** The larger, as {@link Math#max}: NaN wins, 0 is larger than -0. */
        MAX,
        /** Mask a &lt; b. */
        LESS,
        /** Mask a &lt;= b. */
        LESS_EQUAL,
        /** Mask a == b. */
        EQUAL,
        /** Mask a and b. */
        AND,
        /** Mask a or b. */
        OR,
        /** Mask not a. */
        NOT,
        /** c where the mask is a: a ? b : c. */
        SELECT,
        /** The bits of number a as an integer of the same width. */
        TO_BITS,
        /** The number with the bits a. */
        FROM_BITS,
        /** Integer a + b. */
        BITS_ADD,
        /** Integer a - b. */
        BITS_SUB,
        /** Integer a and b. */
        BITS_AND,
        /** Integer a or b. */
        BITS_OR,
        /** Integer a exclusive-or b. */
        BITS_XOR,
        /** Integer a shifted left by {@code bits} places. */
        BITS_SHL,
        /** Integer a shifted right by {@code bits} places, sign kept. */
        BITS_SHR
    }

    /**
     * One step.
     *
     * @param code what it does
     * @param kind what it makes
     * @param a the step of the first argument, or the operand's number
     * @param b the step of the second argument
     * @param c the step of the third argument
     * @param constant the number of a CONSTANT
     * @param bits the integer of a CONSTANT, or the places of a shift
     */
    public record Step(Code code, Expr.Kind kind, int a, int b, int c, double constant, long bits) {}

    private final String name;
    private final boolean single;
    private final int operands;
    private final int numbers;
    private final List<Step> steps;
    private final int[] results;
    private final @Nullable Step only;

    private Program(String name, boolean single, int operands, int numbers, List<Step> steps, int... results) {
        this.name = name;
        this.single = single;
        this.operands = operands;
        this.numbers = numbers;
        this.steps = List.copyOf(steps);
        this.results = results;
        boolean one = numbers == 0
                && operands <= 2
                && steps.size() == operands + 1
                && steps.stream().allMatch(step -> step.kind() == Expr.Kind.REAL)
                && results.length == 1
                && isArithmetic(steps.getLast().code());
        this.only = one ? steps.getLast() : null;
    }

    /** Keeps the steps that the results need, in order, with the operands first. */
    static Program of(
            String name, boolean single, int operands, int numbers, List<Step> written, List<Expr> results) {
        int arity = operands + numbers;
        boolean[] needed = new boolean[written.size()];
        for (Expr result : results) {
            needed[result.index()] = true;
        }
        for (int i = needed.length - 1; i >= 0; i--) {
            if (needed[i] && written.get(i).code() != Code.OPERAND) {
                for (int argument : arguments(written.get(i))) {
                    needed[argument] = true;
                }
            }
        }
        int[] place = new int[written.size()];
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < needed.length; i++) { // an operand keeps its place, used or not
            if (i < arity || needed[i]) {
                place[i] = steps.size();
                steps.add(moved(written.get(i), place));
            }
        }
        int[] made = results.stream().mapToInt(result -> place[result.index()]).toArray();
        return new Program(name, single, operands, numbers, steps, made);
    }

    /**
     * The number of arguments of a code that are earlier steps.
     *
     * @param code the code
     * @return 0 to 3
     */
    public static int argumentCount(Code code) {
        return switch (code) {
            case OPERAND, CONSTANT -> 0;
            case NEG, ABS, SQRT, NOT, TO_BITS, FROM_BITS, BITS_SHL, BITS_SHR -> 1;
            case FMA, SELECT -> 3;
            default -> 2;
        };
    }

    private static int[] arguments(Step step) {
        return switch (argumentCount(step.code())) {
            case 0 -> new int[] {};
            case 1 -> new int[] {step.a()};
            case 2 -> new int[] {step.a(), step.b()};
            default -> new int[] {step.a(), step.b(), step.c()};
        };
    }

    private static Step moved(Step step, int[] place) {
        int count = argumentCount(step.code());
        return count == 0
                ? step
                : new Step(
                        step.code(),
                        step.kind(),
                        place[step.a()],
                        count > 1 ? place[step.b()] : 0,
                        count > 2 ? place[step.c()] : 0,
                        step.constant(),
                        step.bits());
    }

    /**
     * The name of the recipe.
     *
     * @return for messages
     */
    public String name() {
        return name;
    }

    /**
     * Which type it is for.
     *
     * @return true for float32, false for float64
     */
    public boolean single() {
        return single;
    }

    /**
     * The number of operands, the numbers of a recipe in place included.
     *
     * @return as many as the first steps, which are the operands
     */
    public int arity() {
        return operands + numbers;
    }

    /**
     * How many of the operands, the last ones, are numbers that are the same for every element.
     *
     * @return 0 or more
     */
    public int numbers() {
        return numbers;
    }

    /**
     * The steps.
     *
     * @return in the order in which they run
     */
    public List<Step> steps() {
        return steps;
    }

    /**
     * The kind of the result, or of the first.
     *
     * @return a number or a mask
     */
    public Expr.Kind result() {
        return steps.get(results[0]).kind();
    }

    /**
     * The number of results.
     *
     * @return 1, or more when the recipe works in place: result i is then written over operand i
     */
    public int resultCount() {
        return results.length;
    }

    /**
     * Which step makes a result.
     *
     * @param result 0 for the first
     * @return a number among {@link #steps}; an operand's, when the result is that operand as it is
     */
    public int resultStep(int result) {
        return results[result];
    }

    private static boolean isArithmetic(Code code) {
        return switch (code) {
            case ADD, SUB, MUL, DIV, NEG, ABS, SQRT -> true;
            default -> false;
        };
    }

    /**
     * The step that is the whole program, as in an addition.
     *
     * @return an arithmetic step whose arguments are the operands; null when there are several steps
     */
    @Nullable Step only() {
        return only;
    }
}
