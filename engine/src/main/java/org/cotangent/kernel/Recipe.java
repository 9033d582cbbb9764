package org.cotangent.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an elementwise kernel computes, written once and run by every backend.
 *
 * <p>A recipe is a Java function over {@link Expr}: it is not run on numbers but writes down, for float32 and for
 * float64, the straight line of machine operations as a {@link Program}. There are no branches in it, only {@link
 * Expr#select}. Each operation is one IEEE operation, so whoever runs the program, in whatever vector width, gets the
 * same bits.
 */
public final class Recipe {
    /** The function that writes a recipe down. */
    @FunctionalInterface
    public interface Body {
        /**
         * Writes the recipe.
         *
         * @param in the operands
         * @return the result: a number, or a mask for a comparison
         */
        Expr write(Expr[] in);
    }

    /** A recipe of one operand. */
    @FunctionalInterface
    public interface Body1 {
        /**
         * Writes the recipe.
         *
         * @param x the operand
         * @return the result
         */
        Expr write(Expr x);
    }

    /** A recipe of two operands. */
    @FunctionalInterface
    public interface Body2 {
        /**
         * Writes the recipe.
         *
         * @param a the left operand
         * @param b the right operand
         * @return the result
         */
        Expr write(Expr a, Expr b);
    }

    /** A recipe of several results, each written over its operand. */
    @FunctionalInterface
    public interface InPlaceBody {
        /**
         * Writes the recipe.
         *
         * @param in the operands, as they were before
         * @param number the numbers
         * @return what the first operands become, all computed from {@code in}
         */
        List<Expr> write(Expr[] in, Expr[] number);
    }

    private interface AnyBody {
        List<Expr> write(Expr[] in);
    }

    private final String name;
    private final List<Expr.Kind> operands;
    private final int numbers;
    private final boolean inPlace;
    private final AnyBody body;
    private volatile @Nullable Program float32;
    private volatile @Nullable Program float64;
    private volatile @Nullable Object prepared;

    private Recipe(String name, List<Expr.Kind> operands, int numbers, boolean inPlace, AnyBody body) {
        this.name = name;
        this.operands = operands;
        this.numbers = numbers;
        this.inPlace = inPlace;
        this.body = body;
    }

    /**
     * A recipe of any number of operands.
     *
     * @param name for messages and traces
     * @param operands whether each operand is a number or a mask
     * @param body writes it
     * @return the recipe
     */
    public static Recipe of(String name, List<Expr.Kind> operands, Body body) {
        return new Recipe(name, List.copyOf(operands), 0, false, in -> List.of(body.write(in)));
    }

    /**
     * A recipe of one number.
     *
     * @param name for messages and traces
     * @param body writes it
     * @return the recipe
     */
    public static Recipe of1(String name, Body1 body) {
        return of(name, List.of(Expr.Kind.REAL), in -> body.write(in[0]));
    }

    /**
     * A recipe of two numbers.
     *
     * @param name for messages and traces
     * @param body writes it
     * @return the recipe
     */
    public static Recipe of2(String name, Body2 body) {
        return of(name, List.of(Expr.Kind.REAL, Expr.Kind.REAL), in -> body.write(in[0], in[1]));
    }

    /**
     * A recipe that changes several arrays in one pass, for {@link Backend#mapInPlace}: its first result is written over
     * the first operand, its second over the second, and so on.
     *
     * @param name for messages and traces
     * @param operands how many arrays it takes, all of one shape
     * @param numbers how many numbers it takes besides, the same for every element
     * @param body writes it
     * @return the recipe
     */
    public static Recipe inPlace(String name, int operands, int numbers, InPlaceBody body) {
        return new Recipe(
                name,
                Collections.nCopies(operands, Expr.Kind.REAL),
                numbers,
                true,
                in -> body.write(
                        Arrays.copyOf(in, operands), Arrays.copyOfRange(in, operands, operands + numbers)));
    }

    /**
     * The name.
     *
     * @return as given
     */
    public String name() {
        return name;
    }

    /**
     * The kinds of the operands.
     *
     * @return one for each
     */
    public List<Expr.Kind> operands() {
        return operands;
    }

    /**
     * Whether it is for {@link Backend#mapInPlace}.
     *
     * @return true when it was made by {@link #inPlace}
     */
    public boolean isInPlace() {
        return inPlace;
    }

    /**
     * The numbers of a recipe that works in place.
     *
     * @return how many follow the operands; they are the last operands of its {@link Program}
     */
    public int numbers() {
        return numbers;
    }

    /**
     * The steps for one type.
     *
     * @param type float32 or float64; for int64 and bool the steps of float64, of which a backend runs those that
     *     integers have
     * @return the program, written down once and then kept
     */
    public Program program(DType type) {
        Program known = type == DType.FLOAT32 ? float32 : float64;
        if (known == null) {
            known = write(type == DType.FLOAT32);
            if (type == DType.FLOAT32) {
                float32 = known;
            } else {
                float64 = known;
            }
        }
        return known;
    }

    /**
     * Whether float32 takes a single step of arithmetic.
     *
     * @return true for sums, products and the like; never for comparisons
     */
    public boolean isOneStep() {
        return program(DType.FLOAT32).only() != null;
    }

    /**
     * The result for two numbers.
     *
     * @param a the first operand
     * @param b the second
     * @return what every backend computes
     * @throws NullPointerException unless {@link #isOneStep()}
     */
    public float of(float a, float b) {
        return FloatTape.one(java.util.Objects.requireNonNull(program(DType.FLOAT32).only()), a, b);
    }

    private Program write(boolean single) {
        List<Program.Step> steps = new ArrayList<>();
        Expr[] in = new Expr[operands.size() + numbers];
        for (int i = 0; i < in.length; i++) {
            in[i] = Expr.operand(steps, single, i < operands.size() ? operands.get(i) : Expr.Kind.REAL, i);
        }
        return Program.of(name, single, operands.size(), numbers, steps, body.write(in));
    }

    /**
     * What a backend keeps for this recipe, such as compiled loops, so that it is found without a search.
     *
     * @return null until a backend has {@linkplain #prepare put} something here; perhaps another backend's
     */
    public @Nullable Object prepared() {
        return prepared;
    }

    /**
     * Keeps something for the backend in use; it lives as long as the recipe.
     *
     * @param kept what {@link #prepared} shall give from now on
     */
    public void prepare(Object kept) {
        prepared = kept;
    }

    @Override
    public String toString() {
        return name;
    }
}
