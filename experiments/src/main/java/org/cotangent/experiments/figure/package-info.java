/**
 * Figures in one house style: charts built from plain arrays, written as SVG.
 *
 * <p>An experiment describes a {@link org.cotangent.experiments.figure.Plot} (lines, bands, points, bars, heat maps,
 * arrows, paths, spikes) or an {@link org.cotangent.experiments.figure.ImageGrid}, sets several of them side by side
 * with {@link org.cotangent.experiments.figure.Figure}, and hands the figure to its run. Axes are JFreeChart's, the
 * document is written by JFree SVG, everything in between is drawn here so that all figures look alike: white ground,
 * strong lines, a palette that colour-blind readers can tell apart, text that stays readable at half size.
 *
 * <p>The same data gives the same bytes. Dense maps are one embedded image, never a rectangle per cell. The experiments
 * may use this package; it knows nothing about them.
 */
@NullMarked
package org.cotangent.experiments.figure;

import org.jspecify.annotations.NullMarked;
