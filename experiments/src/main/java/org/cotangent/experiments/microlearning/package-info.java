/**
 * Tutorial W2D3, microlearning: learning rules that a synapse could follow, on MNIST, and the derivations behind them.
 *
 * <p>For the command line. The rules themselves are in {@link org.cotangent.nn.learn}.
 */
@NullMarked
package org.cotangent.experiments.microlearning;

import org.jspecify.annotations.NullMarked;
