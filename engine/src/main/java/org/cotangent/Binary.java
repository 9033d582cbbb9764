package org.cotangent;

import java.util.function.DoubleBinaryOperator;
import java.util.function.UnaryOperator;
import org.cotangent.kernel.Backend;
import org.cotangent.kernel.DType;
import org.cotangent.kernel.NdArray;
import org.cotangent.kernel.Recipe;
import org.jspecify.annotations.Nullable;

/**
 * An elementwise operation of two operands that broadcast, written as one entry, with a rule for each operand.
 *
 * <p>What backward keeps follows from the form of the rules: {@code rules(g)} keep nothing, {@code rules(g, a, b)} the
 * inputs, {@code rules(g, a, b, y)} the inputs and the output.
 */
public final class Binary implements Op {
    private final Entry entry;
    private final Recipe recipe;
    private final DoubleBinaryOperator meaning;
    private final boolean onIntegers;
    private final Keep keep;
    private final Rules rules;

    /** The rules of both operands: one call that the JIT compiler cannot bind, not two. */
    @FunctionalInterface
    private interface Rules {
        @Nullable Tensor gradient(int input, Tensor g, Node at);
    }

    /** A rule that needs the operands. */
    @FunctionalInterface
    interface ByInputs {
        @Nullable Tensor gradient(Tensor g, Tensor a, Tensor b);
    }

    /** A rule that needs the operands and the result. */
    @FunctionalInterface
    interface ByAll {
        @Nullable Tensor gradient(Tensor g, Tensor a, Tensor b, Tensor y);
    }

    private Binary(Draft draft, Keep keep, Rules rules, Entry.Derivative derivative) {
        this.recipe = Recipe.of2(draft.name, draft.recipe);
        this.meaning = draft.meaning;
        this.onIntegers = draft.onIntegers;
        this.keep = keep;
        this.rules = rules;
        Domain a = draft.left;
        Domain b = draft.right;
        this.entry = Entry.of(
                draft.name,
                draft.formula,
                derivative,
                Example.of("scalars", a.shaped(), b.shaped(), this::of),
                Example.of("matrices", a.shaped(3, 4), b.shaped(3, 4), this::of),
                Example.of("row against matrix", a.shaped(3, 4), b.shaped(4), this::of),
                Example.of("column against row", a.shaped(3, 1), b.shaped(1, 4), this::of),
                Example.of("scalar against matrix", a.shaped(), b.shaped(2, 3), this::of));
    }

    /** Starts an entry. */
    static Draft binary(String name, String formula) {
        return new Draft(name, formula);
    }

    /** An entry that is being written. */
    static final class Draft {
        private final String name;
        private final String formula;
        private DoubleBinaryOperator meaning = (a, b) -> Double.NaN;
        private Recipe.Body2 recipe = (a, b) -> a;
        private Domain left = Domain.real();
        private Domain right = Domain.real();
        private boolean onIntegers;

        private Draft(String name, String formula) {
            this.name = name;
            this.formula = formula;
        }

        /** The function on doubles that errors are measured against. */
        Draft meaning(DoubleBinaryOperator function) {
            meaning = function;
            return this;
        }

        /** The straight line of machine operations. */
        Draft recipe(Recipe.Body2 body) {
            recipe = body;
            return this;
        }

        /** Where the checks sample each operand. */
        Draft domain(Domain a, Domain b) {
            left = a;
            right = b;
            return this;
        }

        /** Integers stay integers; otherwise they become float32 first. */
        Draft onIntegers() {
            onIntegers = true;
            return this;
        }

        Binary rules(UnaryOperator<Tensor> a, UnaryOperator<Tensor> b) {
            return new Binary(
                    this, Keep.NOTHING, (input, g, at) -> (input == 0 ? a : b).apply(g), Entry.Derivative.EXACT);
        }

        Binary rules(ByInputs a, ByInputs b) {
            return new Binary(
                    this,
                    Keep.INPUTS,
                    (input, g, at) -> (input == 0 ? a : b).gradient(g, at.input(0), at.input(1)),
                    Entry.Derivative.EXACT);
        }

        Binary rules(ByAll a, ByAll b) {
            return new Binary(
                    this,
                    Keep.BOTH,
                    (input, g, at) -> (input == 0 ? a : b).gradient(g, at.input(0), at.input(1), at.output()),
                    Entry.Derivative.EXACT);
        }

        /** No derivative: the result is not recorded. */
        Binary noRule() {
            return new Binary(this, Keep.NOTHING, (input, g, at) -> null, Entry.Derivative.ABSENT);
        }
    }

    /**
     * Applies the operation after broadcasting and after bringing both operands to one type.
     *
     * @param a the left operand
     * @param b the right operand
     * @return a new tensor of the common shape
     */
    public Tensor of(Tensor a, Tensor b) {
        if (a.isPlainNumber() && b.isPlainNumber() && recipe.isOneStep() && Autograd.watcher() == null) {
            return Tensor.number(this, a, b);
        }
        DType common = a.dtype() == b.dtype() ? a.dtype() : Tensor.resultType(a, b);
        if (!onIntegers && !common.isFloating()) {
            common = DType.FLOAT32;
        }
        return Tensor.apply(this, a.to(common), b.to(common));
    }

    /**
     * The function on doubles that this operation means.
     *
     * @return the exact function
     */
    public DoubleBinaryOperator meaning() {
        return meaning;
    }

    /**
     * What kernels run.
     *
     * @return the recipe
     */
    public Recipe recipe() {
        return recipe;
    }

    @Override
    public Entry entry() {
        return entry;
    }

    @Override
    public NdArray forward(Backend backend, NdArray[] in) {
        return backend.map(recipe, in[0].type(), in);
    }

    @Override
    public Keep keeps() {
        return keep;
    }

    @Override
    public @Nullable Tensor gradient(int input, Tensor g, Node at) {
        return rules.gradient(input, g, at);
    }

    @Override
    public String toString() {
        return entry.name();
    }
}
