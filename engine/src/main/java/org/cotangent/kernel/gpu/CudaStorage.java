package org.cotangent.kernel.gpu;

import org.cotangent.kernel.DType;
import org.cotangent.kernel.Device;
import org.cotangent.kernel.DeviceStorage;
import org.cotangent.shape.Complaint;

/** Storage in the memory of a CUDA device. Its memory goes back when it is collected, or at once on {@link #close}. */
final class CudaStorage extends DeviceStorage {
    private final CudaDevice device;
    private final DType type;
    private final int size;
    private final CudaMemory.Lease lease;

    /**
     * Room for elements, which start as anything.
     *
     * @param device where
     * @param type of the elements
     * @param size how many
     */
    @SuppressWarnings("ThisEscapedInObjectConstruction") // the lease only waits for this to be collected
    CudaStorage(CudaDevice device, DType type, int size) {
        this.device = device;
        this.type = type;
        this.size = size;
        this.lease = device.memory().lease(this, bytes());
    }

    /** The bytes of one element. */
    static int bytes(DType type) {
        return switch (type) {
            case FLOAT32 -> Float.BYTES;
            case FLOAT64 -> Double.BYTES;
            case INT64 -> Long.BYTES;
            case BOOL -> 1;
        };
    }

    /** The bytes of all elements. */
    long bytes() {
        return (long) size * bytes(type);
    }

    /**
     * Where an element lies.
     *
     * @param element 0 to size
     * @throws IllegalStateException after {@link #close}
     */
    long address(int element) {
        if (lease.isReturned()) {
            throw Complaint.about("the values of a tensor of " + size + " " + type + " on " + device)
                    .because("its memory was given back by close(), or by the end of a tidy(...): the one it was made"
                            + " in, or for a gradient the one in which zeroGrad() forgot it")
                    .hint("close it after its last use; return it from tidy, or keep() it there")
                    .state();
        }
        return lease.address() + (long) element * bytes(type);
    }

    @Override
    public DType type() {
        return type;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public Device device() {
        return device;
    }

    @Override
    public void close() {
        lease.giveBack();
    }
}
