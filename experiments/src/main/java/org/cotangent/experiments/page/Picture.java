package org.cotangent.experiments.page;

/**
 * A figure of an experiment.
 *
 * @param name the name of its file, without {@code .svg}
 * @param caption what one sees, in a sentence or two
 * @param svg the document
 */
public record Picture(String name, String caption, String svg) {}
