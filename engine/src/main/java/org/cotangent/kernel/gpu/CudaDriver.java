package org.cotangent.kernel.gpu;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The CUDA driver (libcuda): what the runtime does not offer, which is to load PTX and to launch a kernel by its name.
 *
 * <p>Beside each method stands the C signature of NVIDIA's CUDA Driver API reference; a {@code long} stands for each opaque
 * pointer.
 */
final class CudaDriver extends Binding {
    private static final int NAME_BYTES = 256;

    private final MethodHandle init;
    private final MethodHandle getErrorName;
    private final MethodHandle deviceGet;
    private final MethodHandle deviceGetName;
    private final MethodHandle primaryCtxRetain;
    private final MethodHandle primaryCtxRelease;
    private final MethodHandle ctxSetCurrent;
    private final MethodHandle ctxGetCurrent;
    private final MethodHandle moduleLoadData;
    private final MethodHandle moduleUnload;
    private final MethodHandle moduleGetFunction;
    private final MethodHandle launchKernel;

    CudaDriver(Library library) throws AbsentException {
        init = library.function("cuInit", JAVA_INT, JAVA_INT);
        getErrorName = library.function("cuGetErrorName", JAVA_INT, JAVA_INT, ADDRESS);
        deviceGet = library.function("cuDeviceGet", JAVA_INT, ADDRESS, JAVA_INT);
        deviceGetName = library.function("cuDeviceGetName", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
        primaryCtxRetain = library.function("cuDevicePrimaryCtxRetain", JAVA_INT, ADDRESS, JAVA_INT);
        primaryCtxRelease = library.function("cuDevicePrimaryCtxRelease_v2", JAVA_INT, JAVA_INT);
        ctxSetCurrent = library.function("cuCtxSetCurrent", JAVA_INT, JAVA_LONG);
        ctxGetCurrent = library.function("cuCtxGetCurrent", JAVA_INT, ADDRESS);
        moduleLoadData = library.function("cuModuleLoadData", JAVA_INT, ADDRESS, ADDRESS);
        moduleUnload = library.function("cuModuleUnload", JAVA_INT, JAVA_LONG);
        moduleGetFunction = library.function("cuModuleGetFunction", JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS);
        launchKernel = library.function(
                "cuLaunchKernel",
                JAVA_INT,
                JAVA_LONG,
                JAVA_INT,
                JAVA_INT,
                JAVA_INT,
                JAVA_INT,
                JAVA_INT,
                JAVA_INT,
                JAVA_INT,
                JAVA_LONG,
                ADDRESS,
                ADDRESS);
    }

    /** {@code CUresult cuGetErrorName(CUresult error, const char **pStr)}. */
    @Override
    String errorName(int code) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(ADDRESS);
            int told = (int) getErrorName.invokeExact(code, out);
            MemorySegment name = out.get(ADDRESS, 0);
            return told != 0 || name.equals(MemorySegment.NULL)
                    ? "an unnamed code"
                    : name.reinterpret(Long.MAX_VALUE).getString(0);
        } catch (Throwable e) {
            throw Library.impossible(e);
        }
    }

    /** {@code CUresult cuInit(unsigned int Flags)}. */
    void init() {
        call("cuInit", () -> (int) init.invokeExact(0));
    }

    /** {@code CUresult cuDeviceGet(CUdevice *device, int ordinal)}. */
    int deviceGet(int ordinal) {
        return askInt("cuDeviceGet", out -> (int) deviceGet.invokeExact(out, ordinal));
    }

    /** {@code CUresult cuDeviceGetName(char *name, int len, CUdevice dev)}. */
    String deviceGetName(int device) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(NAME_BYTES);
            call("cuDeviceGetName", () -> (int) deviceGetName.invokeExact(out, NAME_BYTES, device));
            return out.getString(0);
        }
    }

    /** {@code CUresult cuDevicePrimaryCtxRetain(CUcontext *pctx, CUdevice dev)}: the context that the runtime uses too. */
    long devicePrimaryCtxRetain(int device) {
        return askLong("cuDevicePrimaryCtxRetain", out -> (int) primaryCtxRetain.invokeExact(out, device));
    }

    /** {@code CUresult cuDevicePrimaryCtxRelease(CUdevice dev)}, exported as {@code cuDevicePrimaryCtxRelease_v2}. */
    void devicePrimaryCtxRelease(int device) {
        call("cuDevicePrimaryCtxRelease", () -> (int) primaryCtxRelease.invokeExact(device));
    }

    /** {@code CUresult cuCtxSetCurrent(CUcontext ctx)}: for the calling thread. */
    void ctxSetCurrent(long context) {
        call("cuCtxSetCurrent", () -> (int) ctxSetCurrent.invokeExact(context));
    }

    /** {@code CUresult cuCtxGetCurrent(CUcontext *pctx)}: 0 for none. */
    long ctxGetCurrent() {
        return askLong("cuCtxGetCurrent", out -> (int) ctxGetCurrent.invokeExact(out));
    }

    /**
     * {@code CUresult cuModuleLoadData(CUmodule *module, const void *image)}.
     *
     * @param image PTX text, ended by a zero byte
     */
    long moduleLoadData(MemorySegment image) {
        return askLong("cuModuleLoadData", image.byteSize(), out -> (int) moduleLoadData.invokeExact(out, image));
    }

    /** {@code CUresult cuModuleUnload(CUmodule hmod)}. */
    void moduleUnload(long module) {
        call("cuModuleUnload", () -> (int) moduleUnload.invokeExact(module));
    }

    /** {@code CUresult cuModuleGetFunction(CUfunction *hfunc, CUmodule hmod, const char *name)}. */
    long moduleGetFunction(long module, String name) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocateFrom(name);
            return askLong(
                    "cuModuleGetFunction(" + name + ")",
                    out -> (int) moduleGetFunction.invokeExact(out, module, text));
        }
    }

    /**
     * {@code CUresult cuLaunchKernel(CUfunction f, unsigned int gridDimX, unsigned int gridDimY, unsigned int gridDimZ,
     * unsigned int blockDimX, unsigned int blockDimY, unsigned int blockDimZ, unsigned int sharedMemBytes, CUstream hStream,
     * void **kernelParams, void **extra)}.
     *
     * @param name of the kernel, for the message
     * @param function the kernel
     * @param blocks the size of the grid, which has one dimension here
     * @param threads the size of a block, likewise
     * @param stream where it takes its turn
     * @param parameters one address for each parameter; the values are copied before this returns
     */
    void launchKernel(String name, long function, int blocks, int threads, long stream, MemorySegment parameters) {
        int code;
        try {
            code = (int) launchKernel.invokeExact(
                    function, blocks, 1, 1, threads, 1, 1, 0, stream, parameters, MemorySegment.NULL);
        } catch (Throwable e) {
            throw Library.impossible(e);
        }
        if (code != 0) {
            throw CudaException.of("cuLaunchKernel(" + name + ")", errorName(code), code);
        }
    }
}
