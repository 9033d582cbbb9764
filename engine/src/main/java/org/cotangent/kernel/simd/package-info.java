/**
 * The backend for the vector unit of the CPU: the only package that knows {@code jdk.incubator.vector}.
 *
 * <p>Fourth page of the reading path that begins at {@link org.cotangent}.
 *
 * <h2>How is a kernel chosen?</h2>
 *
 * <p>Three times, each time by a plain rule. <b>Once, at start-up</b>: {@link org.cotangent.kernel.Backends} takes
 * this backend when the module {@code jdk.incubator.vector} is there, and the scalar one otherwise;
 * {@link org.cotangent.kernel.Backends#reason()} says in one sentence which and why, and every run of an experiment
 * prints it. The width of a vector is the machine's own.
 *
 * <p><b>For each operation, by inheritance</b>: {@code SimdBackend} extends {@link org.cotangent.kernel.ScalarBackend}
 * and overrides what is worth it. What it does not override runs in plain loops, so no backend can lack an operation,
 * and a new operation works everywhere from its first day. An elementwise operation needs no kernel at all:
 * {@code LoopCompiler} turns its {@link org.cotangent.kernel.Program} into one loop over vectors. It does so when the
 * operation has been wanted often enough; until then the plain loop runs, so that a short program does not wait for a
 * compiler.
 *
 * <p><b>For each call, by shape</b>: a matrix product is packed into tiles when it is large, and has paths of its own
 * when it is narrow, when one factor is a vector, and when it is tiny.
 *
 * <p>No choice changes a bit of the result, but for one: on a processor without fused multiply-adds matrix products round
 * twice, and {@link org.cotangent.kernel.Backends#reason()} says so. Tests hold every kernel against the scalar backend, at every width and
 * number of threads.
 *
 * <h2>Where are the tiles?</h2>
 *
 * <p>A vector is fast in a local variable only, so a tile of 4 x 4 vectors needs sixteen names and fifty lines that differ in
 * numbers. {@code FloatTile}, {@code FloatNarrowTile}, {@code FloatDot}, {@code FloatConvolutionTile} and {@code FloatSquares} are
 * therefore kept with their loops in {@code engine/src/build/unrolled}: {@code // each r < 4, v < 3} above a statement. The build writes the
 * loops out, and then makes the float64 twin of every kernel.
 *
 * <p>For the engine itself; nothing else refers to it by name. Next: {@link org.cotangent.check}.
 */
@NullMarked
package org.cotangent.kernel.simd;

import org.jspecify.annotations.NullMarked;
