package org.cotangent.kernel.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.cotangent.kernel.DType;
import org.cotangent.kernel.Device;
import org.cotangent.kernel.FloatStorage;
import org.cotangent.kernel.NdArray;
import org.cotangent.shape.Shape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every function of the binding, called on the stand-in library, and every one of them failing. */
class BindingTest {
    private static final int ILLEGAL_ADDRESS = 700;
    private static final int OUT_OF_MEMORY = 2;

    private String before;

    @BeforeEach
    void useTheStandIn() {
        StandIn.use();
        before = StandIn.alive();
    }

    @AfterEach
    void nothingIsLeft() {
        assertEquals("", StandIn.complaints());
        assertEquals(before, StandIn.alive());
        StandIn.use();
    }

    private static NdArray floats(float... values) {
        return new NdArray(new FloatStorage(values), Shape.of(values.length).contiguous());
    }

    // ---- finding the libraries --------------------------------------------------------------------------------------

    private static String absent() {
        return assertThrows(AbsentException.class, StandIn::open).reason();
    }

    @Test
    void saysWhatTheDeviceIs() throws AbsentException {
        CudaDevice device = StandIn.open();
        try {
            assertEquals("cuda:0", device.name());
            assertEquals("Stand-in 0, compute capability 9.0", device.description());
            assertEquals(90, device.capability());
            assertEquals(4, device.multiprocessors());
            assertEquals("cuda", device.backend().name());
        } finally {
            device.close();
        }
    }

    @Test
    void aPathThatIsNotThereIsToldAsSuch() {
        System.setProperty(Library.PATH, "/no/such/folder");
        assertEquals(
                "there is no NVIDIA driver: cotangent.cuda.path says /no/such/folder, and there is no such file or folder",
                absent());
    }

    @Test
    void aFileThatIsNoLibraryIsToldAsSuch(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("libcuda.so.1"), "no library");
        System.setProperty(Library.PATH, folder.toString());
        assertEquals("there is no NVIDIA driver: " + file + " cannot be loaded", absent());
    }

    @Test
    void theNewerVersionIsTakenAndTheOlderOneOtherwise() throws IOException, AbsentException {
        Path folder = Files.createTempDirectory("cotangent-cuda"); // JUnit's own would warn of the links
        folder.toFile().deleteOnExit();
        Path library = Path.of(System.getProperty(Library.PATH));
        for (String name : List.of("libcuda.so.1", "libcudart.so.12", "libcublas.so.12")) {
            Files.createSymbolicLink(folder.resolve(name), library).toFile().deleteOnExit();
        }
        System.setProperty(Library.PATH, folder.toString());
        StandIn.set("runtimeVersion", 12040);
        StandIn.set("driverVersion", 12080);
        StandIn.set("cublasVersion", 120402);
        // Whether libcudart.so.13 is installed on this machine or not, 12 is what the driver runs.
        StandIn.open().close();
    }

    @Test
    void aLibraryWithoutOneOfTheFunctionsIsToldAsSuch(@TempDir Path folder) throws IOException, InterruptedException {
        Path source = Files.writeString(folder.resolve("empty.c"), "int cuInit(unsigned flags) { return flags; }\n");
        Path library = folder.resolve("libempty.so");
        Process gcc = new ProcessBuilder("gcc", "-shared", "-fPIC", source.toString(), "-o", library.toString()).start();
        assertEquals(0, gcc.waitFor());
        System.setProperty(Library.PATH, library.toString());
        assertEquals(library + " has no function cudaRuntimeGetVersion", absent());
    }

    @Test
    void anOldDriverIsToldAsSuch() {
        StandIn.set("driverVersion", 12020);
        assertEquals(
                "the NVIDIA driver is too old: it runs programs for CUDA 12.2, and the library is of CUDA 13.0", absent());
    }

    @Test
    void versionsThatDoNotFitAreToldAsSuch() {
        StandIn.set("cublasVersion", 120800);
        assertEquals("versions do not fit: cudart is of CUDA 13, and cuBLAS of CUDA 12", absent());
    }

    @Test
    void aMachineWithoutADeviceIsToldAsSuch() {
        StandIn.set("devices", 0);
        assertEquals(
                "cudaGetDeviceCount: it returned cudaErrorNoDevice (100). Try: --device cpu, and a report with this line",
                absent());
    }

    @Test
    void aDeviceThatIsNotThereIsToldAsSuch() {
        assertEquals(
                "this machine has only 1 devices",
                assertThrows(AbsentException.class, () -> new CudaDevice(1)).reason());
    }

    @Test
    void whoAsksForADeviceGetsAComplaintAndWhoPrefersOneASentence() {
        System.setProperty(Library.PATH, "/no/such/folder");
        String message = assertThrows(IllegalStateException.class, () -> Device.cuda(7))
                .getMessage();
        assertTrue(message.startsWith("cuda:7: there is no NVIDIA driver: cotangent.cuda.path says"), message);
        assertTrue(message.contains("Try: the CPU, or the driver and libraries of CUDA 13 or 12"), message);
        List<String> said = new ArrayList<>();
        assertEquals(Device.cpu(), Device.cudaOrCpu(7, said::add));
        assertEquals(1, said.size());
        assertTrue(said.getFirst().startsWith("The CPU computes: cuda:7: there is no NVIDIA driver"), said.getFirst());
        assertThrows(IllegalArgumentException.class, () -> Device.cuda(-1));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void roundsFactorsToTf32OnlyOnRequest(boolean asked) throws AbsentException {
        System.setProperty(CudaDevice.TF32, Boolean.toString(asked));
        try {
            StandIn.open().close();
            assertEquals(asked ? CuBlas.TF32_TENSOR_OP_MATH : CuBlas.DEFAULT_MATH, StandIn.mathMode());
        } finally {
            System.clearProperty(CudaDevice.TF32);
        }
    }

    // ---- every call of opening, failing -----------------------------------------------------------------------------

    static Stream<String> calledByOpening() {
        return Stream.of(
                "cudaGetDeviceCount",
                "cudaSetDevice",
                "cuInit",
                "cuDeviceGet",
                "cuDevicePrimaryCtxRetain",
                "cuCtxSetCurrent",
                "cudaDeviceGetAttribute",
                "cuDeviceGetName",
                "cudaStreamCreateWithFlags",
                "cublasCreate_v2",
                "cublasGetVersion_v2",
                "cublasSetStream_v2",
                "cublasSetMathMode",
                "cudaMallocHost",
                "cudaEventCreateWithFlags");
    }

    @ParameterizedTest
    @MethodSource("calledByOpening")
    void whateverFailsOnOpeningIsNamedAndNothingIsLeftOpen(String function) {
        boolean blas = function.startsWith("cublas");
        StandIn.fail(function, 1, blas ? 14 : 1);
        String reason = absent();
        String named = function.replace("_v2", "");
        String code = blas
                ? "CUBLAS_STATUS_INTERNAL_ERROR (14)"
                : function.startsWith("cuda") ? "cudaErrorInvalidValue (1)" : "CUDA_ERROR_INVALID_VALUE (1)";
        assertTrue(reason.startsWith(named) && reason.contains(": it returned " + code + ". Try: "), reason);
    }

    @Test
    void aVersionThatCannotBeAskedForIsNotTaken() throws AbsentException {
        for (String function : List.of("cudaRuntimeGetVersion", "cudaDriverGetVersion")) {
            StandIn.fail(function, 1, 3);
            StandIn.open().close(); // the next older one is
        }
        StandIn.lose(3);
        assertTrue(absent().startsWith("cudaRuntimeGetVersion: it returned cudaErrorInitializationError (3)"));
        StandIn.lose(0);
    }

    @Test
    void theLastEventThatFailsLeavesNothingEither() {
        StandIn.fail("cudaEventCreateWithFlags", 16, OUT_OF_MEMORY);
        assertTrue(absent().startsWith("cudaEventCreateWithFlags: it returned cudaErrorMemoryAllocation (2)"));
        StandIn.fail("cudaMallocHost", 2, OUT_OF_MEMORY);
        assertTrue(absent().startsWith("cudaMallocHost of 16777216 bytes: it returned cudaErrorMemoryAllocation (2)"));
    }

    // ---- every call of work, failing --------------------------------------------------------------------------------

    /** What a function is called by, and with what code it fails here. */
    @ParameterizedTest
    @CsvSource({
        "cudaMalloc, 1, cudaErrorInvalidValue",
        "cudaMemcpyAsync, 1, cudaErrorInvalidValue",
        "cudaEventSynchronize, 400, cudaErrorInvalidResourceHandle",
        "cudaEventRecord, 400, cudaErrorInvalidResourceHandle",
        "cudaStreamSynchronize, 719, cudaErrorLaunchFailure",
        "cudaMemsetAsync, 1, cudaErrorInvalidValue",
        "cuModuleLoadData, 218, CUDA_ERROR_INVALID_PTX",
        "cuModuleGetFunction, 500, CUDA_ERROR_NOT_FOUND",
        "cuLaunchKernel, 2, CUDA_ERROR_OUT_OF_MEMORY",
        "cublasSgemm_v2, 13, CUBLAS_STATUS_EXECUTION_FAILED",
        "cublasSgemv_v2, 7, CUBLAS_STATUS_INVALID_VALUE",
        "cublasSgemmStridedBatched, 15, CUBLAS_STATUS_NOT_SUPPORTED"
    })
    void whateverFailsInWorkIsNamedAndTheDeviceGoesOn(String function, int code, String name) throws AbsentException {
        CudaDevice device = StandIn.open();
        try {
            StandIn.fail(function, 1, code);
            String message = assertThrows(CudaException.class, () -> someOfEverything(device))
                    .getMessage();
            String called = function.replace("_v2", "");
            assertTrue(
                    message.startsWith(called) && message.contains(": it returned " + name + " (" + code + "). Try: "),
                    message);
            someOfEverything(device);
        } finally {
            device.close();
        }
    }

    private static void someOfEverything(CudaDevice device) {
        NdArray x = device.put(floats(1, 2, 3, 4));
        NdArray square = x.view(Shape.of(2, 2).contiguous());
        device.backend().matmul(square, square, null);
        device.backend().matmul(square, device.put(floats(1, 2)).view(Shape.of(2, 1).contiguous()), null);
        NdArray cube = device.backend().allocate(DType.FLOAT32, Shape.of(2, 2, 2));
        device.backend().matmul(cube, cube, null);
        NdArray copied = device.backend().copy(x, DType.FLOAT64);
        assertEquals(3, device.fetch(copied).storage().getDouble(2));
    }

    @Test
    void aLostDeviceIsNamedAndItsTensorsAreForgotten() throws AbsentException {
        CudaDevice device = StandIn.open();
        NdArray x = device.put(floats(1, 2, 3));
        StandIn.lose(ILLEGAL_ADDRESS);
        String message = assertThrows(CudaException.class, () -> device.fetch(x)).getMessage();
        assertTrue(message.contains("it returned cudaErrorIllegalAddress (700)"), message);
        assertTrue(message.contains("a new process, since the device is lost to this one"), message);
        StandIn.lose(0);
        device.close(); // after a reset of the device, so to say: what Java knows of is given back
        assertFalse(message.isEmpty());
    }

    @Test
    void aClosedDeviceSaysSo() throws AbsentException {
        CudaDevice device = StandIn.open();
        NdArray x = device.put(floats(1, 2, 3));
        device.close();
        device.close();
        String message = assertThrows(IllegalStateException.class, () -> device.fetch(x)).getMessage();
        assertEquals("work on cuda:0: the device was closed. Try: Device.cuda(0) again", message);
    }

    @Test
    void everyThreadCanUseTheDevice() throws Exception {
        CudaDevice device = StandIn.open();
        try {
            List<Throwable> thrown = new ArrayList<>();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Thread thread = new Thread(() -> {
                    for (int k = 0; k < 20; k++) {
                        someOfEverything(device);
                    }
                });
                thread.setUncaughtExceptionHandler((t, e) -> {
                    synchronized (thrown) {
                        thrown.add(e);
                    }
                });
                thread.start();
                threads.add(thread);
            }
            for (Thread each : threads) {
                each.join();
            }
            assertEquals(List.of(), thrown);
        } finally {
            device.close();
        }
    }

    // ---- cuBLAS -----------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void vectorsOfCuBlas(DType type) throws AbsentException {
        CudaDevice device = StandIn.open();
        try {
            CuBlas blas = device.blas();
            NdArray x = device.backend().copy(device.put(floats(1, 2, 3, 4)), type);
            NdArray y = device.backend().copy(device.put(floats(5, 6, 7, 8)), type);
            long atX = ((CudaStorage) x.storage()).address(0);
            long atY = ((CudaStorage) y.storage()).address(0);
            assertEquals(70, blas.dot(type, device.handle(), 4, atX, 1, atY, 1));
            assertEquals(22, blas.dot(type, device.handle(), 2, atX, 2, atY, 2) - 4);
            assertEquals(Math.sqrt(30), blas.nrm2(type, device.handle(), 4, atX, 1), 1e-6);
            blas.axpy(type, device.handle(), 4, 0.5, atX, 1, atY, 1);
            assertEquals(10, device.fetch(y).storage().getDouble(3));
            assertEquals(130002, blas.getVersion(device.handle()));
            for (String name : List.of("dot", "nrm2", "axpy")) {
                String letter = type == DType.FLOAT32 ? "S" : "D";
                StandIn.fail("cublas" + letter + name + "_v2", 1, 3);
                CudaException failure = assertThrows(CudaException.class, () -> {
                    blas.dot(type, device.handle(), 4, atX, 1, atY, 1);
                    blas.nrm2(type, device.handle(), 4, atX, 1);
                    blas.axpy(type, device.handle(), 4, 0.5, atX, 1, atY, 1);
                });
                assertTrue(failure.isOutOfMemory());
                assertTrue(failure.getMessage().startsWith("cublas" + letter + name + ": it returned CUBLAS_STATUS_ALLOC"));
            }
        } finally {
            device.close();
        }
    }

    @Test
    void wrongHandlesAndLeadingDimensionsAreRefused() throws AbsentException {
        CudaDevice device = StandIn.open();
        try {
            CuBlas blas = device.blas();
            NdArray x = device.put(floats(1, 2, 3, 4));
            long at = ((CudaStorage) x.storage()).address(0);
            CuBlas.Matrix narrow = new CuBlas.Matrix(at, CuBlas.OP_N, 1, 0);
            CuBlas.Matrix right = new CuBlas.Matrix(at, CuBlas.OP_N, 2, 0);
            assertTrue(assertThrows(
                            CudaException.class,
                            () -> blas.gemm(DType.FLOAT32, device.handle(), 2, 2, 2, narrow, right, false, right))
                    .getMessage()
                    .contains("CUBLAS_STATUS_INVALID_VALUE (7)"));
            assertTrue(assertThrows(
                            CudaException.class,
                            () -> blas.gemm(DType.FLOAT32, 12345, 2, 2, 2, right, right, false, right))
                    .getMessage()
                    .contains("CUBLAS_STATUS_NOT_INITIALIZED (1)"));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> blas.gemm(DType.INT64, device.handle(), 2, 2, 2, right, right, false, right));
        } finally {
            device.close();
        }
    }

    // ---- the driver -------------------------------------------------------------------------------------------------

    @Test
    void imagesThatAreNoneAreRefused() throws AbsentException {
        CudaDevice device = StandIn.open();
        CudaDriver driver = new CudaDriver(Library.open("libcuda.so.1"));
        try (Arena arena = Arena.ofConfined()) {
            assertEquals(driver.ctxGetCurrent(), driver.ctxGetCurrent());
            MemorySegment image = arena.allocateFrom("no image", StandardCharsets.US_ASCII);
            assertTrue(assertThrows(CudaException.class, () -> driver.moduleLoadData(image))
                    .getMessage()
                    .startsWith("cuModuleLoadData of 9 bytes: it returned CUDA_ERROR_INVALID_IMAGE (200)"));
            long module = driver.moduleLoadData(arena.allocateFrom(".version 7.0\n.visible .entry here()"));
            assertTrue(assertThrows(CudaException.class, () -> driver.moduleGetFunction(module, "elsewhere"))
                    .getMessage()
                    .startsWith("cuModuleGetFunction(elsewhere): it returned CUDA_ERROR_NOT_FOUND (500)"));
            MemorySegment none = arena.allocate(ValueLayout.ADDRESS);
            assertTrue(assertThrows(CudaException.class, () -> driver.launchKernel("lost", 1, 1, 32, device.stream(), none))
                    .getMessage()
                    .startsWith("cuLaunchKernel(lost): it returned CUDA_ERROR_INVALID_HANDLE (400)"));
            driver.moduleUnload(module);
        } finally {
            device.close();
        }
    }

    @Test
    void codesWithoutANameHaveTheirNumber() throws AbsentException {
        assertEquals("an unnamed code", new CudaDriver(Library.open("libcuda.so.1")).errorName(4711));
        assertEquals("an unnamed code", new CuBlas(Library.open("libcublas.so.13")).errorName(4711));
        assertEquals("cudaErrorUnknown", new CudaRuntime(Library.open("libcudart.so.13")).errorName(4711));
    }
}
