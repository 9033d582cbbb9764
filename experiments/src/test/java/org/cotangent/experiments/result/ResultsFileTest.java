package org.cotangent.experiments.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsFileTest {

    @TempDir
    Path folder;

    private static Results results(boolean partial) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("zeta", 3L);
        parameters.put("alpha", 0.1);
        parameters.put("hidden", List.of(500L, 200L));
        parameters.put("asPublished", true);
        parameters.put("activation", "relu \"max\"");
        Map<String, Object> metrics = new LinkedHashMap<>();
        metrics.put("loss", 0.1 + 0.2);
        metrics.put("diverged", Double.POSITIVE_INFINITY);
        metrics.put("counts", List.of(1L, 2L));
        return new Results(
                "spiral",
                BigInteger.TWO.pow(64).subtract(BigInteger.ONE),
                "cpu",
                "simd",
                2,
                "float32",
                parameters,
                metrics,
                Map.of("loss", List.of(1.0, Double.NaN, Double.NEGATIVE_INFINITY, -0.0, Double.MIN_VALUE)),
                List.of(
                        Reference.of("loss", 0.3, 0.31, "a book", Tolerance.absolute(2e-6)),
                        Reference.of("count", 3, 3, "a book"),
                        Reference.of("name", "AddBackward0", "AddBackward0", "a book")),
                1.25,
                partial);
    }

    @Test
    void comeBackAsTheyWere() throws IOException {
        for (boolean partial : new boolean[] {false, true}) {
            Path file = folder.resolve("results.json");
            ResultsFile.write(results(partial), file);
            assertEquals(results(partial), ResultsFile.read(file));
        }
    }

    @Test
    void areStrictJsonInAFixedOrder() throws IOException {
        String text = ResultsFile.json(results(false));
        JsonNode root = new ObjectMapper().readTree(text);
        assertEquals(
                List.of(
                        "experiment",
                        "seed",
                        "device",
                        "backend",
                        "threads",
                        "dtype",
                        "parameters",
                        "metrics",
                        "series",
                        "references",
                        "seconds"),
                names(root));
        assertEquals(List.of("zeta", "alpha", "hidden", "asPublished", "activation"), names(root.get("parameters")));
        assertEquals(
                List.of("name", "ours", "reference", "source", "tolerance", "ok"),
                names(root.get("references").get(0)));
        assertEquals("nan", root.at("/series/loss/1/$f").asText());
        assertEquals("inf", root.at("/metrics/diverged/$f").asText());
        assertTrue(root.get("references").get(1).get("ours").isIntegralNumber());
        assertEquals(0.30000000000000004, root.at("/metrics/loss").asDouble());
        assertTrue(text.endsWith("}\n"));
        assertEquals(text, ResultsFile.json(results(false)));
    }

    private static List<String> names(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void areReplacedAsAWholeOrNotAtAll() throws IOException {
        Path file = folder.resolve("results.json");
        ResultsFile.replace(file, "old");
        // Where the new text shall go there is a folder; WholeFileTest has failures half-way.
        Path taken = Files.createDirectory(folder.resolve("folder.json"));
        assertThrows(IOException.class, () -> ResultsFile.replace(taken, "new"));
        assertTrue(Files.isDirectory(taken));
        Files.delete(taken);
        ResultsFile.replace(file, "new");
        assertEquals("new", Files.readString(file));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(1, files.count());
        }
    }

    @Test
    void refuseAnotherFile() throws IOException {
        Path file = Files.writeString(folder.resolve("other.json"), "{\"experiment\": \"spiral\"}");
        String message = assertThrows(IOException.class, () -> ResultsFile.read(file)).getMessage();
        assertTrue(message.contains("other.json") && message.contains(". Try: "), message);
    }

    @Test
    void tolerancesHoldUpToTheirBound() {
        assertTrue(Tolerance.exact().holds(1, 1));
        assertFalse(Tolerance.exact().holds(1, Math.nextUp(1.0)));
        assertTrue(Tolerance.exact().holds(Double.NaN, Double.NaN));
        assertFalse(Tolerance.absolute(1).holds(Double.NaN, 0));
        assertTrue(Tolerance.absolute(0.25).holds(1.25, 1));
        assertFalse(Tolerance.absolute(0.25).holds(1.2500001, 1));
        assertTrue(Tolerance.relative(0.25).holds(-5, -4));
        assertFalse(Tolerance.relative(0.25).holds(-5.1, -4));
        assertFalse(Tolerance.relative(0.25).holds(1e-300, 0));
        assertFalse(Tolerance.absolute(1).holds(Double.POSITIVE_INFINITY, 1));
        assertTrue(Tolerance.absolute(1).holds(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY));
        assertThrows(IllegalArgumentException.class, () -> Tolerance.absolute(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> Tolerance.relative(-1));
        assertThrows(IllegalArgumentException.class, () -> Tolerance.absolute(Double.POSITIVE_INFINITY));
    }

    @Test
    void aRowOfManyShowsTheWorst() {
        double[] reference = {1, 100, 3};
        Reference row = Reference.ofWorst(
                "losses", new double[] {1.0001, 100.5, 3}, reference, "a book", Tolerance.relative(1e-3));
        assertEquals("losses (worst of 3: number 1)", row.name());
        assertEquals(100.5, row.ours());
        assertFalse(row.ok());
        assertTrue(Reference.ofWorst("losses", reference, reference, "", Tolerance.exact()).ok());
        assertFalse(Reference.ofWorst("losses", new double[] {1, Double.NaN, 3}, reference, "", Tolerance.relative(1))
                .ok());
        assertThrows(
                IllegalArgumentException.class,
                () -> Reference.ofWorst("losses", new double[2], reference, "", Tolerance.exact()));
    }

    @Test
    void numbersReadAsPeopleWriteThem() {
        assertEquals("96.875", Numbers.text(96.875));
        assertEquals("1.36701298", Numbers.text(1.3670129776000977));
        assertEquals("0.001", Numbers.text(1e-3));
        assertEquals("2e-6", Numbers.text(2e-6));
        assertEquals("-1.5e20", Numbers.text(-1.5e20));
        assertEquals("500", Numbers.text(500.0));
        assertEquals("0", Numbers.text(-0.0));
        assertEquals("NaN", Numbers.text(Double.NaN));
        assertEquals("3, 1", Numbers.text(List.of(3L, 1.0)));
        assertEquals("none", Numbers.text(null));
    }

    @Test
    void valuesThatDifferNeverReadTheSame() {
        Reference row = Reference.of("loss", 1, Math.nextUp(1.0), "", Tolerance.exact());
        assertFalse(row.ok());
        assertFalse(row.oursText().equals(row.referenceText()));
    }
}
