/**
 * Tutorial W1D5, decoding neural responses: from the activity of some 20,000 neurons to the orientation of the grating
 * that the animal saw.
 *
 * <p>The recording belongs to others and is not shipped: {@code --data FILE} reads it. Without it, {@link
 * org.cotangent.experiments.decoding.SyntheticPopulation} draws a population of the same shape. For the command line.
 */
@NullMarked
package org.cotangent.experiments.decoding;

import org.jspecify.annotations.NullMarked;
