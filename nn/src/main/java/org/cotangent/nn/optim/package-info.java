/**
 * Optimizers: they move parameters along gradients.
 *
 * <p>They see parameters and gradients and nothing else, so every way of estimating a gradient works with every one of
 * them. The arithmetic, and its order, is PyTorch 1.13's, so that a run in float32 follows PyTorch's run.
 */
@NullMarked
package org.cotangent.nn.optim;

import org.jspecify.annotations.NullMarked;
