package org.cotangent.kernel.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.cotangent.kernel.DType;
import org.cotangent.kernel.Elementary;
import org.cotangent.kernel.Fold;
import org.cotangent.kernel.Recipe;
import org.junit.jupiter.api.Test;

/** The PTX that is checked in: that it is of today's recipes, whole, and what NVIDIA's tools take. */
class PtxTest {
    private static final Path CHECKED_IN = Path.of("src/main/resources").resolve(PtxFile.RESOURCE);

    @Test
    void thePtxIsOfTheseRecipes() throws IOException {
        assertTrue(
                KernelCompiler.isCurrent(KernelCompiler.source(Recipe.class), CHECKED_IN),
                CHECKED_IN + " was compiled from other recipes: run bench/gpu-kernels where there is nvcc, and check it in");
    }

    @Test
    void everyRecipeHasAKernelOfBothTypesAndForms() {
        List<String> without = new ArrayList<>();
        for (Recipe recipe : KernelLibrary.recipes()) {
            DType[] types = MapKernel.isLogic(recipe)
                    ? new DType[] {DType.BOOL}
                    : new DType[] {DType.FLOAT32, DType.FLOAT64};
            for (DType type : types) {
                for (boolean flat : new boolean[] {true, false}) {
                    if (Kernels.map(recipe, type, flat) == null) {
                        without.add(recipe.name() + " of " + type);
                    }
                }
            }
        }
        assertEquals(List.of(), without);
    }

    @Test
    void whatIsNoRecipeHasItsKernels() {
        for (DType type : DType.values()) {
            for (DType into : DType.values()) {
                assertNotNull(Kernels.copy(type, into));
            }
            for (Fold fold : Fold.values()) {
                assertNotNull(Kernels.fold(fold, type, true));
                assertNotNull(Kernels.fold(fold, type, false));
            }
            assertNotNull(Kernels.argFold(true, type));
            assertNotNull(Kernels.argFold(false, type));
            assertNotNull(Kernels.gather(type));
            assertEquals(type == DType.BOOL, Kernels.scatterAdd(type) == null);
            assertEquals(!type.isFloating(), Kernels.softmax(type, true) == null);
        }
    }

    @Test
    void aRecipeIsFoundByItsStepsWhateverItIsCalled() {
        DeviceKernel known = Objects.requireNonNull(
                Kernels.map(Recipe.of1("my own exp", Elementary::exp), DType.FLOAT32, true));
        assertTrue(known.entry().startsWith("map_exp_f32_"), known.entry());
        assertNull(Kernels.map(Recipe.of1("exp", x -> Elementary.exp(x).add(0.125)), DType.FLOAT32, true));
    }

    @Test
    void aModuleIsOneKernelThatEndsInAZeroByte() {
        DeviceKernel kernel = Objects.requireNonNull(Kernels.fold(Fold.SUM, DType.FLOAT32, true));
        byte[] image = kernel.module().image().get();
        String text = new String(image, StandardCharsets.ISO_8859_1);
        assertEquals(0, image[image.length - 1]);
        assertTrue(text.contains(".target sm_75\n"));
        assertTrue(text.contains(".shared"), "a fold's shared memory must travel with it");
        assertEquals(text.indexOf(".entry"), text.lastIndexOf(".entry"));
    }

    @Test
    void nvccCompilesTheKernels() throws IOException, InterruptedException {
        Path nvcc = KernelCompiler.nvcc();
        assumeTrue(nvcc != null, "there is no nvcc here");
        // What is the same for all types would only be compiled four times: some recipes, and everything else once.
        List<Recipe> some = KernelLibrary.recipes().stream()
                .filter(each -> List.of("add", "tanh", "where", "lgamma", "pow").contains(each.name()))
                .toList();
        String ptx = KernelCompiler.compile(Objects.requireNonNull(nvcc), CudaSource.withCommon(some));
        assertTrue(ptx.contains(".visible .entry sum_rows_f32("));
    }

    @Test
    void ptxasTakesEveryKernelThatIsCheckedIn() throws IOException, InterruptedException {
        Path nvcc = KernelCompiler.nvcc();
        assumeTrue(nvcc != null, "there is no nvcc here, and so no ptxas");
        Path ptxas = Objects.requireNonNull(nvcc).resolveSibling("ptxas");
        assumeTrue(Files.isExecutable(ptxas), "there is no ptxas beside " + nvcc);
        Path folder = Files.createTempDirectory("cotangent-ptx");
        try (InputStream in = Files.newInputStream(CHECKED_IN)) {
            Path text = Files.writeString(folder.resolve("kernels.ptx"), PtxFile.unpack(in));
            Path log = folder.resolve("log");
            int exit = new ProcessBuilder(
                            ptxas.toString(), "-O0", "-arch=sm_90", text.toString(), "-o", folder.resolve("cubin").toString())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start()
                    .waitFor();
            assertEquals(0, exit, Files.readString(log));
        } finally {
            for (String each : new String[] {"kernels.ptx", "cubin", "log"}) {
                Files.deleteIfExists(folder.resolve(each));
            }
            Files.deleteIfExists(folder);
        }
    }
}
