/**
 * Gradient checking as a library: is this gradient right, and if not, why not?
 *
 * <p>{@link org.cotangent.check.GradCheck} compares a gradient with differences of the function itself, in float64, at orders 1, 2
 * and beyond. Its answer, a {@link org.cotangent.check.Verdict}, names the entry that is wrong and the likely {@link
 * org.cotangent.check.Cause}, and the line that replays it. {@link org.cotangent.check.Laws} are identities that hold without
 * any step size; {@link org.cotangent.check.Sampler} draws shapes and values. Nothing here needs a test framework; any framework can call it.
 *
 * <p>For authors of operations, of gradient checks and of test suites.
 */
@NullMarked
package org.cotangent.check;

import org.jspecify.annotations.NullMarked;
