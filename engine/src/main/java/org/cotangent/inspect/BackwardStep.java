package org.cotangent.inspect;

import java.util.List;

/**
 * One operation of the backward pass: its result's gradient is complete and is shared out.
 *
 * @param forward which forward step it takes back, by its place in the list
 * @param upstream the gradient of the loss with respect to the result
 * @param contributions what goes to each input that needs a gradient
 */
public record BackwardStep(int forward, Snapshot upstream, List<Contribution> contributions) {
    /** Copies the list. */
    public BackwardStep {
        contributions = List.copyOf(contributions);
    }
}
