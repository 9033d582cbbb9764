package org.cotangent.experiments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code cotangent verify} on a small folder with a file of every kind. */
class VerifyTest {
    private static final String LAST = "125 passed, 0 failed, 9 not covered\n";

    @TempDir
    Path folder;

    private Path mixed;
    private final Frame frame = new Frame();

    @BeforeEach
    void copyTheFolder() throws IOException, URISyntaxException {
        Path source = Path.of(VerifyTest.class.getResource("verify/mixed").toURI());
        mixed = folder.resolve("mixed");
        try (Stream<Path> all = Files.walk(source)) {
            for (Path each : all.sorted().toList()) {
                Files.copy(each, mixed.resolve(source.relativize(each).toString()));
            }
        }
    }

    private void assertSentence(String sentence) {
        String err = frame.err.toString();
        assertTrue(err.startsWith("cotangent: ") && err.contains(sentence), err);
        assertEquals(1, err.lines().count(), err);
        assertEquals("", frame.out.toString());
    }

    @Test
    void countsEveryOpAndSaysWhy() {
        assertEquals(0, frame.execute("verify", mixed.toString()), frame.err.toString());
        String out = frame.out.toString();
        assertTrue(out.contains("replaying  100 %  133 of 133  "), out);
        assertTrue(out.contains("passed  failed  not covered  reason\n"), out);
        assertTrue(out.matches("(?s).*\nmatmul +2       0            0\n.*"), out);
        assertTrue(out.matches("(?s).*\nabs +0       0            2  not covered: PyTorch's second .*\\(2 cases\\)\n.*"), out);
        assertTrue(out.matches("(?s).*\nunknown.json +0       0            1  not covered: none of the known.*"), out);
        assertTrue(out.endsWith(LAST), out);
        assertEquals("", frame.err.toString());
    }

    @Test
    void quietPrintsTheLastLine() {
        assertEquals(0, frame.execute("verify", "--quiet", mixed.toString()));
        assertEquals(LAST, frame.out.toString());
    }

    @Test
    void writesTheDetails() throws IOException {
        Path out = mixed.resolve("new/details.json");
        assertEquals(0, frame.execute("verify", mixed.toString(), "--out", out.toString()), frame.err.toString());
        JsonNode details = new ObjectMapper().readTree(Files.readString(out));
        assertEquals(125, details.get("passed").asInt());
        assertEquals(0, details.get("failed").asInt());
        assertEquals(9, details.get("notCovered").asInt());
        assertFalse(details.has("partial"));
        assertEquals(6, details.get("files").size());
        int cases = 0;
        for (JsonNode file : details.get("files")) {
            cases += file.get("cases").size();
        }
        assertEquals(134, cases);
        try (Stream<Path> files = Files.list(out.getParent())) {
            assertEquals(List.of(out), files.toList());
        }
        // the details are no reference: the folder holds as many cases as before
        assertEquals(0, frame.execute("verify", mixed.toString(), "--out", out.toString()));
        assertTrue(frame.out.toString().endsWith(LAST));
    }

    @Test
    void exitsWithOneWhenSomethingFailed() throws IOException {
        Path file = mixed.resolve("below/schedules.json");
        Files.writeString(file, Files.readString(file).replaceFirst("0\\.09000000000000001", "0.0900001"));
        assertEquals(1, frame.execute("verify", file.toString(), "--out", folder.resolve("o.json").toString()));
        String out = frame.out.toString();
        assertTrue(out.contains("failed: ExponentialLR(0.9): rate [1] is 0.09000000000000001, expected 0.0900001"), out);
        assertTrue(out.endsWith("12 passed, 1 failed, 0 not covered\n"), out);
        String details = Files.readString(folder.resolve("o.json"));
        assertTrue(details.contains("\"verdict\" : \"failed\","), details);
        assertEquals("", frame.err.toString());
    }

    @Test
    void aFileThatIsNamedTwiceCountsOnce() {
        String file = mixed.resolve("below/schedules.json").toString();
        assertEquals(0, frame.execute("verify", file, mixed.resolve("below").toString(), file, "--quiet"));
        assertEquals(0, new Frame().execute("verify", mixed.resolve("below").toString(), "--quiet"));
        Frame once = new Frame();
        once.execute("verify", mixed.resolve("below").toString(), "--quiet");
        assertEquals(once.out.toString(), frame.out.toString());
    }

    @Test
    void aBrokenFileStopsItBeforeAnythingIsComputedOrOverwritten() throws IOException {
        Path out = folder.resolve("details.json");
        Files.writeString(out, "precious");
        Files.writeString(mixed.resolve("zzz.json"), "{\"cases\": [{\"op\": \"si");
        assertEquals(2, frame.execute("verify", mixed.toString(), "--out", out.toString()));
        assertSentence("zzz.json: it is not JSON in line 1");
        assertEquals("precious", Files.readString(out));
    }

    @Test
    void needsAPath() {
        assertEquals(2, frame.execute("verify"));
        assertSentence("needs the path of a file or a folder");
    }

    @Test
    void aMissingFile() {
        assertEquals(2, frame.execute("verify", mixed.toString(), folder.resolve("none.json").toString()));
        assertSentence("none.json: there is no such file");
    }

    @Test
    void aFolderWithoutFiles() throws IOException {
        assertEquals(2, frame.execute("verify", Files.createDirectory(folder.resolve("empty")).toString()));
        assertSentence("there is no .json file in this folder or below");
    }

    @Test
    void aFileOfAnotherKindThatIsNamed() {
        assertEquals(2, frame.execute("verify", mixed.resolve("unknown.json").toString()));
        assertSentence("unknown.json: none of the known kinds of reference cases is in it");
    }

    @Test
    void detailsCannotBeWrittenIntoAFolder() {
        assertEquals(2, frame.execute("verify", mixed.toString(), "--out", mixed.toString()));
        assertSentence("is a folder; it takes the path of a file");
    }

    @Test
    void anOptionThatDoesNotExist() {
        assertEquals(2, frame.execute("verify", mixed.toString(), "--oot", "x"));
        assertSentence("no option \"--oot\"; the nearest is \"--out\"");
    }

    @Test
    void ctrlCLeavesWhatWasReplayed() throws IOException {
        Path out = folder.resolve("details.json");
        frame.interrupts.request();
        assertEquals(130, frame.execute("verify", mixed.toString(), "--out", out.toString()));
        JsonNode details = new ObjectMapper().readTree(Files.readString(out));
        assertTrue(details.get("partial").asBoolean());
        assertTrue(frame.out.toString().endsWith("1 passed, 0 failed, 1 not covered\n"), frame.out.toString());
    }
}
