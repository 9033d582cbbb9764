/**
 * Replays reference cases that were computed by PyTorch: operators, optimizers, schedules, initialisers, printed forms.
 *
 * <p>A file's kind is known by its content. For the command {@code cotangent verify}; a person can bring cases of their
 * own in the same form.
 */
@NullMarked
package org.cotangent.experiments.verify;

import org.jspecify.annotations.NullMarked;
