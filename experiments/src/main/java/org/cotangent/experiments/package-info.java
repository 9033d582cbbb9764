/**
 * The command line {@code cotangent} and the frame in which every experiment runs.
 *
 * <p>An {@link org.cotangent.experiments.Experiment} names itself, declares its
 * {@link org.cotangent.experiments.Setting}s and computes; its {@link org.cotangent.experiments.Run} hands it the
 * settings, shows its progress, takes down metrics, series, figures and reference rows, and stops it at a step boundary
 * when somebody presses Ctrl-C. What it took down becomes {@code results.json}, SVG files and a page.
 *
 * <p>The tutorials are packages below this one, one each; they use this package, {@code figure} and {@code result},
 * and are used by {@link org.cotangent.experiments.Catalogue} alone, which lists them.
 */
@NullMarked
package org.cotangent.experiments;

import org.jspecify.annotations.NullMarked;
