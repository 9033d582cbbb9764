package org.cotangent.inspect;

import java.util.List;

/**
 * One operation of the forward pass.
 *
 * @param op its name
 * @param formula such as {@code y = a b}
 * @param numbers the right side of the formula with its numbers put in
 * @param inputs the ids of the operands
 * @param output the id of the result
 * @param surrogate whether its rule is deliberately something else than the derivative, as in feedback alignment
 */
public record ForwardStep(
        String op, String formula, String numbers, List<Integer> inputs, int output, boolean surrogate) {
    /** Copies the list. */
    public ForwardStep {
        inputs = List.copyOf(inputs);
    }
}
