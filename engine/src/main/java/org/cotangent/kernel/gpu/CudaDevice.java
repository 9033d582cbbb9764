package org.cotangent.kernel.gpu;

import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import org.cotangent.kernel.Backend;
import org.cotangent.kernel.Backends;
import org.cotangent.kernel.BoolStorage;
import org.cotangent.kernel.DType;
import org.cotangent.kernel.Device;
import org.cotangent.kernel.DoubleStorage;
import org.cotangent.kernel.FloatStorage;
import org.cotangent.kernel.LongStorage;
import org.cotangent.kernel.NdArray;
import org.cotangent.kernel.Storage;
import org.cotangent.shape.Complaint;
import org.cotangent.shape.Shape;
import org.jspecify.annotations.Nullable;

/**
 * An NVIDIA GPU: its libraries, its memory, and the one stream in which everything on it takes its turn.
 *
 * <p>Calls return before the work is done, and errors in it come out of a later call. Threads may share a device; they take
 * turns.
 */
final class CudaDevice extends Device {
    /** Whether float32 products may round their factors to TF32, which is faster and has 10 bits instead of 23. */
    static final String TF32 = "cotangent.cuda.tf32";

    /** Whether every block is asked of the driver by itself, so that a tool such as compute-sanitizer sees its bounds. */
    static final String WHOLE_BLOCKS = "cotangent.cuda.wholeBlocks";

    private static final int CUBLAS_MAJOR = 10_000; // 13.0.2 is 130002

    private record Current(Thread thread, @Nullable CudaDevice device) {}

    private static volatile Current current = new Current(Thread.currentThread(), null);

    private final int number;
    private final CudaRuntime runtime;
    private final CudaDriver driver;
    private final CuBlas blas;
    private final int capability;
    private final int multiprocessors;
    private final String model;
    private final long context;
    private final long stream;
    private final long handle;
    private final MemorySegment wrong; // kernels note a wrong index here; pinned, so that both sides see it
    private final Staging staging;
    private final Launcher launcher;
    private final CudaMemory memory;
    private final CudaBackend backend;
    private final Deque<Runnable> open = new ArrayDeque<>(); // how to close what was opened, the last first
    private boolean closed;

    /**
     * Opens a device.
     *
     * @param number from 0
     * @throws AbsentException when there is no driver, no library, no such device, or versions do not fit
     */
    @SuppressWarnings("ThisEscapedInObjectConstruction") // the parts are of this device
    CudaDevice(int number) throws AbsentException {
        CudaLibraries libraries = CudaLibraries.find();
        this.number = number;
        this.runtime = libraries.runtime();
        this.driver = libraries.driver();
        this.blas = libraries.blas();
        boolean complete = false;
        try {
            int count = runtime.getDeviceCount();
            if (number >= count) {
                throw new AbsentException(
                        count == 0 ? "this machine has no CUDA device" : "this machine has only " + count + " devices");
            }
            runtime.setDevice(number);
            driver.init();
            int ordinal = driver.deviceGet(number);
            context = driver.devicePrimaryCtxRetain(ordinal);
            open.push(() -> driver.devicePrimaryCtxRelease(ordinal));
            driver.ctxSetCurrent(context);
            capability = runtime.computeCapability(number);
            multiprocessors = runtime.multiProcessorCount(number);
            model = driver.deviceGetName(ordinal);
            stream = runtime.streamCreate();
            open.push(() -> runtime.streamDestroy(stream));
            handle = blas.create();
            open.push(() -> blas.destroy(handle));
            int version = blas.getVersion(handle) / CUBLAS_MAJOR;
            if (version != libraries.major()) {
                throw new AbsentException("versions do not fit: cudart is of CUDA " + libraries.major()
                        + ", and cuBLAS of CUDA " + version);
            }
            blas.setStream(handle, stream);
            blas.setMathMode(handle, Boolean.getBoolean(TF32) ? CuBlas.TF32_TENSOR_OP_MATH : CuBlas.DEFAULT_MATH);
            wrong = runtime.mallocHost(Integer.BYTES);
            open.push(() -> runtime.freeHost(wrong));
            wrong.set(java.lang.foreign.ValueLayout.JAVA_INT, 0, 0);
            staging = new Staging(runtime, stream);
            open.push(staging::close);
            launcher = new Launcher(driver, stream, multiprocessors);
            open.push(launcher::close);
            memory = new CudaMemory(runtime, name(), () -> runtime.streamSynchronize(stream), !Boolean.getBoolean(WHOLE_BLOCKS));
            open.push(memory::close);
            backend = new CudaBackend(this);
            complete = true;
        } catch (CudaException failure) {
            throw new AbsentException(failure.message());
        } finally {
            if (!complete) {
                undo();
            }
        }
    }

    /** Closes everything, whatever fails on the way: what cannot be closed any more dies with the process. */
    private void undo() {
        while (!open.isEmpty()) {
            try {
                open.pop().run();
            } catch (CudaException lost) {
                continue;
            }
        }
    }

    /** Gives everything back. Tensors on this device are of no use afterwards. */
    synchronized void close() {
        if (!closed) {
            attach();
            closed = true;
            undo();
        }
    }

    // ---- for the backend --------------------------------------------------------------------------------------------

    CudaRuntime runtime() {
        return runtime;
    }

    CuBlas blas() {
        return blas;
    }

    /** The cuBLAS handle. */
    long handle() {
        return handle;
    }

    long stream() {
        return stream;
    }

    CudaMemory memory() {
        return memory;
    }

    Launcher launcher() {
        return launcher;
    }

    int multiprocessors() {
        return multiprocessors;
    }

    int capability() {
        return capability;
    }

    /** The address where kernels note a wrong index. */
    long wrong() {
        return wrong.address();
    }

    /** Makes this the device of the calling thread, as both libraries want it. */
    void attach() {
        if (closed) {
            throw Complaint.about("work on " + name())
                    .because("the device was closed")
                    .hint("Device.cuda(" + number + ") again")
                    .state();
        }
        Current now = current;
        if (now.thread() != Thread.currentThread() || now.device() != this) {
            runtime.setDevice(number);
            driver.ctxSetCurrent(context);
            current = new Current(Thread.currentThread(), this);
        }
    }

    /** Room for a result; the elements start as anything. */
    NdArray room(DType type, Shape shape) {
        attach();
        return new NdArray(new CudaStorage(this, type, shape.size()).closeAtEnd(), shape.contiguous());
    }

    /** Room for given values, which outlives a tidy; the elements start as anything. */
    NdArray lasting(DType type, Shape shape) {
        attach();
        return new NdArray(new CudaStorage(this, type, shape.size()), shape.contiguous());
    }

    // ---- a device ---------------------------------------------------------------------------------------------------

    @Override
    public String name() {
        return "cuda:" + number;
    }

    @Override
    public String description() {
        return model + ", compute capability " + capability / 10 + "." + capability % 10;
    }

    @Override
    public Backend backend() {
        return backend;
    }

    @Override
    public synchronized NdArray put(NdArray host) {
        attach();
        NdArray whole = host.layout().isContiguous() ? host : Backends.current().copy(host, host.type());
        NdArray made = lasting(host.type(), host.shape());
        if (made.size() > 0) {
            CudaStorage into = (CudaStorage) made.storage();
            staging.upload(bytes(whole.storage(), whole.layout().offset(), made.size()), into.address(0));
        }
        return made;
    }

    @Override
    public synchronized NdArray fetch(NdArray here) {
        attach();
        NdArray whole = here.layout().isContiguous() ? here : backend.copy(here, here.type());
        NdArray made = NdArray.allocate(here.type(), here.shape());
        if (made.size() > 0) {
            long from = ((CudaStorage) whole.storage()).address(whole.layout().offset());
            if (made.storage() instanceof BoolStorage into) {
                byte[] raw = new byte[made.size()];
                staging.download(from, MemorySegment.ofArray(raw));
                for (int i = 0; i < raw.length; i++) {
                    into.values()[i] = raw[i] != 0;
                }
            } else {
                staging.download(from, bytes(made.storage(), 0, made.size()));
            }
        }
        checkIndices();
        return made;
    }

    @Override
    public synchronized void synchronize() {
        attach();
        runtime.streamSynchronize(stream);
        checkIndices();
    }

    /** Complains about an index that a kernel found to be wrong, now that the kernel is known to have run. */
    private void checkIndices() {
        if (wrong.get(java.lang.foreign.ValueLayout.JAVA_INT, 0) != 0) {
            wrong.set(java.lang.foreign.ValueLayout.JAVA_INT, 0, 0);
            throw Complaint.about("gather or scatterAdd on " + name())
                    .because("some index since the last time that the host waited for the device was below 0, or beyond the"
                            + " end of its axis")
                    .hint("indices (such as class labels) from 0 to size - 1; on the CPU the message names the place")
                    .argument();
        }
    }

    /** The memory of a Java array, as bytes. */
    private static MemorySegment bytes(Storage storage, int offset, int size) {
        return switch (storage) {
            case FloatStorage s ->
                MemorySegment.ofArray(s.values()).asSlice((long) offset * Float.BYTES, (long) size * Float.BYTES);
            case DoubleStorage s ->
                MemorySegment.ofArray(s.values()).asSlice((long) offset * Double.BYTES, (long) size * Double.BYTES);
            case LongStorage s ->
                MemorySegment.ofArray(s.values()).asSlice((long) offset * Long.BYTES, (long) size * Long.BYTES);
            case BoolStorage s -> {
                byte[] raw = new byte[size];
                for (int i = 0; i < size; i++) {
                    raw[i] = (byte) (s.values()[offset + i] ? 1 : 0);
                }
                yield MemorySegment.ofArray(raw);
            }
            default -> throw new IllegalArgumentException("not on the host: " + storage.getClass());
        };
    }
}
