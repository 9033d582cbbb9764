package org.cotangent.experiments.page;

/**
 * Words that an experiment adds to its numbers.
 *
 * @param text plain text
 * @param preformatted whether its lines and columns matter, as those of a printed model do
 */
public record Remark(String text, boolean preformatted) {}
