package org.cotangent.kernel.gpu;

/**
 * NVIDIA's three libraries, of one version.
 *
 * @param runtime cudart
 * @param driver the driver
 * @param blas cuBLAS
 * @param major the version of CUDA: 13 or 12
 */
record CudaLibraries(CudaRuntime runtime, CudaDriver driver, CuBlas blas, int major) {
    private static final int[] MAJORS = {13, 12}; // newest first
    private static final int MAJOR = 1000; // 13.0 is 13000

    /**
     * Finds the newest version that the driver can run.
     *
     * @throws AbsentException when there is none; of two reasons, that for the newer version is told
     */
    static CudaLibraries find() throws AbsentException {
        Library driver;
        try {
            driver = Library.open("libcuda.so.1");
        } catch (AbsentException absent) {
            throw new AbsentException("there is no NVIDIA driver: " + absent.reason());
        }
        AbsentException first = null;
        for (int major : MAJORS) {
            try {
                return open(driver, major);
            } catch (AbsentException absent) {
                first = first == null ? absent : first;
            }
        }
        throw first == null ? new AbsentException("no version of CUDA is known") : first;
    }

    private static CudaLibraries open(Library driverFile, int major) throws AbsentException {
        CudaRuntime runtime = new CudaRuntime(Library.open("libcudart.so." + major));
        CuBlas blas = new CuBlas(Library.open("libcublas.so." + major));
        CudaDriver driver = new CudaDriver(driverFile);
        try {
            int version = runtime.runtimeGetVersion();
            int newest = runtime.driverGetVersion();
            if (newest / MAJOR < version / MAJOR) {
                throw new AbsentException("the NVIDIA driver is too old: it runs programs for CUDA " + text(newest)
                        + ", and the library is of CUDA " + text(version));
            }
            return new CudaLibraries(runtime, driver, blas, version / MAJOR);
        } catch (CudaException failure) {
            throw new AbsentException(failure.message());
        }
    }

    private static String text(int version) {
        return version / MAJOR + "." + version % MAJOR / 10;
    }
}
