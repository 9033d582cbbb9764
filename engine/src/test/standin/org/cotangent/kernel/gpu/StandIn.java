package org.cotangent.kernel.gpu;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.cotangent.kernel.Device;
import org.cotangent.kernel.Recipe;

/**
 * The library in C that stands in for NVIDIA's: built once for all tests of this JVM, with the kernels as plain C in it, and
 * found by the property that a user would set. Tests of other modules compile this class, too.
 */
public final class StandIn {
    private static Path library;
    private static SymbolLookup symbols;

    private StandIn() {}

    /**
     * Builds it, points the property at it and starts afresh; skips the test where there is no gcc.
     *
     * @param more classes of other jars whose recipes it needs, in the first call
     */
    public static synchronized void use(Class<?>... more) {
        if (library == null) {
            library = library(more);
            symbols = SymbolLookup.libraryLookup(library, Arena.global());
        }
        System.setProperty(Library.PATH, library.toString());
        call("standin_reset");
    }

    /**
     * Builds one, for a process of its own; skips the test where there is no gcc.
     *
     * @param more classes of other jars whose recipes it needs
     * @return the library, removed at the end of this JVM
     */
    public static Path library(Class<?>... more) {
        String path = System.getenv().getOrDefault("PATH", "");
        boolean gcc = Stream.of(path.split(":")).anyMatch(each -> Files.isExecutable(Path.of(each, "gcc")));
        assumeTrue(gcc, "there is no gcc to build the stand-in library with");
        List<Recipe> recipes = new ArrayList<>(RecipeFinder.beside(Recipe.class));
        for (Class<?> each : more) {
            recipes.addAll(RecipeFinder.beside(each));
        }
        try {
            return build(recipes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path build(List<Recipe> recipes) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("cotangent-standin");
        Path kernels = folder.resolve("kernels.cu");
        Path made = folder.resolve("libstandin.so");
        Path log = folder.resolve("gcc.log");
        for (Path each : new Path[] {folder, kernels, made, log}) {
            each.toFile().deleteOnExit(); // in reverse order
        }
        Files.writeString(kernels, CudaSource.withCommon(recipes));
        Path own = Path.of("src", "test", "c");
        Path c = Files.isDirectory(own) ? own : Path.of("..", "engine", "src", "test", "c"); // as another module's test
        int exit = new ProcessBuilder(
                        "gcc", "-shared", "-fPIC", "-O1", "-ffp-contract=off", "-fwrapv", "-fno-strict-aliasing",
                        "-DKERNELS=\"" + kernels + "\"", c.resolve("standin.c").toString(),
                        c.resolve("launch.c").toString(), "-o", made.toString(), "-lm", "-ldl")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IOException("gcc ended with " + exit + ":\n" + Files.readString(log));
        }
        return made;
    }

    /** A device of its own for a test that breaks it. */
    static CudaDevice open() throws AbsentException {
        return new CudaDevice(0);
    }

    /** What the backend of a device had no kernel for so far. */
    public static Set<String> computedOnHost(Device device) {
        return ((CudaBackend) device.backend()).computedOnHost();
    }

    // ---- what the library is told and asked ------------------------------------------------------------------------

    private static Object call(String name, Object... arguments) {
        try (Arena arena = Arena.ofConfined()) {
            List<MemoryLayout> layouts = new ArrayList<>();
            List<Object> values = new ArrayList<>();
            for (Object each : arguments) {
                layouts.add(each instanceof Integer ? JAVA_INT : each instanceof Long ? JAVA_LONG : ADDRESS);
                values.add(each instanceof String text ? arena.allocateFrom(text) : each);
            }
            MemoryLayout[] parameters = layouts.toArray(MemoryLayout[]::new);
            FunctionDescriptor descriptor = switch (name) {
                case "standin_calls", "standin_live", "standin_bytes" -> FunctionDescriptor.of(JAVA_LONG, parameters);
                case "standin_complaints" -> FunctionDescriptor.of(ADDRESS, parameters);
                case "standin_math_mode" -> FunctionDescriptor.of(JAVA_INT, parameters);
                default -> FunctionDescriptor.ofVoid(parameters);
            };
            return Linker.nativeLinker()
                    .downcallHandle(symbols.findOrThrow(name), descriptor)
                    .invokeWithArguments(values);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** Lets the nth call from now of a function return a code. */
    static void fail(String function, long nth, int code) {
        call("standin_fail", function, nth, code);
    }

    /** Lets every call return a code from now on. */
    static void lose(int code) {
        call("standin_lose", code);
    }

    static void set(String what, long value) {
        call("standin_set", what, value);
    }

    static long calls(String function) {
        return (long) call("standin_calls", function);
    }

    /** How many things of a kind are alive. */
    static long live(String kind) {
        return (long) call("standin_live", kind);
    }

    /** The bytes of device memory that were asked for and not given back. */
    static long bytes() {
        return (long) call("standin_bytes");
    }

    static int mathMode() {
        return (int) call("standin_math_mode");
    }

    /** What the library found wrong with how it was called; empty if nothing. */
    public static String complaints() {
        return ((MemorySegment) call("standin_complaints")).reinterpret(1 << 14).getString(0);
    }

    /** Everything that is alive, as a text to compare. */
    static String alive() {
        StringBuilder text = new StringBuilder();
        for (String kind : new String[] {
            "device memory", "pinned memory", "stream", "event", "handle", "module", "function", "context"
        }) {
            text.append(kind).append(' ').append(live(kind)).append('\n');
        }
        return text.toString();
    }
}
