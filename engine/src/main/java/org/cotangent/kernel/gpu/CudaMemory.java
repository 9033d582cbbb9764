package org.cotangent.kernel.gpu;

import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.cotangent.shape.Complaint;
import org.jspecify.annotations.Nullable;

/**
 * The memory of one device: blocks that are asked for once and then used again and again.
 *
 * <p>{@code cudaMalloc} and {@code cudaFree} wait for the device, so blocks go back to a list of their size and not to the
 * driver. Sizes are rounded up, to a power of two when small and in steps of an eighth of it when large, so that the lists
 * are few and fit. Small blocks are cut from slabs of {@value #SLAB} bytes, since a small tensor is made in less time than the
 * driver takes for a call. A block can be used again the moment it comes back, also while the device still works on it: everything on
 * a device runs in one stream, so the next use comes after.
 *
 * <p>A block comes back when the storage that leases it is collected by the garbage collector, or earlier when it is closed;
 * the lease knows that it was returned, so nothing is returned twice. Since a tensor on a device is small on the Java heap,
 * the collector does not see how much hangs on it: it is called when the memory in use has doubled since the last time, and
 * when the device has no more.
 */
final class CudaMemory {
    private static final int SMALLEST = 512;
    private static final long STEPPED = 1 << 20; // from this size on, classes are an eighth of a power of two apart
    private static final int SLAB = 2 << 20;
    private static final int SMALL = 1 << 16; // up to this size, blocks are cut from slabs
    private static final long PATIENT = 256L << 20; // below this, nothing calls the garbage collector
    private static final int MILLISECONDS = 50;

    private final CudaRuntime runtime;
    private final String device;
    private final Runnable synchronize;
    private final boolean cuts;
    private final Map<Long, ArrayDeque<Long>> free = new TreeMap<>();
    private final TreeMap<Long, Slab> slabs = new TreeMap<>(); // by address
    private final ReferenceQueue<CudaStorage> collected = new ReferenceQueue<>();
    private final Set<Lease> leases = new HashSet<>();
    private long inUse;
    private long cached;
    private long patience = PATIENT;

    /**
     * The memory of a device.
     *
     * @param runtime allocates
     * @param device its name, for messages
     * @param synchronize waits until the device is done with all blocks
     * @param cuts whether small blocks are cut from slabs
     */
    CudaMemory(CudaRuntime runtime, String device, Runnable synchronize, boolean cuts) {
        this.runtime = runtime;
        this.device = device;
        this.synchronize = synchronize;
        this.cuts = cuts;
    }

    /** Small blocks side by side. */
    private static final class Slab {
        final long block;
        int free;

        Slab(long block) {
            this.block = block;
        }

        boolean isFree() {
            return free == SLAB / block;
        }
    }

    /** A block in use by one storage. */
    final class Lease extends PhantomReference<CudaStorage> {
        private final long address;
        private final long size;
        private volatile boolean returned;

        private Lease(CudaStorage storage, long address, long size) {
            super(storage, collected);
            this.address = address;
            this.size = size;
        }

        long address() {
            return address;
        }

        boolean isReturned() {
            return returned;
        }

        /** Returns the block, the first time. */
        void giveBack() {
            synchronized (CudaMemory.this) {
                if (!returned) {
                    returned = true;
                    leases.remove(this);
                    inUse -= size;
                    shelve(address, size);
                }
            }
        }
    }

    /**
     * A block for a storage.
     *
     * @param storage whose end returns it
     * @param bytes how many it needs
     * @throws CudaException when the call fails for another reason than memory
     * @throws IllegalStateException when there is no room, also after everything that nobody uses was given back
     */
    synchronized Lease lease(CudaStorage storage, long bytes) {
        long size = roundUp(bytes);
        Lease lease = new Lease(storage, block(size), size);
        leases.add(lease);
        inUse += size;
        return lease;
    }

    /** The size of the block for a number of bytes. */
    static long roundUp(long bytes) {
        long power = Long.highestOneBit(Math.max(SMALLEST, bytes) * 2 - 1);
        if (power <= STEPPED) {
            return power;
        }
        long step = power / 16; // an eighth of the power below
        return (bytes + step - 1) / step * step;
    }

    private long block(long size) {
        drain();
        Long known = take(size);
        if (known == null && inUse + size > patience) {
            collect();
            patience = Math.max(PATIENT, 2 * (inUse + size));
            known = take(size);
        }
        return known != null ? known : fresh(size);
    }

    /** Keeps a block for the next use. */
    private void shelve(long address, long size) {
        cached += size;
        free.computeIfAbsent(size, each -> new ArrayDeque<>()).push(address);
        Slab slab = slabOf(address, size);
        if (slab != null) {
            slab.free++;
        }
    }

    private @Nullable Slab slabOf(long address, long size) {
        return cuts && size <= SMALL ? slabs.floorEntry(address).getValue() : null;
    }

    /** A block from the driver: of a slab when it is small; after a refusal once more, without what nobody uses. */
    private long fresh(long size) {
        boolean cut = cuts && size <= SMALL;
        long wanted = cut ? SLAB : size;
        Long made = ask(wanted);
        if (made == null) {
            collect();
            Long known = take(size);
            if (known != null) {
                return known;
            }
            trim();
            made = ask(wanted);
        }
        if (made == null) {
            throw exhausted(size);
        }
        if (cut) {
            slabs.put(made, new Slab(size));
            for (long block = made + SLAB - size; block > made; block -= size) {
                shelve(block, size);
            }
        }
        return made;
    }

    /** The driver's answer; null when it has no room. */
    private @Nullable Long ask(long size) {
        try {
            return runtime.malloc(size);
        } catch (CudaException failure) {
            if (failure.isOutOfMemory()) {
                return null;
            }
            throw failure;
        }
    }

    private IllegalStateException exhausted(long size) {
        String rest;
        try {
            CudaRuntime.MemoryInfo info = runtime.memGetInfo();
            rest = ", and of its " + text(info.total()) + " there are " + text(info.free()) + " free";
        } catch (CudaException unknown) {
            rest = "";
        }
        return Complaint.about("room for " + text(size) + " on " + device)
                .because("the device has no more (cudaErrorMemoryAllocation), also after garbage was collected: "
                        + leases.size() + " tensors hold " + text(inUse) + rest)
                .hint("smaller batches, tidy(...) around a step, close() on tensors that are no longer needed, or float32")
                .state();
    }

    private static String text(long bytes) {
        return bytes < 10 << 20 ? bytes + " bytes" : bytes / (1 << 20) + " MiB";
    }

    private @Nullable Long take(long size) {
        ArrayDeque<Long> same = free.get(size);
        Long address = same == null ? null : same.poll();
        if (address != null) {
            cached -= size;
            Slab slab = slabOf(address, size);
            if (slab != null) {
                slab.free--;
            }
        }
        return address;
    }

    /** Takes back the blocks of storages that were collected. */
    private void drain() {
        for (Reference<?> each = collected.poll(); each != null; each = collected.poll()) {
            ((Lease) each).giveBack();
        }
    }

    /** Has garbage collected, and takes back what that frees. */
    private void collect() {
        System.gc();
        try {
            for (Reference<?> each = collected.remove(MILLISECONDS);
                    each != null;
                    each = collected.remove(MILLISECONDS)) {
                ((Lease) each).giveBack();
                drain();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // whoever interrupts wants no more waiting
        }
    }

    /** Gives blocks that nobody uses back to the driver. */
    synchronized void trim() {
        drain();
        synchronize.run();
        for (Map.Entry<Long, ArrayDeque<Long>> same : free.entrySet()) {
            long size = same.getKey();
            same.getValue().removeIf(address -> {
                Slab slab = slabOf(address, size);
                boolean goes = slab == null || slab.isFree();
                cached -= goes ? size : 0;
                if (slab == null) {
                    runtime.free(address);
                }
                return goes;
            });
        }
        for (Map.Entry<Long, Slab> each : List.copyOf(slabs.entrySet())) {
            if (each.getValue().isFree()) {
                slabs.remove(each.getKey());
                runtime.free(each.getKey());
            }
        }
    }

    /** Returns every block, used or not, to the driver. */
    synchronized void close() {
        for (Lease each : Set.copyOf(leases)) {
            each.giveBack();
        }
        trim();
    }

    /** The bytes that storages hold. */
    synchronized long inUse() {
        drain();
        return inUse;
    }

    /** The bytes that wait to be used again. */
    synchronized long cached() {
        drain();
        return cached;
    }
}
