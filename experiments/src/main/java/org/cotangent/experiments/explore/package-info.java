/**
 * Pages to play with: what they have in common, the page that leads to them, and the server that shows them.
 *
 * <p>An {@link org.cotangent.experiments.explore.Explorer} names itself and brings three files and the numbers that Java
 * computed for it; {@link org.cotangent.experiments.explore.Pages} makes whole pages of them, each with its style, its
 * script and D3 inside, so that it works from a file and without a network. Every explorer stands in the package of
 * its tutorial; the command {@code cotangent explore} lists them.
 */
@NullMarked
package org.cotangent.experiments.explore;

import org.jspecify.annotations.NullMarked;
