package org.cotangent;

import org.cotangent.kernel.Backend;
import org.cotangent.kernel.NdArray;
import org.jspecify.annotations.Nullable;

/**
 * An operation with its attributes: how to compute it, what to keep, and the rule that takes a gradient back.
 *
 * <p>A rule is a program in public tensor operations. It is asked for one input at a time, and only for inputs that need a gradient. It may return a gradient
 * of the broadcast shape: summing it back to the input's shape is the walk's work.
 */
public interface Op {
    /**
     * What is known of the operation.
     *
     * @return its entry in the list of operations
     */
    Entry entry();

    /**
     * Computes the output.
     *
     * @param backend what computes
     * @param in the inputs
     * @return a new array, or a view of an input
     */
    NdArray forward(Backend backend, NdArray[] in);

    /**
     * What the rule needs.
     *
     * @return what the graph keeps until backward
     */
    Keep keeps();

    /**
     * The rule: the gradient of one input from the gradient of the output.
     *
     * @param input which input, from 0
     * @param g the gradient of the loss with respect to the output
     * @param at the node, for the inputs, the output and the shapes
     * @return the gradient with respect to the input, or null for zero
     */
    @Nullable Tensor gradient(int input, Tensor g, Node at);

    /**
     * The name that the graph shows.
     *
     * @return the entry's name unless the operation has several faces
     */
    default String name() {
        return entry().name();
    }
}
