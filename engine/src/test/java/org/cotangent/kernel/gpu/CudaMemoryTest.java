package org.cotangent.kernel.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.cotangent.kernel.DType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The allocator on the stand-in device, which counts blocks and bytes. */
class CudaMemoryTest {
    private String before;
    private CudaDevice device;

    @BeforeEach
    void open() throws AbsentException {
        StandIn.use();
        before = StandIn.alive();
        device = StandIn.open();
    }

    @AfterEach
    void close() {
        if (device != null) {
            device.close();
            assertEquals("", StandIn.complaints());
            assertEquals(before, StandIn.alive());
            assertEquals(0, StandIn.bytes());
            StandIn.use();
        }
    }

    private CudaStorage floats(int size) {
        synchronized (device) {
            device.attach();
            return new CudaStorage(device, DType.FLOAT32, size);
        }
    }

    @Property
    void aBlockIsLargeEnoughAndNotMuchLarger(@ForAll @LongRange(min = 0, max = 1L << 40) long bytes) {
        long block = CudaMemory.roundUp(bytes);
        assertTrue(block >= bytes && block >= 512, () -> bytes + " in " + block);
        assertTrue(block <= Math.max(512, 2 * bytes), () -> bytes + " in " + block);
        if (bytes > 1 << 20) {
            assertTrue(block <= bytes + bytes / 4, () -> bytes + " in " + block);
        }
        assertEquals(block, CudaMemory.roundUp(block), "a block's size is the size for it");
    }

    @Test
    void aClosedBlockIsUsedAgain() {
        CudaStorage first = floats(1000);
        long address = first.address(0);
        long calls = StandIn.calls("cudaMalloc");
        first.close();
        CudaStorage second = floats(900);
        assertEquals(address, second.address(0));
        assertEquals(calls, StandIn.calls("cudaMalloc"));
        assertEquals(4096, device.memory().inUse());
        second.close();
        assertEquals(0, device.memory().inUse());
        assertEquals(2 << 20, device.memory().cached());
    }

    @Test
    void closingTwiceReturnsOnce() {
        CudaStorage first = floats(1000);
        first.close();
        first.close();
        CudaStorage second = floats(1000);
        CudaStorage third = floats(1000);
        assertTrue(second.address(0) != third.address(0));
        first.close(); // not even now, when its old block belongs to another
        CudaStorage fourth = floats(1000);
        assertTrue(fourth.address(0) != second.address(0));
        assertEquals(3 * 4096, device.memory().inUse());
        Reference.reachabilityFence(fourth);
        Reference.reachabilityFence(second);
        Reference.reachabilityFence(third);
    }

    @Test
    void aClosedStorageSaysSo() {
        CudaStorage storage = floats(10);
        storage.close();
        String message = assertThrows(IllegalStateException.class, () -> storage.address(0)).getMessage();
        assertTrue(message.startsWith("the values of a tensor of 10 float32 on cuda:0: its memory was given back"), message);
    }

    @Test
    void whatIsCollectedComesBack() throws InterruptedException {
        for (int i = 0; i < 20; i++) {
            floats(100_000);
        }
        for (int i = 0; i < 100 && device.memory().inUse() > 0; i++) {
            System.gc();
            Thread.sleep(10);
        }
        assertEquals(0, device.memory().inUse());
        assertTrue(device.memory().cached() > 0);
        device.memory().trim();
        assertEquals(0, device.memory().cached());
        assertEquals(0, StandIn.bytes());
    }

    @Test
    void aLongLoopStaysFlat() {
        long most = 0;
        for (int i = 0; i < 3000; i++) {
            floats(200_000 + i % 7); // 800 KB each and never closed: 2.4 GB in all
            most = Math.max(most, StandIn.bytes());
        }
        assertTrue(most <= 600L << 20, "the device held " + most + " bytes");
    }

    @Test
    void aFullDeviceCollectsAndRetries() {
        StandIn.set("memory", 10L << 20);
        for (int i = 0; i < 100; i++) {
            floats(1 << 20); // 4 MiB each: two fit
        }
        List<CudaStorage> held = new ArrayList<>();
        String message = assertThrows(IllegalStateException.class, () -> {
                    for (int i = 0; i < 100; i++) {
                        held.add(floats(1 << 20));
                    }
                })
                .getMessage();
        assertEquals(2, held.size());
        assertEquals(
                "room for 4194304 bytes on cuda:0: the device has no more (cudaErrorMemoryAllocation), also after garbage was"
                        + " collected: 2 tensors hold 8388608 bytes, and of its 10 MiB there are 2097152 bytes free. Try:"
                        + " smaller batches, tidy(...) around a step, close() on tensors that are no longer needed, or float32",
                message);
        held.forEach(CudaStorage::close);
        held.clear();
        held.add(floats(1 << 20));
    }

    @Test
    void smallBlocksAreCutFromSlabs() {
        long calls = StandIn.calls("cudaMalloc");
        List<CudaStorage> small = new ArrayList<>();
        for (int i = 0; i < 4096; i++) {
            small.add(floats(100));
        }
        assertEquals(calls + 1, StandIn.calls("cudaMalloc"));
        assertEquals(4096, small.stream().mapToLong(each -> each.address(0)).distinct().count());
        small.add(floats(100));
        assertEquals(calls + 2, StandIn.calls("cudaMalloc"));
        CudaStorage one = small.removeFirst();
        small.forEach(CudaStorage::close);
        device.memory().trim();
        assertEquals(2 << 20, StandIn.bytes(), "the slab with a block in use stays");
        assertEquals((2 << 20) - 512, device.memory().cached());
        one.close();
        device.memory().trim();
        assertEquals(0, StandIn.bytes());
        assertEquals(0, device.memory().cached());
    }

    @Test
    void otherBlocksGoBackToTheDriverWhenRoomIsWanted() {
        StandIn.set("memory", 10L << 20);
        List<CudaStorage> small = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            small.add(floats(1 << 18));
        }
        small.forEach(CudaStorage::close);
        assertEquals(8L << 20, device.memory().cached());
        CudaStorage large = floats(2 << 20);
        assertEquals(8L << 20, device.memory().inUse());
        assertEquals(0, device.memory().cached());
        large.close();
    }

    @Test
    void anErrorThatIsNotAboutMemoryIsNotRetried() {
        StandIn.fail("cudaMalloc", 1, 700);
        long calls = StandIn.calls("cudaMalloc");
        assertThrows(CudaException.class, () -> floats(10));
        assertEquals(calls + 1, StandIn.calls("cudaMalloc"));
        assertEquals(0, device.memory().inUse());
    }
}
