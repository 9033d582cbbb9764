package org.cotangent.experiments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cotangent.experiments.result.Results;
import org.cotangent.experiments.result.ResultsFile;
import org.cotangent.kernel.gpu.StandIn;
import org.cotangent.nn.module.Module;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code --device cuda}, in processes of their own: without CUDA, and with the stand-in of the engine's tests in the place of
 * NVIDIA's libraries.
 */
class DeviceTest {
    @TempDir
    Path folder;

    private record Ended(int exit, String out, String err) {}

    private Ended run(String path, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.awt.headless=true",
                "-Dcotangent.cuda.path=" + path,
                "-cp",
                System.getProperty("java.class.path"),
                "org.cotangent.experiments.Start"));
        command.addAll(List.of(arguments));
        Path out = folder.resolve("out.txt");
        Path err = folder.resolve("err.txt");
        int exit = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start()
                .waitFor();
        return new Ended(exit, Files.readString(out), withoutIncubator(Files.readString(err, StandardCharsets.UTF_8)));
    }

    private static String withoutIncubator(String err) {
        return err.replace("WARNING: Using incubator modules: jdk.incubator.vector\n", "");
    }

    private Results train(Path library, String device, Path into) throws IOException, InterruptedException {
        Ended ended = run(
                library.toString(), "run", "spiral", "--fast", "--epochs", "3", "--quiet", "--device", device, "--out",
                into.toString());
        assertEquals("", ended.err());
        assertEquals(0, ended.exit());
        return ResultsFile.read(into.resolve("results.json"));
    }

    @Test
    void withoutCudaOneSentenceAndTheCpu() throws IOException, InterruptedException {
        Ended ended = run(
                "/no/such/folder", "run", "spiral", "--fast", "--epochs", "1", "--quiet", "--device", "cuda", "--out",
                folder.resolve("out").toString());
        assertEquals(0, ended.exit());
        assertEquals("", ended.out());
        assertEquals(1, ended.err().lines().count(), ended.err());
        assertTrue(
                ended.err().startsWith("cotangent: The CPU computes: cuda:0: there is no NVIDIA driver: "), ended.err());
        assertEquals("cpu", ResultsFile.read(folder.resolve("out").resolve("results.json")).device());
    }

    @Test
    void theSpiralIsTheSameOnADevice() throws IOException, InterruptedException {
        Path library = StandIn.library(Module.class);
        Results here = train(library, "cpu", folder.resolve("cpu"));
        Results there = train(library, "cuda", folder.resolve("cuda"));
        assertEquals("cuda", there.device());
        assertEquals("cuda", there.backend());
        assertEquals(here.metrics().keySet(), there.metrics().keySet());
        here.series().forEach((name, values) -> {
            List<Double> others = there.series().get(name);
            assertEquals(values.size(), others.size(), name);
            for (int i = 0; i < values.size(); i++) {
                assertEquals(values.get(i), others.get(i), 1e-3 * Math.max(1, Math.abs(values.get(i))), name);
            }
        });
    }
}
