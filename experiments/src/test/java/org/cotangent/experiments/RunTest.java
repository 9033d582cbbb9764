package org.cotangent.experiments;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.cotangent.experiments.figure.Charts;
import org.cotangent.experiments.result.Results;
import org.cotangent.experiments.result.ResultsFile;
import org.cotangent.experiments.result.Tolerance;
import org.cotangent.kernel.DType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run leaves behind, how it ends, and what it says. */
class RunTest {

    @TempDir
    Path folder;

    private Results results() throws IOException {
        return ResultsFile.read(folder.resolve("results.json"));
    }

    private int run(Frame frame, String name, String... more) {
        List<String> args = new ArrayList<>(List.of("run", name, "--out", folder.toString()));
        args.addAll(List.of(more));
        return frame.execute(args.toArray(String[]::new));
    }

    @Test
    void leavesResultsFiguresAndAPage() throws IOException {
        Frame frame = new Frame(new Exhibition());
        assertEquals(0, run(frame, "exhibition", "--threads", "1"), frame.err.toString());
        Results results = results();
        assertEquals("exhibition", results.experiment());
        assertEquals("2021", String.valueOf(results.seed()));
        assertEquals("float32", results.dtype());
        assertEquals("cpu", results.device());
        assertEquals(1, results.threads());
        assertEquals(
                List.of("epochs", "batchSize", "lr", "hidden", "rules", "asPublished", "classes"),
                List.copyOf(results.parameters().keySet()));
        assertEquals(List.of(3L, 1L, 4L), results.metrics().get("classCounts"));
        assertEquals(500, results.series().get("trainingLoss").size());
        assertEquals(3, results.references().size());
        assertTrue(results.ok());
        assertFalse(results.partial());
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(17, files.filter(file -> file.toString().endsWith(".svg")).count());
        }
        String page = Files.readString(folder.resolve("index.html"));
        assertTrue(page.contains("3 of 3 reference rows ok"));
        assertTrue(page.contains("experiments/cotangent run exhibition --threads 1"));
        String out = frame.out.toString();
        assertTrue(out.contains("training  100 %  500 of 500  loss "), out);
        assertTrue(out.contains("batches     500           500           exact         ok\n"), out);
        assertTrue(out.endsWith(folder.resolve("index.html") + "\n"), out);
        assertEquals("", frame.err.toString());
    }

    @Test
    void givesTheSameNumbersTwice() throws IOException {
        assertEquals(0, run(new Frame(new Exhibition()), "exhibition"));
        String first = withoutSeconds();
        assertEquals(0, run(new Frame(new Exhibition()), "exhibition"));
        assertEquals(first, withoutSeconds());
    }

    private String withoutSeconds() throws IOException {
        return Files.readString(folder.resolve("results.json")).replaceAll("\"seconds\" : [0-9.E-]+", "");
    }

    @Test
    void hasNoReferencesAwayFromTheDefaults() throws IOException {
        Frame frame = new Frame(new Exhibition());
        assertEquals(0, run(frame, "exhibition", "--fast"));
        assertEquals(List.of(), results().references());
        assertEquals(2L, results().parameters().get("epochs"));
        assertTrue(frame.out.toString().contains("There is no reference for these settings."));
    }

    @Test
    void quietPrintsErrorsOnly() {
        Frame frame = new Frame(new Exhibition());
        assertEquals(0, run(frame, "exhibition", "--quiet", "--fast"));
        assertEquals("", frame.out.toString());
        assertEquals("", frame.err.toString());
    }

    @Test
    void takesEverySeedThatTorchTakes() throws IOException {
        long[] seen = new long[1];
        Frame frame = new Frame(Frame.experiment("seeded", run -> seen[0] = run.seed(), Setting.seed(1)));
        String[] given = {"18446744073709551615", "-1", "-9223372036854775808", "9223372036854775808", "+7"};
        long[] bits = {-1, -1, Long.MIN_VALUE, Long.MIN_VALUE, 7};
        for (int i = 0; i < given.length; i++) {
            assertEquals(0, run(frame, "seeded", "--seed", given[i]));
            assertEquals(bits[i], seen[0]);
        }
        assertEquals(0, run(frame, "seeded", "--seed", given[0]));
        assertTrue(Files.readString(folder.resolve("results.json")).contains("\"seed\" : 18446744073709551615"));
    }

    @Test
    void aReferenceRowThatIsNotOkExitsWithOneButLeavesResults() throws IOException {
        Frame frame = new Frame(Frame.experiment("off", run -> {
            run.reference("loss", 1.1, 1.0, "the book", Tolerance.relative(0.05));
            run.reference("count", 3, 3, "the book");
        }));
        assertEquals(1, run(frame, "off", "--quiet"));
        assertEquals("cotangent: off: 1 of 2 reference rows are not ok: loss.\n", frame.err.toString());
        assertFalse(results().ok());
        assertTrue(Files.readString(folder.resolve("index.html")).contains("1 of 2 reference rows ok"));
    }

    @Test
    void ctrlCStopsAtTheNextStepAndLeavesPartialResults() throws IOException {
        Frame[] frame = new Frame[1];
        frame[0] = new Frame(Frame.experiment("long", run -> {
            run.metric("begun", 1);
            try (Progress progress = run.progress("training", 1000)) {
                for (int i = 0; i < 1000; i++) {
                    if (i == 41) {
                        frame[0].interrupts.request();
                    }
                    run.series("loss").add(i);
                    progress.step(i);
                }
            }
            run.metric("finished", 1);
        }));
        assertEquals(130, run(frame[0], "long"));
        assertTrue(Files.readString(folder.resolve("results.json")).contains("\"partial\" : true"));
        assertTrue(results().partial());
        assertEquals(42, results().series().get("loss").size());
        assertEquals(List.of("begun"), List.copyOf(results().metrics().keySet()));
        assertTrue(Files.readString(folder.resolve("index.html")).contains("interrupted: partial results"));
    }

    @Test
    void finishedResultsDoNotMentionPartial() throws IOException {
        assertEquals(0, run(new Frame(Frame.experiment("short", run -> {})), "short"));
        assertFalse(Files.readString(folder.resolve("results.json")).contains("partial"));
    }

    @Test
    void aFailureIsItsMessage() {
        Frame frame = new Frame(Frame.experiment("fails", run -> {
            throw new Failure("read \"a.npz\"", "it ends after 3 bytes", "named by --data", "download it again");
        }));
        assertEquals(1, run(frame, "fails"));
        assertEquals(
                "cotangent: read \"a.npz\": it ends after 3 bytes; named by --data. Try: download it again\n",
                frame.err.toString());
    }

    @Test
    void whatTheEngineRefusesIsItsMessage() {
        Frame frame = new Frame(Frame.experiment("refused", run -> run.get(Setting.epochs(3))));
        assertEquals(1, run(frame, "refused"));
        assertTrue(frame.err.toString().contains("the experiment does not declare this setting. Try: "));
        assertFalse(frame.err.toString().contains("--stacktrace"));
    }

    @Test
    void anUnexpectedErrorIsOneSentence() {
        Frame frame = new Frame(Frame.experiment("breaks", run -> {
            throw new StackOverflowError();
        }));
        assertEquals(1, run(frame, "breaks"));
        assertEquals(
                "cotangent: breaks ended by an unexpected StackOverflowError"
                        + " (run it with --stacktrace to see where).\n",
                frame.err.toString());
        assertEquals(1, run(frame, "breaks", "--stacktrace"));
        assertTrue(frame.err.toString().contains("\tat org.cotangent.experiments.RunTest"));
    }

    @Test
    void settingsThatChangeNothingAreTakenWithANotice() throws IOException {
        Frame frame = new Frame(Frame.experiment("fixed", run -> {}));
        assertEquals(0, run(frame, "fixed", "--seed", "3", "--dtype", "float64"));
        assertEquals(
                """
                cotangent: fixed makes no use of --seed; it changes nothing.
                cotangent: fixed makes no use of --dtype; it changes nothing.
                """,
                frame.err.toString());
        assertEquals(2, run(frame, "fixed", "--epochs", "-3"));
        assertEquals(null, results().seed());
    }

    @Test
    void settingsReachTheExperimentWithTheirTypes() {
        Frame frame = new Frame(Frame.experiment(
                "typed",
                run -> {
                    assertEquals(List.of(500, 200), run.get(Exhibition.HIDDEN));
                    assertEquals(List.of("backprop", "nodePerturbation"), run.get(Exhibition.RULES));
                    assertEquals(2e-2, run.get(Exhibition.LR));
                    assertTrue(run.get(Exhibition.AS_PUBLISHED));
                    assertEquals(DType.FLOAT64, run.dtype());
                    assertFalse(run.isDefault(Exhibition.LR));
                    assertFalse(run.atDefaults());
                },
                Exhibition.HIDDEN,
                Exhibition.RULES,
                Exhibition.LR,
                Exhibition.AS_PUBLISHED,
                Exhibition.DTYPE));
        String[] args = {"--hidden", "500,200", "--rules=all", "--lr", "2e-2", "--as-published", "--dtype", "float64"};
        assertEquals(0, run(frame, "typed", args), frame.err.toString());
        assertTrue(frame.out
                .toString()
                .contains("--hidden 500,200 --rules backprop,nodePerturbation --lr 0.02"
                        + " --as-published --dtype float64;"));
    }

    @Test
    void allLeavesAPageWithEveryExperimentAndSkipsWithItsSentence() throws IOException {
        Frame frame = new Frame(
                new Exhibition(),
                Frame.experiment("absent", run -> {
                    throw new Skipped("MNIST is <not> here.");
                }));
        assertEquals(0, run(frame, "all", "--fast"));
        assertEquals("cotangent: absent was skipped: MNIST is <not> here.\n", frame.err.toString());
        assertTrue(Files.exists(folder.resolve("exhibition/results.json")));
        assertFalse(Files.exists(folder.resolve("absent")));
        String page = Files.readString(folder.resolve("index.html"));
        assertTrue(page.contains("href=\"exhibition/index.html\""));
        assertTrue(page.contains("MNIST is &lt;not&gt; here."));
        assertEquals(3, run(frame, "all", "--fast", "--strict", "--quiet"));
    }

    @Test
    void allGoesOnAfterAFailureAndExitsWithOne() {
        Frame frame = new Frame(
                Frame.experiment("breaks", run -> {
                    throw new IllegalStateException("no parts");
                }),
                Frame.experiment("works", run -> run.metric("answer", 42)));
        assertEquals(1, run(frame, "all", "--strict"));
        assertTrue(Files.exists(folder.resolve("works/results.json")));
        assertTrue(frame.err.toString().startsWith("cotangent: breaks ended by an unexpected IllegalStateException"));
    }

    @Test
    void allStopsAtCtrlC() {
        Frame[] frame = new Frame[1];
        frame[0] = new Frame(
                Frame.experiment("first", run -> {
                    frame[0].interrupts.request();
                    run.checkInterrupted();
                }),
                Frame.experiment("second", run -> run.metric("never", 1)));
        assertEquals(130, run(frame[0], "all"));
        assertTrue(Files.exists(folder.resolve("first/results.json")));
        assertFalse(Files.exists(folder.resolve("second")));
        assertTrue(Files.exists(folder.resolve("index.html")));
    }

    @Test
    void seriesGrowAndAreCopied() {
        Series series = new Series();
        double[] expected = new double[1000];
        for (int i = 0; i < 1000; i++) {
            series.add(i);
            expected[i] = i;
        }
        series.values()[0] = 7;
        assertArrayEquals(expected, series.values());
        assertEquals(1000, series.size());
    }

    @Test
    void figuresHaveNamesThatFilesCanHave() {
        Frame frame = new Frame(Frame.experiment("names", run -> assertThrows(
                IllegalArgumentException.class, () -> run.figure("../up", "", Charts.all().getFirst().figure()))));
        assertEquals(0, run(frame, "names"), frame.err.toString());
    }
}
