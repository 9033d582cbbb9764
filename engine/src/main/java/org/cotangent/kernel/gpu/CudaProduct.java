package org.cotangent.kernel.gpu;

import org.cotangent.kernel.DType;
import org.cotangent.kernel.NdArray;
import org.cotangent.shape.Layout;
import org.cotangent.shape.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Matrix products by cuBLAS.
 *
 * <p>cuBLAS stores matrices by columns and we by rows, so the same memory is the transpose there. Instead of transposing
 * anything, the product is asked for transposed: {@code C^T = B^T A^T}, whose columns are our rows.
 *
 * <pre>
 *   ours            memory            cuBLAS
 *   A [m, k]   rows one after another   A^T, k x m, leading dimension k
 *   B [k, n]   rows one after another   B^T, n x k, leading dimension n
 *   C [m, n]   rows one after another   C^T, n x m, leading dimension n   = B^T A^T
 * </pre>
 *
 * <p>A factor whose columns lie one after another (a transposed view) is taken as it is with {@code OP_T}; a factor where
 * neither do is copied first. Leading axes become one strided batch where a single step goes from matrix to matrix.
 */
final class CudaProduct {
    private final CudaDevice device;
    private final CudaBackend backend;

    CudaProduct(CudaDevice device, CudaBackend backend) {
        this.device = device;
        this.backend = backend;
    }

    /**
     * The products {@code [..., m, k] x [..., k, n]}.
     *
     * @param a on the device, floating
     * @param b likewise, with the same leading axes
     * @param bias a row that every row of the product starts from, or null
     */
    NdArray multiply(NdArray a, NdArray b, @Nullable NdArray bias) {
        int rank = a.shape().rank();
        int m = a.shape().size(rank - 2);
        int k = a.shape().size(rank - 1);
        int n = b.shape().size(rank - 1);
        Shape shape = a.shape().with(rank - 1, n);
        NdArray out = device.room(a.type(), shape);
        if (bias == null && k == 0) {
            backend.zeroed(out);
        }
        if (bias != null) {
            backend.copyInto(bias, out);
        }
        if (out.size() == 0 || k == 0) {
            return out;
        }
        NdArray left = fit(a);
        NdArray right = fit(b);
        int batches = out.size() / (m * n);
        Walk walk = new Walk(leading(out.layout()).shape(), leading(left.layout()), leading(right.layout()));
        if (walk.rank() > 1) { // no single step: lay the matrices out one after another
            left = backend.copy(left, left.type());
            right = backend.copy(right, right.type());
            walk = new Walk(leading(out.layout()).shape(), leading(left.layout()), leading(right.layout()));
        }
        boolean add = bias != null;
        CuBlas.Matrix first = matrix(right, walk.rank() == 0 ? 0 : walk.stride(1, 0));
        CuBlas.Matrix second = matrix(left, walk.rank() == 0 ? 0 : walk.stride(0, 0));
        CuBlas.Matrix result = new CuBlas.Matrix(backend.address(out), CuBlas.OP_N, n, (long) m * n);
        CuBlas blas = device.blas();
        DType type = a.type();
        if (batches > 1) {
            blas.gemmStridedBatched(type, device.handle(), n, m, k, first, second, add, result, batches);
        } else if (n == 1) {
            timesVector(left, right, m, k, add, result.address());
        } else {
            blas.gemm(type, device.handle(), n, m, k, first, second, add, result);
        }
        return out;
    }

    /** The product with a single column. */
    private void timesVector(NdArray a, NdArray column, int m, int k, boolean add, long out) {
        CuBlas.Matrix matrix = matrix(a, 0);
        // As cuBLAS sees the memory: k x m for rows one after another, m x k for columns.
        boolean byRows = matrix.operation() == CuBlas.OP_N;
        CuBlas.Matrix turned = new CuBlas.Matrix(
                matrix.address(), byRows ? CuBlas.OP_T : CuBlas.OP_N, matrix.leading(), 0);
        int step = k == 1 ? 1 : column.layout().stride(column.shape().rank() - 2);
        device.blas()
                .gemv(
                        a.type(),
                        device.handle(),
                        byRows ? k : m,
                        byRows ? m : k,
                        turned,
                        backend.address(column),
                        step,
                        add,
                        out,
                        1);
    }

    /** The factor itself if cuBLAS can take it as it lies, otherwise a copy. */
    private NdArray fit(NdArray x) {
        return byRows(x.layout()) || byColumns(x.layout()) ? x : backend.copy(x, x.type());
    }

    private static boolean byRows(Layout layout) {
        int rank = layout.shape().rank();
        return goesStraight(layout, rank - 1, rank - 2);
    }

    private static boolean byColumns(Layout layout) {
        int rank = layout.shape().rank();
        return goesStraight(layout, rank - 2, rank - 1);
    }

    /** Whether one axis lies one after another, and the other steps over it. The stride of an axis of size 1 is never used. */
    private static boolean goesStraight(Layout layout, int along, int across) {
        int size = layout.shape().size(along);
        return (size == 1 || layout.stride(along) == 1)
                && (layout.shape().size(across) == 1 || layout.stride(across) >= size);
    }

    private CuBlas.Matrix matrix(NdArray x, long step) {
        Layout layout = x.layout();
        int rank = layout.shape().rank();
        boolean rows = byRows(layout);
        int along = rows ? rank - 1 : rank - 2;
        int across = rows ? rank - 2 : rank - 1;
        int size = layout.shape().size(along);
        int leading = layout.shape().size(across) == 1 ? size : layout.stride(across);
        return new CuBlas.Matrix(backend.address(x), rows ? CuBlas.OP_N : CuBlas.OP_T, leading, step);
    }

    /** The layout without its last two axes. */
    private static Layout leading(Layout layout) {
        int rank = layout.shape().rank() - 2;
        int[] sizes = java.util.Arrays.copyOf(layout.shape().sizes(), rank);
        int[] strides = new int[rank];
        for (int axis = 0; axis < rank; axis++) {
            strides[axis] = layout.stride(axis);
        }
        return Layout.of(Shape.of(sizes), strides, layout.offset());
    }
}
