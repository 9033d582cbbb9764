/**
 * Schedules: they change an optimizer's learning rate from step to step.
 *
 * <p>For anybody who trains. They see an optimizer's groups and nothing else. The sequences, and their arithmetic, are
 * PyTorch 1.13's: most rates are computed from the rate before, so that a change from outside is kept.
 */
@NullMarked
package org.cotangent.nn.schedule;

import org.jspecify.annotations.NullMarked;
