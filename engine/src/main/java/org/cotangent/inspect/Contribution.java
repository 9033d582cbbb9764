package org.cotangent.inspect;

/**
 * What one step of backward adds to the gradient of one input.
 *
 * @param input which input of the operation, from 0
 * @param to the id of the variable that gets it
 * @param rule the local rule in letters: g is the upstream gradient
 * @param numbers the rule with its numbers put in
 * @param share what is added, in the input's shape
 * @param sum what has arrived there so far, this included
 * @param arrival 1 for the first that arrives at the variable, and so on
 * @param arrivals how many arrive there in all
 */
public record Contribution(
        int input, int to, String rule, String numbers, Snapshot share, Snapshot sum, int arrival, int arrivals) {}
