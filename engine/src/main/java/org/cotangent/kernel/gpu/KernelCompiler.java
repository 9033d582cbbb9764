package org.cotangent.kernel.gpu;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.cotangent.kernel.Recipe;
import org.jspecify.annotations.Nullable;

/**
 * Compiles the kernels of a module to PTX with nvcc, for the build and for {@code bench/gpu-kernels}:
 *
 * <pre>java -cp CLASSES org.cotangent.kernel.gpu.KernelCompiler CLASS FILE.ptx.gz</pre>
 *
 * <p>CLASS is any class of the module. The first line of the file is the hash of the CUDA C that it was compiled from; while
 * that stays the same, nothing is done. Without nvcc a file that is out of date stays as it is, with a sentence that says so.
 */
final class KernelCompiler {
    /** The oldest generation that nvcc 13 compiles for; a driver translates it for later ones. */
    static final String ARCHITECTURE = "compute_75";

    /** The kernels need nothing newer, and nvcc's own number would shut out older drivers. */
    private static final String PTX_VERSION = ".version 7.0";

    private static final String STAMP = "// CUDA C with SHA-256 ";

    private KernelCompiler() {}

    /**
     * Compiles.
     *
     * @param arguments a class of the module and the file to write
     */
    public static void main(String[] arguments) throws IOException, InterruptedException, ClassNotFoundException {
        String source = source(Class.forName(arguments[0]));
        Path file = Path.of(arguments[1]);
        if (isCurrent(source, file)) {
            return;
        }
        Path nvcc = nvcc();
        if (nvcc == null) {
            System.err.println(file + " is older than the recipes, and there is no nvcc to compile them again");
            return;
        }
        System.err.println("compiling the kernels of " + arguments[0] + " with " + nvcc);
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, pack(STAMP + hash(source) + "\n" + compile(nvcc, source)));
    }

    /** All kernels of the module that a class belongs to, as CUDA C. */
    static String source(Class<?> module) {
        List<Recipe> recipes = RecipeFinder.beside(module);
        return module == Recipe.class ? CudaSource.withCommon(recipes) : CudaSource.of(recipes);
    }

    /** Whether a file was compiled from that text. */
    static boolean isCurrent(String source, Path file) throws IOException {
        if (!Files.exists(file)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            return isCurrent(source, PtxFile.unpack(in));
        }
    }

    static boolean isCurrent(String source, String ptx) {
        return ptx.startsWith(STAMP + hash(source) + "\n");
    }

    /** Where nvcc is, on the path or where NVIDIA's installer puts it. */
    static @Nullable Path nvcc() {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.concat(Stream.of(path.split(":")).filter(each -> !each.isEmpty()), Stream.of("/usr/local/cuda/bin"))
                .map(folder -> Path.of(folder, "nvcc"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }

    /** Compiles CUDA C to PTX. */
    static String compile(Path nvcc, String source) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("cotangent-kernels");
        Path cu = folder.resolve("kernels.cu");
        Path ptx = folder.resolve("kernels.ptx");
        Path log = folder.resolve("nvcc.log");
        try {
            Files.writeString(cu, source);
            int exit = new ProcessBuilder(
                            nvcc.toString(), "-ptx", "-arch=" + ARCHITECTURE, cu.toString(), "-o", ptx.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new IllegalStateException("nvcc ended with " + exit + ":\n" + Files.readString(log));
            }
            return Files.readString(ptx).replaceFirst("(?m)^\\.version .*$", PTX_VERSION);
        } finally {
            for (Path each : new Path[] {cu, ptx, log, folder}) {
                Files.deleteIfExists(each);
            }
        }
    }

    private static byte[] pack(String text) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed) {
            {
                def.setLevel(Deflater.BEST_COMPRESSION);
            }
        }) {
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        }
        return packed.toByteArray();
    }

    private static String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
