/**
 * The engine: tensors, the graph that records what was computed, and the walk that takes gradients back through it.
 *
 * <p>This page is the first of a <b>reading path</b> through the engine. Each page takes some minutes and names its
 * next one:
 * <ol>
 * <li>this page: what a node is, why the order, why gradients are added, what a rule keeps
 * <li>{@link org.cotangent.shape}: where the elements of a tensor lie
 * <li>{@link org.cotangent.kernel}: what an operation computes
 * <li>{@link org.cotangent.kernel.simd}: how a kernel is chosen
 * <li>{@link org.cotangent.check}: how a gradient is checked
 * <li>{@link org.cotangent.inspect}: how to watch all of it
 * </ol>
 *
 * <h2>What is a node?</h2>
 *
 * <p>A {@link org.cotangent.Tensor} holds numbers. When one that
 * {@linkplain org.cotangent.Tensor#requiresGrad(boolean) requires a gradient} enters an operation, the result
 * remembers how it was made: it gets a {@link org.cotangent.Node}, which has the {@link org.cotangent.Op}, the nodes
 * of the inputs, and the values that its derivative will need. That is the whole graph. Nobody declares it; it is the
 * trail that the forward pass leaves, and every run of a loop leaves another.
 *
 * {@snippet :
 * Tensor x = Tensor.scalar(3).requiresGrad(true);  // a leaf: a node without an operation
 * Tensor a = x.square();                           // <SquareBackward0>: its input is x
 * Tensor b = x.mul(x);                             // <MulBackward0>: both of its inputs are x
 * Tensor loss = a.add(b);                          // <AddBackward0>
 * loss.backward();
 * x.grad().item();                                 // 12: 6 by way of a, 3 + 3 by way of b
 * }
 *
 * <h2>Why the order?</h2>
 *
 * <p>The chain rule gives dL/dinput from dL/doutput, so a node can be visited when the gradient of its result is
 * complete, and it is complete when everything that used the result has been visited. Textbooks search the graph for
 * such an order. Here it is known: nodes are numbered as they are made, and whatever uses a tensor is made later. The
 * walk (the package-private class {@code Backward}) takes the highest number that waits, and is done when none waits.
 * It does not call itself, so a chain of 100,000 operations is no deeper than one of ten.
 *
 * <h2>Why are gradients added?</h2>
 *
 * <p>Because the ways from x to the loss are many, and when x moves, all of them move the loss:
 * {@code dL/dx = sum over the uses u of x of dL/du du/dx}. Three things follow, and they are one. In the walk, what
 * arrives at a node is added to what is there. A leaf's {@link org.cotangent.Tensor#grad()} is added to as well, so a
 * training loop clears it before each step. And a number that was broadcast to a whole row was used once for each
 * element, so the walk sums its gradient over the row; no rule has to think of it. Leaves are written at the very end:
 * an error in the middle leaves nothing half done.
 *
 * <h2>What does a rule keep, and why?</h2>
 *
 * <p>A derivative is taken at a point, and the point is gone when backward runs, unless somebody kept it. The
 * derivative of {@code x * w} by x is w, so a product keeps its {@linkplain org.cotangent.Keep#INPUTS inputs}. That of
 * e^x is e^x, which was computed already: exp keeps its {@linkplain org.cotangent.Keep#OUTPUT output}. A sum's is 1:
 * it keeps {@linkplain org.cotangent.Keep#NOTHING nothing}. This is what training costs in memory, and why
 * {@code detach} and {@code noGrad} save it. What was kept must not change: a version number tells, and a changed
 * value is an error that says so.
 *
 * <p>The operations stand in the families that {@code Tensor} inherits ({@code Pointwise}, {@code Reducing},
 * {@code Products}, {@code Shaping} ...): each entry has formula, recipe, rule and what it keeps on one screen. A rule
 * is a program in the same public operations, so a gradient that was computed with {@code createGraph} has a graph of
 * its own, and can be differentiated again.
 *
 * <p>For everybody. Next: {@link org.cotangent.shape}.
 */
@NullMarked
package org.cotangent;

import org.jspecify.annotations.NullMarked;
