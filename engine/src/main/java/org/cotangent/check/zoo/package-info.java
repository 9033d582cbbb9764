/**
 * A zoo of broken derivative rules, each beside its right one, that scores a gradient checker.
 *
 * <p>Every specimen is a mistake that people make: a missing sum over a broadcast axis, {@code =} for {@code +=}, a forgotten mask, a
 * product with W where W^T belongs. {@link org.cotangent.check.zoo.Zoo#score} counts how many of them any {@link
 * org.cotangent.check.GradientChecker} catches, how often it names the right cause, and how often it raises an alarm over a rule that is right.
 *
 * <p>For authors of gradient checks. Nothing in the engine uses it.
 */
@NullMarked
package org.cotangent.check.zoo;

import org.jspecify.annotations.NullMarked;
