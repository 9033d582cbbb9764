package org.cotangent.kernel.gpu;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;

/**
 * Loads kernels, gathers their arguments as the package page lays them out, and launches them.
 *
 * <p>Arguments are written one after the other into memory that is used for every launch: the driver has copied them when a
 * launch returns. Used by one thread at a time.
 */
final class Launcher {
    /** Axes that a kernel can walk. */
    static final int MAX_RANK = 6;

    /** Arrays of a recipe in place. */
    static final int UPDATE_ARRAYS = 8;

    /** Numbers of a recipe in place. */
    static final int UPDATE_NUMBERS = 16;

    private static final int THREADS = 256;
    private static final int ARGUMENT_BYTES = 4096; // what every generation of devices takes
    private static final int ARGUMENTS = 64;
    private static final int AXES_BYTES = (1 + MAX_RANK) * Integer.BYTES;
    private static final int IN_BYTES = 2 * Long.BYTES + MAX_RANK * Integer.BYTES;

    private final CudaDriver driver;
    private final long stream;
    private final int mostBlocks;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment values = arena.allocate(ARGUMENT_BYTES, Long.BYTES);
    private final MemorySegment pointers = arena.allocate((long) ARGUMENTS * Long.BYTES, Long.BYTES);
    private final Map<DeviceModule, Long> modules = new HashMap<>();
    private final Map<DeviceKernel, Long> functions = new HashMap<>();
    private int used;
    private int count;

    /**
     * A launcher into one stream.
     *
     * @param driver launches
     * @param stream where kernels take their turn
     * @param multiprocessors how many the device has
     */
    Launcher(CudaDriver driver, long stream, int multiprocessors) {
        this.driver = driver;
        this.stream = stream;
        this.mostBlocks = Math.max(1, multiprocessors) * 32; // kernels stride by the grid: more would only queue
    }

    /** Starts a list of arguments. */
    Launcher arguments() {
        used = 0;
        count = 0;
        return this;
    }

    private int room(int bytes) {
        int at = (used + Long.BYTES - 1) / Long.BYTES * Long.BYTES;
        if (at + bytes > ARGUMENT_BYTES || count == ARGUMENTS) {
            throw new IllegalArgumentException("a kernel takes at most " + ARGUMENT_BYTES + " bytes of arguments");
        }
        pointers.setAtIndex(JAVA_LONG, count++, values.address() + at);
        used = at + bytes;
        return at;
    }

    /** A {@code long long}, or a pointer to device memory. */
    Launcher add(long value) {
        values.set(JAVA_LONG, room(Long.BYTES), value);
        return this;
    }

    /** An {@code int}. */
    Launcher add(int value) {
        values.set(JAVA_INT, room(Integer.BYTES), value);
        return this;
    }

    /** A {@code struct Update}: the addresses of arrays, and numbers. */
    Launcher add(long[] addresses, double[] numbers) {
        int at = room((UPDATE_ARRAYS + UPDATE_NUMBERS) * Long.BYTES);
        for (int i = 0; i < addresses.length; i++) {
            values.set(JAVA_LONG, at + i * Long.BYTES, addresses[i]);
        }
        for (int i = 0; i < numbers.length; i++) {
            values.set(JAVA_DOUBLE, at + (UPDATE_ARRAYS + i) * Long.BYTES, numbers[i]);
        }
        return this;
    }

    /** A {@code struct Axes}. */
    Launcher add(Walk walk) {
        int at = room(AXES_BYTES);
        values.set(JAVA_INT, at, Math.max(1, walk.rank())); // a single number is a vector of one
        for (int axis = 0; axis < MAX_RANK; axis++) {
            values.set(JAVA_INT, at + (1 + axis) * Integer.BYTES, axis < walk.rank() ? walk.size(axis) : 1);
        }
        return this;
    }

    /**
     * A {@code struct In}.
     *
     * @param data the address of the first element, or 0 for a single number
     * @param value the bits of that number
     * @param walk knows the strides
     * @param operand which of its operands
     */
    Launcher add(long data, long value, Walk walk, int operand) {
        int at = room(IN_BYTES);
        values.set(JAVA_LONG, at, data);
        values.set(JAVA_LONG, at + Long.BYTES, value);
        for (int axis = 0; axis < MAX_RANK; axis++) {
            values.set(
                    JAVA_INT,
                    at + 2 * Long.BYTES + axis * Integer.BYTES,
                    data != 0 && axis < walk.rank() ? walk.stride(operand, axis) : 0);
        }
        return this;
    }

    /**
     * Launches a kernel on the arguments that were added.
     *
     * @param kernel which
     * @param work of how many threads there is work
     */
    void launch(DeviceKernel kernel, long work) {
        launchBlocks(kernel, (work + THREADS - 1) / THREADS);
    }

    /**
     * Launches a kernel on the arguments that were added.
     *
     * @param kernel which
     * @param blocks of how many blocks there is work
     */
    void launchBlocks(DeviceKernel kernel, long blocks) {
        int grid = (int) Math.max(1, Math.min(mostBlocks, blocks));
        driver.launchKernel(kernel.entry(), function(kernel), grid, THREADS, stream, pointers);
    }

    private long function(DeviceKernel kernel) {
        Long known = functions.get(kernel);
        if (known == null) {
            known = driver.moduleGetFunction(module(kernel.module()), kernel.entry());
            functions.put(kernel, known);
        }
        return known;
    }

    private long module(DeviceModule module) {
        Long known = modules.get(module);
        if (known == null) {
            try (Arena scratch = Arena.ofConfined()) {
                known = driver.moduleLoadData(scratch.allocateFrom(java.lang.foreign.ValueLayout.JAVA_BYTE, module.image().get()));
            }
            modules.put(module, known);
        }
        return known;
    }

    void close() {
        functions.clear();
        for (long module : modules.values()) {
            driver.moduleUnload(module);
        }
        modules.clear();
        arena.close();
    }
}
