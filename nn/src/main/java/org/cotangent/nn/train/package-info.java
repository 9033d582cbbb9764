/**
 * What watches a training: {@link org.cotangent.nn.train.Health} keeps what tells a training that goes well from one that does
 * not.
 *
 * <p>For everybody who trains. It uses modules only; the loop stays the caller's.
 */
@NullMarked
package org.cotangent.nn.train;

import org.jspecify.annotations.NullMarked;
