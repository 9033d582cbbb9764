package org.cotangent;

import java.util.function.BinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import org.cotangent.kernel.Backend;
import org.cotangent.kernel.DType;
import org.cotangent.kernel.NdArray;
import org.cotangent.kernel.Recipe;
import org.jspecify.annotations.Nullable;

/**
 * An elementwise operation of one operand, written as one entry: formula, meaning, recipe, domain of the checks, rule.
 *
 * <p>What backward keeps follows from the form of the rule: {@code rule(g)} keeps nothing, {@code ruleByInput(g, x)} the
 * input, {@code ruleByOutput(g, y)} the output.
 */
public final class Unary implements Op {
    private final Entry entry;
    private final Recipe recipe;
    private final DoubleUnaryOperator meaning;
    private final boolean onIntegers;
    private final Keep keep;
    private final Rule rule;

    @FunctionalInterface
    private interface Rule {
        @Nullable Tensor gradient(Tensor g, Node at);
    }

    private Unary(Draft draft, Keep keep, Rule rule, Entry.Derivative derivative) {
        this.recipe = Recipe.of1(draft.name, draft.recipe);
        this.meaning = draft.meaning;
        this.onIntegers = draft.onIntegers;
        this.keep = keep;
        this.rule = rule;
        this.entry = Entry.of(
                draft.name,
                draft.formula,
                derivative,
                Example.of("scalar", draft.domain.shaped(), this::of),
                Example.of("matrix", draft.domain.shaped(3, 4), this::of),
                Example.of("transposed", draft.domain.shaped(3, 4), x -> of(x.t())));
    }

    /** Starts an entry. */
    static Draft unary(String name, String formula) {
        return new Draft(name, formula);
    }

    /** An entry that is being written. */
    static final class Draft {
        private final String name;
        private final String formula;
        private DoubleUnaryOperator meaning = Double::valueOf;
        private Recipe.Body1 recipe = x -> x;
        private Domain domain = Domain.real();
        private boolean onIntegers;

        private Draft(String name, String formula) {
            this.name = name;
            this.formula = formula;
        }

        /** The function on doubles that errors are measured against. */
        Draft meaning(DoubleUnaryOperator function) {
            meaning = function;
            return this;
        }

        /** The straight line of machine operations. */
        Draft recipe(Recipe.Body1 body) {
            recipe = body;
            return this;
        }

        /** Where the checks sample, and the kinks they keep away from. */
        Draft domain(double low, double high, double... kinks) {
            domain = Domain.real().within(low, high).avoiding(kinks);
            return this;
        }

        /** Integers stay integers; otherwise they become float32 first. */
        Draft onIntegers() {
            onIntegers = true;
            return this;
        }

        Unary rule(UnaryOperator<Tensor> rule) {
            return new Unary(this, Keep.NOTHING, (g, at) -> rule.apply(g), Entry.Derivative.EXACT);
        }

        Unary ruleByInput(BinaryOperator<Tensor> rule) {
            return new Unary(this, Keep.INPUTS, (g, at) -> rule.apply(g, at.input(0)), Entry.Derivative.EXACT);
        }

        Unary ruleByOutput(BinaryOperator<Tensor> rule) {
            return new Unary(this, Keep.OUTPUT, (g, at) -> rule.apply(g, at.output()), Entry.Derivative.EXACT);
        }

        /** A step function: its derivative is zero wherever there is one. */
        Unary ruleZero() {
            return new Unary(this, Keep.NOTHING, (g, at) -> null, Entry.Derivative.EXACT);
        }

        /** No derivative: the result is not recorded. */
        Unary noRule() {
            return new Unary(this, Keep.NOTHING, (g, at) -> null, Entry.Derivative.ABSENT);
        }
    }

    /**
     * Applies the operation.
     *
     * @param x the operand; integers become float32 unless the operation is defined on them
     * @return a new tensor of the same shape
     */
    public Tensor of(Tensor x) {
        return Tensor.apply(this, onIntegers || x.dtype().isFloating() ? x : x.to(DType.FLOAT32));
    }

    /**
     * The function on doubles that this operation means.
     *
     * @return the exact function, as far as {@link Math} is exact
     */
    public DoubleUnaryOperator meaning() {
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
        return rule.gradient(g, at);
    }

    @Override
    public String toString() {
        return entry.name();
    }
}
