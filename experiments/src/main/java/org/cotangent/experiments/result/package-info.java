/**
 * What a run of an experiment leaves behind: its {@link org.cotangent.experiments.result.Results}, the
 * {@link org.cotangent.experiments.result.Reference} rows that compare them with known numbers, and the file they are
 * written to. Everybody in this module may use it; it knows nothing of experiments, figures or pages.
 */
@NullMarked
package org.cotangent.experiments.result;

import org.jspecify.annotations.NullMarked;
