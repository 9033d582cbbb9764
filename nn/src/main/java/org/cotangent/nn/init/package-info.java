/**
 * Initialisers: they fill a tensor with values to begin from, drawn from a generator as PyTorch draws them.
 *
 * <p>For anybody who makes parameters. They know tensors and generators, and nothing of modules.
 */
@NullMarked
package org.cotangent.nn.init;

import org.jspecify.annotations.NullMarked;
