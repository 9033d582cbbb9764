package org.cotangent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.cotangent.kernel.Backend;
import org.cotangent.kernel.NdArray;
import org.cotangent.shape.Complaint;
import org.cotangent.shape.Shape;
import org.jspecify.annotations.Nullable;

/**
 * An operation of your own, with a rule of your own.
 *
 * <pre>{@code
 * static final CustomOp CUBE = CustomOp.unary("cube", x -> x.pow(3), (g, x, y) -> g.mul(x.square()).mul(3));
 *
 * Tensor y = CUBE.apply(x);
 * GradCheck.assertCorrect(in -> CUBE.apply(in.get(0)), x);
 * }</pre>
 *
 * <p>The forward function runs without recording. The rule is written in tensor operations; then the gradient can be
 * differentiated again. A rule that is deliberately not the derivative (a straight-through estimator, a gradient reversal) is marked with {@link #surrogate()}.
 */
public final class CustomOp implements Op {
    private final Entry entry;
    private final Function<List<Tensor>, Tensor> forward;
    private final Rule rule;

    /** The gradient of one input of many. */
    @FunctionalInterface
    public interface Rule {
        /**
         * Takes a gradient back.
         *
         * @param input which input is meant, from 0
         * @param g the gradient of some loss with respect to the output
         * @param in the inputs
         * @param y the output
         * @return the gradient with respect to that input; a broadcast one is summed back; null for zero
         */
        @Nullable Tensor gradient(int input, Tensor g, List<Tensor> in, Tensor y);
    }

    /** The gradient of an only input. */
    @FunctionalInterface
    public interface UnaryRule {
        /**
         * Takes a gradient back.
         *
         * @param g the gradient of some loss with respect to the output
         * @param x the input
         * @param y the output
         * @return the gradient with respect to the input, or null for zero
         */
        @Nullable Tensor gradient(Tensor g, Tensor x, Tensor y);
    }

    /** The gradient of one of two inputs. */
    @FunctionalInterface
    public interface BinaryRule {
        /**
         * Takes a gradient back.
         *
         * @param g the gradient of some loss with respect to the output
         * @param a the left input
         * @param b the right input
         * @return the gradient with respect to the input that the rule is for, or null for zero
         */
        @Nullable Tensor gradient(Tensor g, Tensor a, Tensor b);
    }

    private CustomOp(
            String name, Entry.Derivative derivative, Function<List<Tensor>, Tensor> forward, Rule rule) {
        this.forward = forward;
        this.rule = rule;
        // An entry outside of the engine's list: whoever writes the operation also checks it.
        this.entry = new Entry(
                name,
                "y = " + name + "(...)",
                derivative,
                List.of(new Example("its author's", List.of(), in -> apply(in.toArray(new Tensor[0])))));
    }

    /**
     * An operation of any number of inputs.
     *
     * @param name what the graph shows
     * @param forward computes the output
     * @param rule takes a gradient back
     * @return the operation
     */
    public static CustomOp of(String name, Function<List<Tensor>, Tensor> forward, Rule rule) {
        return new CustomOp(name, Entry.Derivative.EXACT, forward, rule);
    }

    /**
     * An operation of one input.
     *
     * @param name what the graph shows
     * @param forward computes the output
     * @param rule takes a gradient back
     * @return the operation
     */
    public static CustomOp unary(String name, UnaryOperator<Tensor> forward, UnaryRule rule) {
        return of(name, in -> forward.apply(in.get(0)), (input, g, in, y) -> rule.gradient(g, in.get(0), y));
    }

    /**
     * An operation of two inputs.
     *
     * @param name what the graph shows
     * @param forward computes the output
     * @param left takes a gradient back to the left input
     * @param right takes a gradient back to the right input
     * @return the operation
     */
    public static CustomOp binary(
            String name, BinaryOperator<Tensor> forward, BinaryRule left, BinaryRule right) {
        return of(
                name,
                in -> forward.apply(in.get(0), in.get(1)),
                (input, g, in, y) -> (input == 0 ? left : right).gradient(g, in.get(0), in.get(1)));
    }

    /**
     * The same operation, marked: its rule is deliberately not the derivative.
     *
     * @return an operation whose entry says {@link Entry.Derivative#SURROGATE}
     */
    public CustomOp surrogate() {
        return new CustomOp(entry.name(), Entry.Derivative.SURROGATE, forward, rule);
    }

    /**
     * Applies the operation.
     *
     * @param in the inputs
     * @return the output, recorded when an input requires a gradient
     */
    public Tensor apply(Tensor... in) {
        return Tensor.apply(this, in);
    }

    @Override
    public Entry entry() {
        return entry;
    }

    @Override
    public NdArray forward(Backend backend, NdArray[] in) {
        List<Tensor> inputs = Arrays.stream(in).map(Tensor::of).toList();
        return Autograd.noGrad(() -> forward.apply(inputs)).data();
    }

    @Override
    public Keep keeps() {
        return Keep.BOTH;
    }

    @Override
    public @Nullable Tensor gradient(int input, Tensor g, Node at) {
        List<Tensor> inputs = new ArrayList<>();
        for (int i = 0; i < at.inputCount(); i++) {
            inputs.add(at.input(i));
        }
        Tensor gradient = rule.gradient(input, g, inputs, at.output());
        if (gradient != null && !fits(gradient.shape(), at.inputShape(input))) {
            throw Complaint.about("backward through " + at.name())
                    .because("its rule gave input " + input + " of shape " + at.inputShape(input)
                            + " a gradient of shape " + gradient.shape())
                    .hint("a gradient of the input's shape, or of one that the input broadcasts to")
                    .state();
        }
        return gradient;
    }

    /** Whether a gradient can be summed back to a shape. */
    private static boolean fits(Shape gradient, Shape input) {
        int missing = gradient.rank() - input.rank();
        for (int axis = 0; missing >= 0 && axis < input.rank(); axis++) {
            if (input.size(axis) != 1 && input.size(axis) != gradient.size(axis + missing)) {
                return false;
            }
        }
        return missing >= 0;
    }
}
