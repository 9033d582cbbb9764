/**
 * Expressions that a user types, such as {@code tanh(log(1 + z*2*x/sin(y)))}, over the engine's operations in float64.
 *
 * <p>For the command line ({@code cotangent trace}, {@code cotangent gradcheck}).
 */
@NullMarked
package org.cotangent.experiments.expression;

import org.jspecify.annotations.NullMarked;
