package org.cotangent;

import java.util.List;

/**
 * Is told what happens while it happens: every operation, and every step of backward.
 *
 * <p>For recorders and debuggers, such as {@code org.cotangent.inspect}; {@link Autograd#watch} switches one on for the
 * length of a call. The tensors are the engine's own: look at them, and keep a copy of what may be changed in place later.
 */
public interface Watcher {
    /**
     * An operation was computed, recorded or not.
     *
     * @param op the operation
     * @param inputs its inputs
     * @param output its output; {@link Tensor#gradFn()} says whether it was recorded
     */
    default void applied(Op op, List<Tensor> inputs, Tensor output) {}

    /**
     * Backward is at a node: its gradient is complete, and its rule is about to run.
     *
     * @param node where
     * @param gradient of the loss with respect to the node's tensor
     */
    default void reached(Node node, Tensor gradient) {}

    /**
     * A contribution was added to the gradient of a node's input.
     *
     * @param node whose rule computed it
     * @param input which of its inputs, from 0
     * @param share what the rule gave, not yet summed to the input's shape
     * @param sum all that has arrived at that input so far
     */
    default void arrived(Node node, int input, Tensor share, Tensor sum) {}
}
