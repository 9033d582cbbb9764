package org.cotangent.kernel.gpu;

import java.io.File;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A shared library that is loaded for as long as the process lives.
 *
 * @param name the file, for messages
 * @param symbols its functions
 */
record Library(String name, SymbolLookup symbols) {
    /** A file that stands for all libraries, or folders to look in before the system's, separated as a path is. */
    static final String PATH = "cotangent.cuda.path";

    /**
     * Loads a library from the property's folders, or else from where the system looks.
     *
     * @param soname such as {@code libcudart.so.13}
     * @throws AbsentException when it is nowhere, or cannot be loaded
     */
    static Library open(String soname) throws AbsentException {
        String path = System.getProperty(PATH, "");
        for (String each : path.isEmpty() ? new String[0] : path.split(File.pathSeparator, -1)) {
            Path at = Path.of(each);
            Path file = Files.isDirectory(at) ? at.resolve(soname) : at;
            if (Files.isRegularFile(file)) {
                return load(file.toAbsolutePath().toString());
            }
            if (!Files.exists(at)) {
                throw new AbsentException(PATH + " says " + each + ", and there is no such file or folder");
            }
        }
        return load(soname);
    }

    private static Library load(String file) throws AbsentException {
        try {
            return new Library(file, SymbolLookup.libraryLookup(file, Arena.global()));
        } catch (IllegalArgumentException e) {
            // The JDK has the loader's reason only for some systems; a file that is there but unfit is worth the difference.
            boolean there = file.startsWith("/");
            throw new AbsentException(file + (there ? " cannot be loaded" : " is not installed"));
        }
    }

    /**
     * A function.
     *
     * @param symbol its name in the library
     * @param result of what layout its result is
     * @param parameters of what layout its parameters are
     * @throws AbsentException when the library has no such function
     */
    MethodHandle function(String symbol, MemoryLayout result, MemoryLayout... parameters) throws AbsentException {
        MemorySegment address = symbols.find(symbol)
                .orElseThrow(() -> new AbsentException(name + " has no function " + symbol));
        return Linker.nativeLinker().downcallHandle(address, FunctionDescriptor.of(result, parameters));
    }

    /** What a downcall throws is a mistake in this package: no signature declares an exception. */
    static AssertionError impossible(Throwable thrown) {
        return new AssertionError("a call into a native library threw", thrown);
    }
}
