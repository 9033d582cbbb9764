package org.cotangent.experiments.data;

/**
 * What an image classifier learns from and what it is tested on.
 *
 * @param training images to learn from
 * @param test images of the same size to test with
 * @param mnist whether all four files are those of MNIST, byte for byte, so that its reference numbers hold
 */
public record ImageSets(LabelledImages training, LabelledImages test, boolean mnist) {}
