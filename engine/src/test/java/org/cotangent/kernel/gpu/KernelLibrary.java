package org.cotangent.kernel.gpu;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cotangent.kernel.DType;
import org.cotangent.kernel.NdArray;
import org.cotangent.kernel.Recipe;
import org.cotangent.shape.Layout;
import org.cotangent.shape.Shape;

/** The kernels as plain C, compiled by gcc and run on the CPU one thread after the other: the text that nvcc compiles. */
final class KernelLibrary implements AutoCloseable {
    private final Arena arena = Arena.ofShared();
    private final Path folder;
    private final MethodHandle launch;

    private KernelLibrary(Path folder, Path library) {
        this.folder = folder;
        launch = Linker.nativeLinker()
                .downcallHandle(
                        SymbolLookup.libraryLookup(library, arena).findOrThrow("cotangent_launch"),
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT,
                                ValueLayout.ADDRESS,
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_INT,
                                ValueLayout.ADDRESS));
    }

    /** The kernels of a text; skips the test where there is no gcc. */
    static KernelLibrary of(String source) throws IOException, InterruptedException {
        assumeTrue(hasGcc(), "there is no gcc to compile the kernels with");
        Path folder = Files.createTempDirectory("cotangent-kernels");
        Path library = build(folder, source);
        return new KernelLibrary(folder, library);
    }

    static boolean hasGcc() {
        return java.util.stream.Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .anyMatch(each -> Files.isExecutable(Path.of(each, "gcc")));
    }

    /** Compiles kernels and their launcher to a library in a folder. */
    static Path build(Path folder, String source) throws IOException, InterruptedException {
        Path text = folder.resolve("kernels.cu");
        Path library = folder.resolve("libkernels.so");
        Path log = folder.resolve("gcc.log");
        Files.writeString(text, source);
        int exit = new ProcessBuilder(
                        "gcc", "-shared", "-fPIC", "-O1", "-ffp-contract=off", "-fwrapv", "-fno-strict-aliasing",
                        "-DKERNELS=\"" + text + "\"", Path.of("src/test/c/launch.c").toString(),
                        "-o", library.toString(), "-lm", "-ldl")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IllegalStateException("gcc ended with " + exit + ":\n" + Files.readString(log));
        }
        return library;
    }

    /** Launches a kernel; the parameters are as many segments, each holding one. */
    void launch(String entry, int grid, int block, List<MemorySegment> parameters) {
        try (Arena call = Arena.ofConfined()) {
            MemorySegment list = call.allocate(ValueLayout.ADDRESS, parameters.size());
            for (int i = 0; i < parameters.size(); i++) {
                list.setAtIndex(ValueLayout.ADDRESS, i, parameters.get(i));
            }
            int wrong = (int) launch.invokeExact(call.allocateFrom(entry), grid, block, list);
            if (wrong != 0) {
                throw new AssertionError("there is no kernel " + entry);
            }
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        arena.close();
        for (String each : new String[] {"kernels.cu", "libkernels.so", "gcc.log"}) {
            Files.deleteIfExists(folder.resolve(each));
        }
        Files.deleteIfExists(folder);
    }

    // ---- parameters, as the package page lays them out -------------------------------------------------------------

    /** Parameters of one launch, and the memory that stands for the device's. */
    static final class Launch implements AutoCloseable {
        private static final int RANK = 6;
        private final Arena arena = Arena.ofConfined();
        private final List<MemorySegment> parameters = new ArrayList<>();

        List<MemorySegment> parameters() {
            return parameters;
        }

        Launch number(long value) {
            parameters.add(arena.allocateFrom(ValueLayout.JAVA_LONG, value));
            return this;
        }

        Launch integer(int value) {
            parameters.add(arena.allocateFrom(ValueLayout.JAVA_INT, value));
            return this;
        }

        Launch address(MemorySegment data) {
            parameters.add(arena.allocateFrom(ValueLayout.ADDRESS, data));
            return this;
        }

        Launch axes(Shape shape) {
            MemorySegment axes = arena.allocate(4 + 4L * RANK, 4);
            axes.setAtIndex(ValueLayout.JAVA_INT, 0, Math.max(1, shape.rank()));
            for (int axis = 0; axis < RANK; axis++) {
                axes.setAtIndex(ValueLayout.JAVA_INT, 1 + axis, axis < shape.rank() ? shape.size(axis) : 1);
            }
            parameters.add(axes);
            return this;
        }

        /** An operand with the strides of a layout, whose offset is added to the data. */
        Launch operand(MemorySegment data, DType type, Layout layout) {
            int[] strides = new int[RANK];
            for (int axis = 0; axis < layout.shape().rank(); axis++) {
                strides[axis] = layout.shape().size(axis) == 1 ? 0 : layout.stride(axis);
            }
            return operand(data.asSlice((long) layout.offset() * type.bytes()), 0, strides);
        }

        /** An operand that is one number, given in the launch itself. */
        Launch one(DType type, double value) {
            long bits = switch (type) {
                case FLOAT32 -> Float.floatToRawIntBits((float) value);
                case FLOAT64 -> Double.doubleToRawLongBits(value);
                case INT64 -> (long) value;
                case BOOL -> value != 0 ? 1 : 0;
            };
            return operand(MemorySegment.NULL, bits, new int[RANK]);
        }

        Launch operand(MemorySegment data, long value, int... strides) {
            MemorySegment in = arena.allocate(16 + 4L * RANK, 8);
            in.set(ValueLayout.ADDRESS, 0, data);
            in.set(ValueLayout.JAVA_LONG, 8, value);
            for (int axis = 0; axis < strides.length; axis++) {
                in.set(ValueLayout.JAVA_INT, 16 + 4L * axis, strides[axis]);
            }
            parameters.add(in);
            return this;
        }

        /** Room for elements, which starts at a place that ends in so many bytes. */
        MemorySegment room(DType type, long elements, int shift) {
            return arena.allocate(elements * type.bytes() + 64, 64).asSlice(shift, elements * type.bytes());
        }

        /** A copy of a whole storage. */
        MemorySegment copy(NdArray array, int shift) {
            DType type = array.type();
            int size = array.storage().size();
            MemorySegment data = room(type, size, shift);
            switch (array.storage().array()) {
                case float[] a -> MemorySegment.copy(a, 0, data, ValueLayout.JAVA_FLOAT_UNALIGNED, 0, size);
                case double[] a -> MemorySegment.copy(a, 0, data, ValueLayout.JAVA_DOUBLE_UNALIGNED, 0, size);
                case long[] a -> MemorySegment.copy(a, 0, data, ValueLayout.JAVA_LONG_UNALIGNED, 0, size);
                case boolean[] a -> {
                    for (int i = 0; i < size; i++) {
                        data.set(ValueLayout.JAVA_BYTE, i, (byte) (a[i] ? 1 : 0));
                    }
                }
                default -> throw new IllegalStateException("an array of no type of ours");
            }
            return data;
        }

        /** The bits of an element. */
        static long bits(MemorySegment data, DType type, long i) {
            return switch (type) {
                case FLOAT32 -> data.get(ValueLayout.JAVA_INT_UNALIGNED, i * 4);
                case FLOAT64, INT64 -> data.get(ValueLayout.JAVA_LONG_UNALIGNED, i * 8);
                case BOOL -> data.get(ValueLayout.JAVA_BYTE, i);
            };
        }

        static double value(MemorySegment data, DType type, long i) {
            long bits = bits(data, type, i);
            return switch (type) {
                case FLOAT32 -> Float.intBitsToFloat((int) bits);
                case FLOAT64 -> Double.longBitsToDouble(bits);
                default -> bits;
            };
        }

        @Override
        public void close() {
            arena.close();
        }
    }

    /** The recipes that have kernels, by the names of their kernels. */
    static List<Recipe> recipes() {
        return RecipeFinder.beside(Recipe.class);
    }
}
