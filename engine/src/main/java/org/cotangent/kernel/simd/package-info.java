/**
 * The backend for the vector unit of the CPU: the only package that knows {@code jdk.incubator.vector}.
 *
 * <p>It overrides the inner loops of {@link org.cotangent.kernel.ScalarBackend} that are worth it and gives the same bits.
 * {@code LoopCompiler} turns any elementwise {@link org.cotangent.kernel.Program} into one
 * loop over vectors.
 *
 * <p>For the engine itself; nothing else refers to it by name.
 */
@NullMarked
package org.cotangent.kernel.simd;

import org.jspecify.annotations.NullMarked;
