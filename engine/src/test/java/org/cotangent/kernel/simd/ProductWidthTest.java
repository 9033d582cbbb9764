package org.cotangent.kernel.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The same products in JVMs of every vector width: the same bits. */
@Tag("fork")
class ProductWidthTest {
    @Test
    @EnabledIfSystemProperty(named = "os.arch", matches = "amd64|x86_64", disabledReason = "the flags are those of x86")
    void everyWidthPrintsTheSameHash() throws IOException, InterruptedException {
        List<List<String>> runs = List.of(
                List.of("-XX:UseAVX=1", "1"),
                List.of("-XX:UseAVX=2", "2"),
                List.of("-XX:UseAVX=3", "1"),
                List.of("-XX:MaxVectorSize=16", "3"),
                List.of("-XX:MaxVectorSize=32", "4"));
        Map<String, String> printed = new LinkedHashMap<>();
        for (List<String> run : runs) {
            printed.put(run.get(0), run(run.get(0), run.get(1)));
        }
        Set<String> hashes = new LinkedHashSet<>();
        Set<String> widths = new LinkedHashSet<>();
        for (String line : printed.values()) {
            hashes.add(line.split(" ")[0]);
            widths.add(line.split(" ")[1]);
        }
        assertEquals(1, hashes.size(), printed::toString);
        assertTrue(widths.contains("128"), printed::toString);
        assertTrue(widths.size() > 1 || FloatTile.BITS == 128, printed::toString);
    }

    private static String run(String flag, String threads) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                flag,
                "-cp",
                System.getProperty("java.class.path"),
                ProductBits.class.getName(),
                threads));
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), flag);
        assertEquals(0, process.exitValue(), flag);
        return out;
    }
}
