package org.cotangent.check;

/** What is most likely behind a gradient that does not agree with the function. */
public enum Cause {
    /** The gradient is c times the right one. */
    CONSTANT_FACTOR("a constant factor"),
    /** The gradient is the negative of the right one. */
    WRONG_SIGN("the wrong sign"),
    /** The right numbers, with two axes exchanged: a product with W where W^T belongs, or the reverse. */
    TRANSPOSED("transposed"),
    /** The right numbers, each of them at another's place: an axis, an index or an order is wrong. */
    WRONG_PLACE("the right values in the wrong places"),
    /** An operand was broadcast, and its gradient is not summed over all that used it. */
    MISSING_BROADCAST_SUM("a missing sum over the broadcast axes"),
    /** An element was used several times and only some of the uses count: {@code =} where {@code +=} belongs. */
    LOST_CONTRIBUTION("contributions overwritten instead of added (= for +=)"),
    /** The gradient is not zero where the function does not depend on its input. */
    MISSING_MASK("a forgotten mask"),
    /** The gradient is zero, the function is not constant. */
    ZERO_EVERYWHERE("zero everywhere"),
    /** The upstream gradient is handed on as it came. */
    HANDED_ON("the upstream gradient handed on unchanged"),
    /** Right for most elements and wrong for those that have something in common. */
    SPECIAL_VALUES("wrong only for some values"),
    /** The rule does not treat the upstream gradient linearly, or drops it. */
    NOT_LINEAR_IN_COTANGENT("not linear in the upstream gradient"),
    /** Two runs at the same point differ, or what was saved belongs to another call. */
    DEPENDS_ON_STATE("depends on state"),
    /** NaN or infinity where the function has a finite derivative. */
    NOT_FINITE("NaN or infinity"),
    /** The rule ended with an exception. */
    RULE_FAILED("the rule failed"),
    /** The function computes in float32, which cannot show more than three digits of a difference quotient. */
    FLOAT32_INPUT("float32"),
    /** A kink lies closer than any step: left and right derivative differ. */
    KINK_INSIDE_STEP("a kink inside the step"),
    /** The function jumps, or its slope is infinite, exactly there. */
    NOT_DIFFERENTIABLE("not differentiable there"),
    /** The rule is marked as a surrogate: it is not meant to be the derivative. */
    SURROGATE("a surrogate"),
    /** Two ways of computing the same thing differ. */
    LAW_BROKEN("a law is broken"),
    /** None of the usual suspects. */
    WRONG_VALUE("a wrong value");

    private final String words;

    Cause(String words) {
        this.words = words;
    }

    /**
     * Whether the rule is to blame. Otherwise the function cannot be judged at that point or in that type.
     *
     * @return false for float32, kinks, jumps and surrogates
     */
    public boolean blamesTheRule() {
        return this != FLOAT32_INPUT
                && this != KINK_INSIDE_STEP
                && this != NOT_DIFFERENTIABLE
                && this != SURROGATE;
    }

    @Override
    public String toString() {
        return words;
    }
}
