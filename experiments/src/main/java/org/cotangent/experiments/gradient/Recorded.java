package org.cotangent.experiments.gradient;

import java.util.Objects;
import org.cotangent.Tensor;

/** What a tensor has after the backward pass or from the operation that made it, where it certainly has it. */
final class Recorded {
    private Recorded() {}

    /** The gradient of a leaf after {@code backward()}. */
    static Tensor grad(Tensor leaf) {
        return Objects.requireNonNull(leaf.grad(), "backward() comes first");
    }

    /** The name of the operation that made a tensor. */
    static String gradFn(Tensor result) {
        return Objects.requireNonNull(result.gradFn(), "a leaf is made by no operation").name();
    }
}
