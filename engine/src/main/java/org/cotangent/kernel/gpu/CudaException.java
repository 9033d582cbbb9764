package org.cotangent.kernel.gpu;

import org.cotangent.shape.Complaint;

/** A call to one of NVIDIA's libraries failed; the message names the call and the code. */
final class CudaException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    private final String message;
    private final boolean outOfMemory;

    private CudaException(String message, boolean outOfMemory) {
        super(message);
        this.message = message;
        this.outOfMemory = outOfMemory;
    }

    /**
     * The complaint about one call.
     *
     * @param call what was called, with what
     * @param code the name of the returned code, such as {@code cudaErrorMemoryAllocation}
     * @param number the code itself
     */
    static CudaException of(String call, String code, int number) {
        boolean memory = switch (code) {
            case "cudaErrorMemoryAllocation", "CUDA_ERROR_OUT_OF_MEMORY", "CUBLAS_STATUS_ALLOC_FAILED" -> true;
            default -> false;
        };
        String hint = memory
                ? "smaller batches, close() on tensors that are no longer needed, or the CPU"
                : switch (code) {
                    case "cudaErrorIllegalAddress",
                            "cudaErrorLaunchFailure",
                            "cudaErrorDeviceUninitialized",
                            "cudaErrorDevicesUnavailable",
                            "cudaErrorECCUncorrectable",
                            "CUDA_ERROR_ILLEGAL_ADDRESS",
                            "CUDA_ERROR_LAUNCH_FAILED",
                            "CUDA_ERROR_DEVICE_UNAVAILABLE",
                            "CUDA_ERROR_ECC_UNCORRECTABLE" ->
                        "a new process, since the device is lost to this one; nvidia-smi shows its state";
                    case "cudaErrorInsufficientDriver" -> "a newer NVIDIA driver, or the libraries of CUDA 12";
                    default -> "--device cpu, and a report with this line";
                };
        String message = Complaint.about(call)
                .because("it returned " + code + " (" + number + ")")
                .hint(hint)
                .message();
        return new CudaException(message, memory);
    }

    /** What failed, as a clause. */
    String message() {
        return message;
    }

    /** Whether another attempt may succeed once memory is freed. */
    boolean isOutOfMemory() {
        return outOfMemory;
    }
}
