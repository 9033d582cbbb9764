/**
 * Data sets and the loader that hands them out in batches, in the order in which PyTorch's loader does.
 *
 * <p>For whoever trains. It knows tensors and random streams, not modules.
 */
@NullMarked
package org.cotangent.nn.data;

import org.jspecify.annotations.NullMarked;
