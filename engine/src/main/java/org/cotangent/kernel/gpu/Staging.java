package org.cotangent.kernel.gpu;

import java.lang.foreign.MemorySegment;

/**
 * Pinned memory through which numbers travel between the Java heap and a device.
 *
 * <p>The device copies to and from pinned memory by itself, at full speed and while the host goes on; from the Java heap,
 * which moves, it cannot. An upload fills the next piece of a ring and returns; it waits only when the ring has gone round
 * and the piece is still on its way. A download waits for everything before it, as it must.
 */
final class Staging {
    private static final int PIECES = 16;
    private static final int BYTES = 1 << 20;

    private final CudaRuntime runtime;
    private final long stream;
    private final MemorySegment pinned;
    private final long[] events = new long[PIECES];
    private int next;

    /**
     * A ring for one stream.
     *
     * @param runtime copies
     * @param stream where copies take their turn
     */
    Staging(CudaRuntime runtime, long stream) {
        this.runtime = runtime;
        this.stream = stream;
        this.pinned = runtime.mallocHost((long) PIECES * BYTES);
        int made = 0;
        try {
            for (; made < PIECES; made++) {
                events[made] = runtime.eventCreate();
            }
        } finally {
            if (made < PIECES) {
                release(made);
            }
        }
    }

    /**
     * Copies to the device.
     *
     * @param from memory of the host; it may change when this returns
     * @param into a device address
     */
    void upload(MemorySegment from, long into) {
        for (long done = 0; done < from.byteSize(); done += BYTES) {
            long bytes = Math.min(BYTES, from.byteSize() - done);
            int piece = next;
            next = (next + 1) % PIECES;
            runtime.eventSynchronize(events[piece]);
            MemorySegment slot = pinned.asSlice((long) piece * BYTES, bytes);
            MemorySegment.copy(from, done, slot, 0, bytes);
            runtime.memcpyAsync(into + done, slot.address(), bytes, CudaRuntime.HOST_TO_DEVICE, stream);
            runtime.eventRecord(events[piece], stream);
        }
    }

    /**
     * Copies to the host, after everything that was begun before: uploads, too, so that all pieces are free by then.
     *
     * @param from a device address
     * @param into memory of the host
     */
    void download(long from, MemorySegment into) {
        long all = (long) PIECES * BYTES;
        for (long done = 0; done < into.byteSize(); done += all) {
            long bytes = Math.min(all, into.byteSize() - done);
            runtime.memcpyAsync(pinned.address(), from + done, bytes, CudaRuntime.DEVICE_TO_HOST, stream);
            runtime.streamSynchronize(stream);
            MemorySegment.copy(pinned, 0, into, done, bytes);
        }
    }

    private void release(int made) {
        for (int i = 0; i < made; i++) {
            runtime.eventDestroy(events[i]);
        }
        runtime.freeHost(pinned);
    }

    void close() {
        release(PIECES);
    }
}
