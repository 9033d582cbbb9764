package org.cotangent.bench.bits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The arithmetic contract: every operation both ways on awkward sizes, products, folds, softmax, convolutions, optimizers
 * and whole trainings give the bits of the scalar backend on one thread, in JVMs of every vector width and on any number of
 * threads.
 */
@Tag("fork")
@EnabledIfSystemProperty(named = "os.arch", matches = "amd64|x86_64", disabledReason = "the flags are those of x86")
class BitIdentityTest {
    /** What a JVM printed: the backend, and by name the hashes, one for each number of threads. */
    private record Printed(String backend, Map<String, List<String>> hashes) {}

    private static Printed definition = new Printed("", Map.of());

    @BeforeAll
    static void runTheDefinition() throws IOException, InterruptedException {
        definition = run("-Dcotangent.backend=scalar", "1");
        assertTrue(definition.backend().startsWith("scalar"), definition.backend());
        assertTrue(definition.hashes().size() > 3000, () -> "only " + definition.hashes().size() + " items");
    }

    static List<String> fewRuns() {
        return List.of("-XX:MaxVectorSize=16 -Dcotangent.simd.eager=true 2", "-XX:UseAVX=2 -Dcotangent.simd.eager=true 4", "-XX:UseAVX=3 1 3");
    }

    /**
     * Every width, with loops from the start and loops that take over later, by both compilers, on every number of threads,
     * and on one thread again when everything is compiled: ten minutes.
     */
    static List<String> allRuns() {
        List<String> runs = new ArrayList<>();
        for (String width : List.of(
                "-Dcotangent.backend=scalar", "-XX:UseAVX=1", "-XX:UseAVX=2", "-XX:UseAVX=3", "-XX:MaxVectorSize=16",
                "-XX:MaxVectorSize=32", "-XX:MaxVectorSize=64")) {
            for (String loops : List.of("-Dcotangent.simd.eager=false", "-Dcotangent.simd.eager=true", "-XX:TieredStopAtLevel=1")) {
                runs.add(width + " " + loops + " 1 2 3 4 1");
            }
        }
        return runs;
    }

    @ParameterizedTest
    @MethodSource("fewRuns")
    void theBitsAreThoseOfTheDefinition(String run) throws IOException, InterruptedException {
        compare(run);
    }

    @ParameterizedTest
    @MethodSource("allRuns")
    @Tag("slow")
    void theBitsAreThoseOfTheDefinitionEverywhere(String run) throws IOException, InterruptedException {
        compare(run);
    }

    private static void compare(String run) throws IOException, InterruptedException {
        Printed printed = run(run.split(" "));
        List<String> wrong = new ArrayList<>();
        definition.hashes().forEach((name, bits) -> {
            List<String> others = printed.hashes().getOrDefault(name, List.of("absent"));
            if (!new TreeSet<>(others).equals(new TreeSet<>(bits))) {
                wrong.add(name + ": " + bits.getFirst() + " by definition, " + others);
            }
        });
        assertTrue(
                wrong.isEmpty(),
                () -> printed.backend() + ", " + run + ": " + wrong.size() + " differ:\n"
                        + String.join("\n", wrong.subList(0, Math.min(40, wrong.size()))));
        assertEquals(definition.hashes().keySet(), printed.hashes().keySet());
        if (run.contains("=16")) {
            assertEquals("simd: 128-bit vectors", printed.backend());
        }
    }

    /** Runs {@link Bits} in a JVM with flags (what begins with a hyphen) and numbers of threads (the others). */
    private static Printed run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--add-modules", "jdk.incubator.vector", "-Xmx2g"));
        flags(arguments, true).forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Bits.class.getName()));
        flags(arguments, false).forEach(command::add);
        Path errors = Files.createTempFile("bits", ".txt");
        Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        int status = process.waitFor();
        String said = Files.readString(errors);
        Files.delete(errors);
        assertEquals(0, status, () -> command + ": " + said);
        Map<String, List<String>> hashes = new LinkedHashMap<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] parts = line.split("\t");
            assertEquals(null, hashes.put(parts[0], List.of(parts[1].strip().split(" "))), () -> "two items are called " + parts[0]);
        }
        return new Printed(lines.getFirst(), hashes);
    }

    private static Stream<String> flags(String[] arguments, boolean flags) {
        return Arrays.stream(arguments).filter(each -> each.startsWith("-") == flags);
    }
}
