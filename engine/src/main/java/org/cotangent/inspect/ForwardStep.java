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
 */
public record ForwardStep(String op, String formula, String numbers, List<Integer> inputs, int output) {
    /** Copies the list. */
    public ForwardStep {
        inputs = List.copyOf(inputs);
    }
}
