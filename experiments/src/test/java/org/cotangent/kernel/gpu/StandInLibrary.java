package org.cotangent.kernel.gpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.cotangent.kernel.Recipe;
import org.cotangent.nn.module.Module;

/** Builds the engine's stand-in for NVIDIA's libraries with the kernels of nn in it. */
public final class StandInLibrary {
    private StandInLibrary() {}

    /** Whether it can be built. */
    public static boolean hasGcc() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .anyMatch(each -> Files.isExecutable(Path.of(each, "gcc")));
    }

    /**
     * Builds it.
     *
     * @param folder where
     * @return the library, for the property {@code cotangent.cuda.path}
     */
    public static Path build(Path folder) throws IOException, InterruptedException {
        List<Recipe> recipes = new ArrayList<>(RecipeFinder.beside(Recipe.class));
        recipes.addAll(RecipeFinder.beside(Module.class));
        Path kernels = Files.writeString(folder.resolve("kernels.cu"), CudaSource.withCommon(recipes));
        Path library = folder.resolve("libstandin.so");
        Path log = folder.resolve("gcc.log");
        Path c = Path.of("..", "engine", "src", "test", "c");
        int exit = new ProcessBuilder(
                        "gcc", "-shared", "-fPIC", "-O1", "-ffp-contract=off", "-fwrapv", "-fno-strict-aliasing",
                        "-DKERNELS=\"" + kernels + "\"", c.resolve("standin.c").toString(),
                        c.resolve("launch.c").toString(), "-o", library.toString(), "-lm", "-ldl")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IOException(Files.readString(log));
        }
        return library;
    }
}
