/**
 * The CUDA backend: a binding to NVIDIA's libraries through the Foreign Function and Memory API, device memory, and the
 * backend that runs recipes, folds and products there.
 *
 * <p>It restates no calculus: {@link org.cotangent.kernel.gpu.CudaBackend} computes arrays from arrays, like every {@link
 * org.cotangent.kernel.Backend}, and the rules run unchanged. Matrix products go to cuBLAS. Everything else is a kernel that
 * is generated from the same {@link org.cotangent.kernel.Program} that the CPU runs; what has no kernel is computed on the
 * host after one warning that names it.
 *
 * <p><b>How a kernel is called.</b> A {@link org.cotangent.kernel.gpu.DeviceKernel} is the name of an entry and the module
 * that holds it. These are the parameters, in order; the structs are passed by value and laid out as a C compiler lays them
 * out:
 *
 * <pre>{@code
 * struct Axes { int rank; int size[6]; };                             // 28 bytes; axes of the result, outermost first
 * struct In   { const void *data; long long value; int stride[6]; };  // 40 bytes; strides in elements, one an axis
 * struct Update { void *at[8]; double number[16]; };                  // 192 bytes
 *
 * map       (long long n, void *out, Axes axes, In in0, In in1, ...)  // one In for each operand of the recipe
 * update    (long long n, Update all)                                 // a recipe in place
 * copy      (long long n, In out, Axes axes, In in)                   // converts; out may be any writable layout
 * fold      (long long outer, long long count, long long inner, long long parts, const void *in, void *out)
 * argFold   (long long outer, long long count, long long inner, const void *in, long long *out)
 * gather    (long long n, void *out, Axes axes, In in, int step, long long limit, In index, int *wrong)
 * scatterAdd(long long n, In out, int step, long long limit, Axes axes, In index, In source, int *wrong)
 * softmax   (long long rows, long long columns, const void *in, void *out)
 * }</pre>
 *
 * <ul>
 *   <li>Elements: float, double, {@code long long} for int64, {@code unsigned char} 0 or 1 for bool and masks.
 *   <li>Offsets are already added to {@code data}. Where {@code data} is null the operand is one number: its bits stand in
 *       the low bytes of {@code value} (a float in 4, a double or an int64 in 8, a bool in 1).
 *   <li>map comes in two forms. In the flat form every operand's {@code stride[0]} is 1 or 0 (one repeated number) and
 *       {@code axes} is not read. In the strided form element i of the row-major result has the index ({@code i_0 ...
 *       i_rank-1}) by {@code axes.size}, and operand k is read at the sum of {@code i_d * stride[d]}; rank is 1 to 6 and
 *       axes that can be merged are. The result is contiguous in both.
 *   <li>update reads element i of its arrays, all contiguous, and writes its results over the first of them; a number is
 *       rounded to the arrays' type.
 *   <li>fold sees a contiguous {@code [outer, count, inner]} and writes {@code [outer, parts, inner]}: part p is the fold of
 *       elements {@code p * c} up to {@code min(count, (p + 1) * c)} with {@code c = ceil(count / parts)}; an empty part
 *       writes the fold's neutral element. The backend chooses parts, and folds the parts with a second launch: so there are
 *       no atomics and the result does not change from run to run. The rows form is launched when inner is 1 (a block for
 *       each of outer * parts), the columns form otherwise (a thread for each of outer * parts * inner).
 *   <li>argFold writes, for {@code [outer, inner]}, the place of the first best along count, as a NaN counts as best.
 *   <li>gather: element i of {@code axes} (the index's shape) is {@code in} at the sum of {@code i_d * in.stride[d]} plus
 *       {@code index * step}; the stride of the gathered axis in {@code in} is 0. An index below 0 or at {@code limit} or above
 *       writes 1 to {@code *wrong} (and gathers nothing); the backend complains when it next waits for the device. scatterAdd is
 *       the reverse and adds atomically: its sums may differ in the last bits from run to run.
 *   <li>softmax: contiguous rows, one block for each.
 *   <li>Every kernel must be right for any grid and any one-dimensional block of a power of two up to 1024 threads (so it
 *       strides by the grid); the backend launches 256. No dynamic shared memory.
 * </ul>
 *
 * <p>{@link org.cotangent.kernel.gpu.Kernels} finds a kernel, or says that there is none. Nobody outside uses this package: a
 * device is opened by {@link org.cotangent.kernel.Device#cuda}.
 */
@NullMarked
package org.cotangent.kernel.gpu;

import org.jspecify.annotations.NullMarked;
