/**
 * Numbers without calculus: storage, recipes and the backends that run them.
 *
 * <p>Third page of the reading path that begins at {@link org.cotangent}.
 *
 * <p>A {@link org.cotangent.kernel.Backend} computes arrays from arrays. It knows neither tensors nor operations nor
 * gradients, so a new backend never restates a derivative. What an elementwise operation computes is a
 * {@link org.cotangent.kernel.Recipe}: a straight line of additions, multiplications, fused multiply-adds and
 * comparisons, written once for float32 and float64; {@link org.cotangent.kernel.ScalarBackend} runs it as it is
 * written, the SIMD backend compiles it to one loop, and both give the same bits.
 *
 * <h2>The same bits</h2>
 *
 * <p>Sums of floating-point numbers depend on their order, so the order is fixed, and never by the machine: a sum runs
 * in 64 lanes (32 in float64), block after block of a fixed size, that are folded in one tree, whether the processor has 4
 * lanes or 16. An element of a matrix product adds its terms by rising k, or, where the factors are narrow, in 16 lanes (8).
 * Work is cut into blocks of a fixed size and never by the number of
 * threads ({@link org.cotangent.kernel.Parallel}). exp, log, tanh and the like are polynomials of our own
 * ({@link org.cotangent.kernel.Elementary}), because every library rounds differently. So what somebody found on one
 * machine can be found again on another.
 *
 * <p>For the engine itself, for authors of backends and for people who measure kernels. Next:
 * {@link org.cotangent.kernel.simd}.
 */
@NullMarked
package org.cotangent.kernel;

import org.jspecify.annotations.NullMarked;
