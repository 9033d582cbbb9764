/**
 * Gradient checking as a library: is this gradient right, and if not, why not?
 *
 * <p>Fifth page of the reading path that begins at {@link org.cotangent}.
 *
 * <h2>How does a check work?</h2>
 *
 * <p>A derivative is a limit of differences, {@code (f(x + h) - f(x - h)) / 2h}, and differences need no rule: so they
 * can judge one. The difficulty is h. Large steps see the curve, small ones see rounding, and a kink may lie inside
 * any of them. {@link org.cotangent.check.GradCheck} computes in float64, at several step sizes, extrapolates, and
 * gives each estimate an error of its own; the best one is taken <em>before</em> it is compared with the gradient, so
 * that a check cannot choose what it likes.
 *
 * <p>Then it goes on, because most checkers pass rules that are wrong. The upstream gradient is random, since with
 * ones a lost factor or a transposed product can go unseen. The check is repeated on the gradient itself (order 2).
 * And {@link org.cotangent.check.Laws} are identities that hold without any step size: a gradient is linear in what
 * comes from above, {@code <u, J v> = <J^T u, v>}, a broadcast is a sum.
 *
 * <p>The answer, a {@link org.cotangent.check.Verdict}, names the entry that is wrong, the likely
 * {@link org.cotangent.check.Cause} (a constant factor, a missing sum over a broadcast axis, {@code =} for {@code +=},
 * or float32 or a kink, where the rule is not to blame), and the line that replays it. Who checks the checker?
 * {@link org.cotangent.check.zoo}, a collection of broken rules that scores one.
 *
 * <p>Nothing here needs a test framework; any framework can call it. {@link org.cotangent.check.Sampler} draws shapes
 * and values.
 *
 * <p>For authors of operations, of gradient checks and of test suites. Next: {@link org.cotangent.inspect}.
 */
@NullMarked
package org.cotangent.check;

import org.jspecify.annotations.NullMarked;
