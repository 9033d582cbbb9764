/**
 * Numbers without calculus: storage, recipes and the backends that run them.
 *
 * <p>A {@link org.cotangent.kernel.Backend} computes arrays from arrays. It knows neither tensors nor operations nor
 * gradients, so a new backend never restates a derivative. What an elementwise operation computes is a {@link
 * org.cotangent.kernel.Recipe}: a straight line of additions, multiplications, fused multiply-adds and comparisons, written once
 * for float32 and float64; {@link org.cotangent.kernel.ScalarBackend} runs it as it is written, the SIMD backend
 * compiles it to one loop, and both give the same bits.
 *
 * <p>For the engine itself, for authors of backends and for people who measure kernels.
 */
@NullMarked
package org.cotangent.kernel;

import org.jspecify.annotations.NullMarked;
