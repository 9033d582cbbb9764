/**
 * What accompanies a training: {@link org.cotangent.nn.train.Health} keeps what tells a training that goes well from one
 * that does not, {@link org.cotangent.nn.train.Checkpoint} keeps the training itself in a file.
 *
 * <p>For everybody who trains. The loop stays the caller's.
 */
@NullMarked
package org.cotangent.nn.train;

import org.jspecify.annotations.NullMarked;
