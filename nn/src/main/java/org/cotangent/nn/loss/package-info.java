/**
 * Losses: from what a network says and what it should have said to one number.
 *
 * <p>For whoever trains. A loss is a value with options; the formulas live in the engine's tensor operations.
 */
@NullMarked
package org.cotangent.nn.loss;

import org.jspecify.annotations.NullMarked;
