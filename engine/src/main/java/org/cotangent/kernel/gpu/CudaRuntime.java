package org.cotangent.kernel.gpu;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The CUDA runtime (libcudart): devices, memory, copies, streams and events.
 *
 * <p>Beside each method stands the C signature of NVIDIA's CUDA Runtime API reference. Where that has a pointer to device
 * memory, a stream or an event, a {@code long} stands here.
 */
final class CudaRuntime extends Binding {
    static final int HOST_TO_DEVICE = 1;
    static final int DEVICE_TO_HOST = 2;
    static final int DEVICE_TO_DEVICE = 3;

    private static final int STREAM_NON_BLOCKING = 1;
    private static final int EVENT_DISABLE_TIMING = 2;
    private static final int COMPUTE_CAPABILITY_MAJOR = 75;
    private static final int COMPUTE_CAPABILITY_MINOR = 76;
    private static final int MULTIPROCESSOR_COUNT = 16;

    private final MethodHandle runtimeGetVersion;
    private final MethodHandle driverGetVersion;
    private final MethodHandle getErrorName;
    private final MethodHandle getLastError;
    private final MethodHandle getDeviceCount;
    private final MethodHandle setDevice;
    private final MethodHandle deviceGetAttribute;
    private final MethodHandle malloc;
    private final MethodHandle free;
    private final MethodHandle mallocHost;
    private final MethodHandle freeHost;
    private final MethodHandle memGetInfo;
    private final MethodHandle memcpyAsync;
    private final MethodHandle memsetAsync;
    private final MethodHandle streamCreateWithFlags;
    private final MethodHandle streamSynchronize;
    private final MethodHandle streamDestroy;
    private final MethodHandle eventCreateWithFlags;
    private final MethodHandle eventRecord;
    private final MethodHandle eventSynchronize;
    private final MethodHandle eventDestroy;

    CudaRuntime(Library library) throws AbsentException {
        runtimeGetVersion = library.function("cudaRuntimeGetVersion", JAVA_INT, ADDRESS);
        driverGetVersion = library.function("cudaDriverGetVersion", JAVA_INT, ADDRESS);
        getErrorName = library.function("cudaGetErrorName", ADDRESS, JAVA_INT);
        getLastError = library.function("cudaGetLastError", JAVA_INT);
        getDeviceCount = library.function("cudaGetDeviceCount", JAVA_INT, ADDRESS);
        setDevice = library.function("cudaSetDevice", JAVA_INT, JAVA_INT);
        deviceGetAttribute = library.function("cudaDeviceGetAttribute", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
        malloc = library.function("cudaMalloc", JAVA_INT, ADDRESS, JAVA_LONG);
        free = library.function("cudaFree", JAVA_INT, JAVA_LONG);
        mallocHost = library.function("cudaMallocHost", JAVA_INT, ADDRESS, JAVA_LONG);
        freeHost = library.function("cudaFreeHost", JAVA_INT, JAVA_LONG);
        memGetInfo = library.function("cudaMemGetInfo", JAVA_INT, ADDRESS, ADDRESS);
        memcpyAsync =
                library.function("cudaMemcpyAsync", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_LONG);
        memsetAsync = library.function("cudaMemsetAsync", JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG);
        streamCreateWithFlags = library.function("cudaStreamCreateWithFlags", JAVA_INT, ADDRESS, JAVA_INT);
        streamSynchronize = library.function("cudaStreamSynchronize", JAVA_INT, JAVA_LONG);
        streamDestroy = library.function("cudaStreamDestroy", JAVA_INT, JAVA_LONG);
        eventCreateWithFlags = library.function("cudaEventCreateWithFlags", JAVA_INT, ADDRESS, JAVA_INT);
        eventRecord = library.function("cudaEventRecord", JAVA_INT, JAVA_LONG, JAVA_LONG);
        eventSynchronize = library.function("cudaEventSynchronize", JAVA_INT, JAVA_LONG);
        eventDestroy = library.function("cudaEventDestroy", JAVA_INT, JAVA_LONG);
    }

    // ---- errors -----------------------------------------------------------------------------------------------------

    /** {@code const char *cudaGetErrorName(cudaError_t error)}. */
    @Override
    String errorName(int code) {
        try {
            MemorySegment name = (MemorySegment) getErrorName.invokeExact(code);
            return name.equals(MemorySegment.NULL)
                    ? "an unnamed code"
                    : name.reinterpret(Long.MAX_VALUE).getString(0);
        } catch (Throwable e) {
            throw Library.impossible(e);
        }
    }

    /** {@code cudaError_t cudaGetLastError(void)}: returns the last error and forgets it. */
    int getLastError() {
        try {
            return (int) getLastError.invokeExact();
        } catch (Throwable e) {
            throw Library.impossible(e);
        }
    }

    @Override
    void forgetError() {
        getLastError();
    }

    // ---- versions and devices ---------------------------------------------------------------------------------------

    /** {@code cudaError_t cudaRuntimeGetVersion(int *runtimeVersion)}: 13000 for 13.0. */
    int runtimeGetVersion() {
        return askInt("cudaRuntimeGetVersion", out -> (int) runtimeGetVersion.invokeExact(out));
    }

    /** {@code cudaError_t cudaDriverGetVersion(int *driverVersion)}: the newest CUDA the driver knows; 0 without a driver. */
    int driverGetVersion() {
        return askInt("cudaDriverGetVersion", out -> (int) driverGetVersion.invokeExact(out));
    }

    /** {@code cudaError_t cudaGetDeviceCount(int *count)}. */
    int getDeviceCount() {
        return askInt("cudaGetDeviceCount", out -> (int) getDeviceCount.invokeExact(out));
    }

    /** {@code cudaError_t cudaSetDevice(int device)}: for the calling thread. */
    void setDevice(int device) {
        call("cudaSetDevice", () -> (int) setDevice.invokeExact(device));
    }

    /** {@code cudaError_t cudaDeviceGetAttribute(int *value, enum cudaDeviceAttr attr, int device)}. */
    private int deviceGetAttribute(int attribute, int device) {
        return askInt("cudaDeviceGetAttribute", out -> (int) deviceGetAttribute.invokeExact(out, attribute, device));
    }

    /** The generation of a device: 90 for compute capability 9.0. */
    int computeCapability(int device) {
        return deviceGetAttribute(COMPUTE_CAPABILITY_MAJOR, device) * 10
                + deviceGetAttribute(COMPUTE_CAPABILITY_MINOR, device);
    }

    /** The number of multiprocessors of a device: as many blocks, at the least, run at once. */
    int multiProcessorCount(int device) {
        return deviceGetAttribute(MULTIPROCESSOR_COUNT, device);
    }

    // ---- memory -----------------------------------------------------------------------------------------------------

    /** {@code cudaError_t cudaMalloc(void **devPtr, size_t size)}. */
    long malloc(long bytes) {
        return askLong("cudaMalloc", bytes, out -> (int) malloc.invokeExact(out, bytes));
    }

    /** {@code cudaError_t cudaFree(void *devPtr)}. */
    void free(long address) {
        call("cudaFree", () -> (int) free.invokeExact(address));
    }

    /** {@code cudaError_t cudaMallocHost(void **ptr, size_t size)}: pinned, so that the device can read and write it. */
    MemorySegment mallocHost(long bytes) {
        long address = askLong("cudaMallocHost", bytes, out -> (int) mallocHost.invokeExact(out, bytes));
        return MemorySegment.ofAddress(address).reinterpret(bytes);
    }

    /** {@code cudaError_t cudaFreeHost(void *ptr)}. */
    void freeHost(MemorySegment pinned) {
        call("cudaFreeHost", () -> (int) freeHost.invokeExact(pinned.address()));
    }

    /** What a device has, in bytes. */
    record MemoryInfo(long free, long total) {}

    /** {@code cudaError_t cudaMemGetInfo(size_t *free, size_t *total)}. */
    MemoryInfo memGetInfo() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment free = arena.allocate(JAVA_LONG);
            MemorySegment total = arena.allocate(JAVA_LONG);
            call("cudaMemGetInfo", () -> (int) memGetInfo.invokeExact(free, total));
            return new MemoryInfo(free.get(JAVA_LONG, 0), total.get(JAVA_LONG, 0));
        }
    }

    /**
     * {@code cudaError_t cudaMemcpyAsync(void *dst, const void *src, size_t count, enum cudaMemcpyKind kind, cudaStream_t
     * stream)}.
     */
    void memcpyAsync(long into, long from, long bytes, int kind, long stream) {
        call("cudaMemcpyAsync", bytes, () -> (int) memcpyAsync.invokeExact(into, from, bytes, kind, stream));
    }

    /** {@code cudaError_t cudaMemsetAsync(void *devPtr, int value, size_t count, cudaStream_t stream)}. */
    void memsetAsync(long address, int value, long bytes, long stream) {
        call("cudaMemsetAsync", bytes, () -> (int) memsetAsync.invokeExact(address, value, bytes, stream));
    }

    // ---- streams and events -----------------------------------------------------------------------------------------

    /** {@code cudaError_t cudaStreamCreateWithFlags(cudaStream_t *pStream, unsigned int flags)}: not blocking others. */
    long streamCreate() {
        return askLong(
                "cudaStreamCreateWithFlags",
                out -> (int) streamCreateWithFlags.invokeExact(out, STREAM_NON_BLOCKING));
    }

    /** {@code cudaError_t cudaStreamSynchronize(cudaStream_t stream)}: also tells what went wrong in earlier work. */
    void streamSynchronize(long stream) {
        call("cudaStreamSynchronize", () -> (int) streamSynchronize.invokeExact(stream));
    }

    /** {@code cudaError_t cudaStreamDestroy(cudaStream_t stream)}. */
    void streamDestroy(long stream) {
        call("cudaStreamDestroy", () -> (int) streamDestroy.invokeExact(stream));
    }

    /** {@code cudaError_t cudaEventCreateWithFlags(cudaEvent_t *event, unsigned int flags)}: without timing. */
    long eventCreate() {
        return askLong(
                "cudaEventCreateWithFlags",
                out -> (int) eventCreateWithFlags.invokeExact(out, EVENT_DISABLE_TIMING));
    }

    /** {@code cudaError_t cudaEventRecord(cudaEvent_t event, cudaStream_t stream)}. */
    void eventRecord(long event, long stream) {
        call("cudaEventRecord", () -> (int) eventRecord.invokeExact(event, stream));
    }

    /** {@code cudaError_t cudaEventSynchronize(cudaEvent_t event)}: at once for one that was never recorded. */
    void eventSynchronize(long event) {
        call("cudaEventSynchronize", () -> (int) eventSynchronize.invokeExact(event));
    }

    /** {@code cudaError_t cudaEventDestroy(cudaEvent_t event)}. */
    void eventDestroy(long event) {
        call("cudaEventDestroy", () -> (int) eventDestroy.invokeExact(event));
    }
}
