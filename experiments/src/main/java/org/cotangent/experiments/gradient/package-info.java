/**
 * Tutorial W1D2, gradient descent and autograd: gradients as arrows, a computational graph with its local derivatives, a
 * single neuron, gradient descent by hand, and a training loop.
 *
 * <p>For the command line; {@link org.cotangent.experiments.gradient.WideRegression} has the training loop in its smallest
 * form.
 */
@NullMarked
package org.cotangent.experiments.gradient;

import org.jspecify.annotations.NullMarked;
