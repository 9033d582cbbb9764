/**
 * Neural networks over the engine: modules, losses, optimizers and data, each in a room of its own.
 *
 * <p>Nothing here knows how a derivative is computed; everything here is made of public tensor operations.
 */
@NullMarked
package org.cotangent.nn;

import org.jspecify.annotations.NullMarked;
