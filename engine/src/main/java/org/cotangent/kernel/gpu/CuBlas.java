package org.cotangent.kernel.gpu;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.cotangent.kernel.DType;

/**
 * cuBLAS (libcublas): products of matrices in column-major order, float32 and float64.
 *
 * <p>Beside each method stands the C signature of NVIDIA's cuBLAS reference with {@code <t>} for S or D and {@code T} for
 * float or double; the exported name has the suffix {@code _v2} where the reference says so. Scalars such as alpha are in
 * host memory, which is cuBLAS's default pointer mode.
 */
final class CuBlas extends Binding {
    /** {@code CUBLAS_OP_N}: as it is. */
    static final int OP_N = 0;

    /** {@code CUBLAS_OP_T}: transposed. */
    static final int OP_T = 1;

    /** {@code CUBLAS_DEFAULT_MATH}: float32 products in float32. */
    static final int DEFAULT_MATH = 0;

    /** {@code CUBLAS_TF32_TENSOR_OP_MATH}: float32 products from factors that are rounded to 10 bits. */
    static final int TF32_TENSOR_OP_MATH = 3;

    /** The same function for both types. */
    private record Pair(MethodHandle single, MethodHandle twice) {
        MethodHandle of(DType type) {
            return switch (type) {
                case FLOAT32 -> single;
                case FLOAT64 -> twice;
                case INT64, BOOL -> throw new IllegalArgumentException("cuBLAS has no " + type);
            };
        }
    }

    private final MethodHandle create;
    private final MethodHandle destroy;
    private final MethodHandle getVersion;
    private final MethodHandle setStream;
    private final MethodHandle setMathMode;
    private final Pair gemm;
    private final Pair gemmStridedBatched;
    private final Pair gemv;
    private final Pair axpy;
    private final Pair dot;
    private final Pair nrm2;

    CuBlas(Library library) throws AbsentException {
        create = library.function("cublasCreate_v2", JAVA_INT, ADDRESS);
        destroy = library.function("cublasDestroy_v2", JAVA_INT, JAVA_LONG);
        getVersion = library.function("cublasGetVersion_v2", JAVA_INT, JAVA_LONG, ADDRESS);
        setStream = library.function("cublasSetStream_v2", JAVA_INT, JAVA_LONG, JAVA_LONG);
        setMathMode = library.function("cublasSetMathMode", JAVA_INT, JAVA_LONG, JAVA_INT);
        MemoryLayout i = JAVA_INT;
        MemoryLayout l = JAVA_LONG;
        MemoryLayout a = ADDRESS;
        gemm = pair(library, "gemm_v2", l, i, i, i, i, i, a, l, i, l, i, a, l, i);
        gemmStridedBatched =
                pair(library, "gemmStridedBatched", l, i, i, i, i, i, a, l, i, l, l, i, l, a, l, i, l, i);
        gemv = pair(library, "gemv_v2", l, i, i, i, a, l, i, l, i, a, l, i);
        axpy = pair(library, "axpy_v2", l, i, a, l, i, l, i);
        dot = pair(library, "dot_v2", l, i, l, i, l, i, a);
        nrm2 = pair(library, "nrm2_v2", l, i, l, i, a);
    }

    private static Pair pair(Library library, String name, MemoryLayout... parameters) throws AbsentException {
        return new Pair(
                library.function("cublasS" + name, JAVA_INT, parameters),
                library.function("cublasD" + name, JAVA_INT, parameters));
    }

    /** The names of {@code cublasStatus_t}, which older versions of the library do not tell. */
    @Override
    String errorName(int code) {
        return switch (code) {
            case 1 -> "CUBLAS_STATUS_NOT_INITIALIZED";
            case 3 -> "CUBLAS_STATUS_ALLOC_FAILED";
            case 7 -> "CUBLAS_STATUS_INVALID_VALUE";
            case 8 -> "CUBLAS_STATUS_ARCH_MISMATCH";
            case 11 -> "CUBLAS_STATUS_MAPPING_ERROR";
            case 13 -> "CUBLAS_STATUS_EXECUTION_FAILED";
            case 14 -> "CUBLAS_STATUS_INTERNAL_ERROR";
            case 15 -> "CUBLAS_STATUS_NOT_SUPPORTED";
            case 16 -> "CUBLAS_STATUS_LICENSE_ERROR";
            default -> "an unnamed code";
        };
    }

    /** {@code cublasStatus_t cublasCreate(cublasHandle_t *handle)}. */
    long create() {
        return askLong("cublasCreate", out -> (int) create.invokeExact(out));
    }

    /** {@code cublasStatus_t cublasDestroy(cublasHandle_t handle)}. */
    void destroy(long handle) {
        call("cublasDestroy", () -> (int) destroy.invokeExact(handle));
    }

    /** {@code cublasStatus_t cublasGetVersion(cublasHandle_t handle, int *version)}: 130002 for 13.0.2. */
    int getVersion(long handle) {
        return askInt("cublasGetVersion", out -> (int) getVersion.invokeExact(handle, out));
    }

    /** {@code cublasStatus_t cublasSetStream(cublasHandle_t handle, cudaStream_t streamId)}. */
    void setStream(long handle, long stream) {
        call("cublasSetStream", () -> (int) setStream.invokeExact(handle, stream));
    }

    /** {@code cublasStatus_t cublasSetMathMode(cublasHandle_t handle, cublasMath_t mode)}. */
    void setMathMode(long handle, int mode) {
        call("cublasSetMathMode", () -> (int) setMathMode.invokeExact(handle, mode));
    }

    private static final MemorySegment[] ZERO = constants(0);
    private static final MemorySegment[] ONE = constants(1);

    private static MemorySegment[] constants(double value) {
        return new MemorySegment[] {
            scalar(Arena.global(), DType.FLOAT32, value), scalar(Arena.global(), DType.FLOAT64, value)
        };
    }

    private static MemorySegment zeroOrOne(DType type, boolean one) {
        return (one ? ONE : ZERO)[type == DType.FLOAT32 ? 0 : 1];
    }

    private static MemorySegment scalar(Arena arena, DType type, double value) {
        return type == DType.FLOAT32
                ? arena.allocateFrom(JAVA_FLOAT, (float) value)
                : arena.allocateFrom(JAVA_DOUBLE, value);
    }

    private static double scalar(DType type, MemorySegment at) {
        return type == DType.FLOAT32 ? at.get(JAVA_FLOAT, 0) : at.get(JAVA_DOUBLE, 0);
    }

    /**
     * A matrix as cuBLAS sees it.
     *
     * @param address of its first element
     * @param operation {@link #OP_N} or {@link #OP_T}
     * @param leading from one column to the next, in elements
     * @param step from one matrix of a batch to the next, in elements
     */
    record Matrix(long address, int operation, int leading, long step) {}

    /**
     * {@code cublasStatus_t cublas<t>gemm(cublasHandle_t handle, cublasOperation_t transa, cublasOperation_t transb, int m,
     * int n, int k, const T *alpha, const T *A, int lda, const T *B, int ldb, const T *beta, T *C, int ldc)}: {@code C =
     * op(A) op(B)}, plus C itself when {@code add}.
     */
    void gemm(DType type, long handle, int m, int n, int k, Matrix a, Matrix b, boolean add, Matrix c) {
        MethodHandle function = gemm.of(type);
        MemorySegment one = zeroOrOne(type, true);
        MemorySegment beta = zeroOrOne(type, add);
        call(type == DType.FLOAT32 ? "cublasSgemm" : "cublasDgemm", () -> (int) function.invokeExact(
                handle, a.operation(), b.operation(), m, n, k, one, a.address(), a.leading(), b.address(),
                b.leading(), beta, c.address(), c.leading()));
    }

    /**
     * {@code cublasStatus_t cublas<t>gemmStridedBatched(cublasHandle_t handle, cublasOperation_t transa, cublasOperation_t
     * transb, int m, int n, int k, const T *alpha, const T *A, int lda, long long int strideA, const T *B, int ldb, long long
     * int strideB, const T *beta, T *C, int ldc, long long int strideC, int batchCount)}.
     */
    void gemmStridedBatched(
            DType type, long handle, int m, int n, int k, Matrix a, Matrix b, boolean add, Matrix c, int count) {
        MethodHandle function = gemmStridedBatched.of(type);
        String name = type == DType.FLOAT32 ? "cublasSgemmStridedBatched" : "cublasDgemmStridedBatched";
        MemorySegment one = zeroOrOne(type, true);
        MemorySegment beta = zeroOrOne(type, add);
        call(name, () -> (int) function.invokeExact(
                handle, a.operation(), b.operation(), m, n, k, one, a.address(), a.leading(), a.step(), b.address(),
                b.leading(), b.step(), beta, c.address(), c.leading(), c.step(), count));
    }

    /**
     * {@code cublasStatus_t cublas<t>gemv(cublasHandle_t handle, cublasOperation_t trans, int m, int n, const T *alpha, const
     * T *A, int lda, const T *x, int incx, const T *beta, T *y, int incy)}: {@code y = op(A) x}, plus y itself when
     * {@code add}; A is m x n before the operation.
     */
    void gemv(DType type, long handle, int m, int n, Matrix a, long x, int incx, boolean add, long y, int incy) {
        MethodHandle function = gemv.of(type);
        MemorySegment one = zeroOrOne(type, true);
        MemorySegment beta = zeroOrOne(type, add);
        call(type == DType.FLOAT32 ? "cublasSgemv" : "cublasDgemv", () -> (int) function.invokeExact(
                handle, a.operation(), m, n, one, a.address(), a.leading(), x, incx, beta, y, incy));
    }

    /**
     * {@code cublasStatus_t cublas<t>axpy(cublasHandle_t handle, int n, const T *alpha, const T *x, int incx, T *y, int
     * incy)}: {@code y = alpha x + y}.
     */
    void axpy(DType type, long handle, int n, double alpha, long x, int incx, long y, int incy) {
        MethodHandle function = axpy.of(type);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment factor = scalar(arena, type, alpha);
            call(type == DType.FLOAT32 ? "cublasSaxpy" : "cublasDaxpy", () -> (int)
                    function.invokeExact(handle, n, factor, x, incx, y, incy));
        }
    }

    /**
     * {@code cublasStatus_t cublas<t>dot(cublasHandle_t handle, int n, const T *x, int incx, const T *y, int incy, T
     * *result)}: waits for the result.
     */
    double dot(DType type, long handle, int n, long x, int incx, long y, int incy) {
        MethodHandle function = dot.of(type);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment result = scalar(arena, type, 0);
            call(type == DType.FLOAT32 ? "cublasSdot" : "cublasDdot", () -> (int)
                    function.invokeExact(handle, n, x, incx, y, incy, result));
            return scalar(type, result);
        }
    }

    /**
     * {@code cublasStatus_t cublas<t>nrm2(cublasHandle_t handle, int n, const T *x, int incx, T *result)}: waits for the
     * result.
     */
    double nrm2(DType type, long handle, int n, long x, int incx) {
        MethodHandle function = nrm2.of(type);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment result = scalar(arena, type, 0);
            call(type == DType.FLOAT32 ? "cublasSnrm2" : "cublasDnrm2", () -> (int)
                    function.invokeExact(handle, n, x, incx, result));
            return scalar(type, result);
        }
    }
}
