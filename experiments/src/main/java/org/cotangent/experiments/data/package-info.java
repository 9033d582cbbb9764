/**
 * The data sets of the tutorials that are files: MNIST, and whatever has its format.
 *
 * <p>For the experiments. {@link org.cotangent.experiments.data.MnistSource} finds the files, {@link
 * org.cotangent.experiments.data.Idx} reads one, {@link org.cotangent.experiments.data.LabelledImages} is what an experiment computes
 * with.
 */
@NullMarked
package org.cotangent.experiments.data;

import org.jspecify.annotations.NullMarked;
