/**
 * The engine: tensors, the graph that records what was computed, and the walk that takes gradients back through it.
 *
 * <p>Read it in this order. {@link org.cotangent.Tensor} is a value that may know where it came from. A {@link
 * org.cotangent.Node} is that knowledge: one operation, its inputs, and what its rule needs to keep. The package-private
 * {@code Backward} is the walk: nodes are numbered as they are made, so going through them by descending number meets every node after all of its users.
 * The operations stand in the families that {@code Tensor} inherits ({@code Pointwise}, {@code Reducing}, {@code Products},
 * {@code Shaping}, {@code Indexing}, {@code Normalizing}, {@code Losses}): each entry is formula, recipe and rule on one screen, and a rule is written in
 * the same public operations, which is why a gradient can itself be differentiated.
 *
 * <p>For everybody.
 */
@NullMarked
package org.cotangent;

import org.jspecify.annotations.NullMarked;
