/**
 * The pages that a run leaves behind: one for each experiment and, after {@code run all}, one that leads to them. Each
 * is a single HTML file that needs no network and follows the reader's choice of a light or dark ground. The frame
 * makes {@link org.cotangent.experiments.page.Report}s; this package knows how they look.
 */
@NullMarked
package org.cotangent.experiments.page;

import org.jspecify.annotations.NullMarked;
