/**
 * Tutorial W1D3, multi-layer perceptrons: function approximation, a general network, cross entropy, the spiral
 * classifier, and the spiking neuron.
 *
 * <p>For the command line; {@link org.cotangent.experiments.mlp.Net} is worth reading by whoever wants to see a model
 * written on this engine.
 */
@NullMarked
package org.cotangent.experiments.mlp;

import org.jspecify.annotations.NullMarked;
