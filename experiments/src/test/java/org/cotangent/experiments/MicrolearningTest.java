package org.cotangent.experiments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cotangent.experiments.data.SmallImages;
import org.cotangent.experiments.microlearning.Derivations;
import org.cotangent.experiments.microlearning.Microlearning;
import org.cotangent.experiments.result.Results;
import org.cotangent.experiments.result.ResultsFile;
import org.cotangent.random.NumpyGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tutorial's experiments from the command line, on made-up images. */
class MicrolearningTest {
    private static final List<String> RULES = List.of(
            "backprop",
            "weightPerturbation",
            "nodePerturbation",
            "feedbackAlignment",
            "kolenPollack",
            "directFeedbackAlignment");

    @TempDir
    Path folder;

    @BeforeEach
    void writeImages() throws IOException {
        NumpyGenerator generator = new NumpyGenerator(3);
        SmallImages.write(
                folder.resolve("data"), 4, 3, bytes(generator, 256, 72 * 12), bytes(generator, 10, 72),
                bytes(generator, 256, 20 * 12), bytes(generator, 10, 20));
    }

    private static byte[] bytes(NumpyGenerator generator, int bound, int count) {
        long[] drawn = generator.integers(0, bound, count);
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) drawn[i];
        }
        return bytes;
    }

    private Results run(String out, String... more) throws IOException {
        List<String> args = new ArrayList<>(List.of(
                "run", "microlearning", "--data", folder.resolve("data").toString(),
                "--out", folder.resolve(out).toString(), "--batch-size", "10", "--quiet"));
        if (!List.of(more).contains("--hidden")) {
            args.addAll(List.of("--hidden", "6"));
        }
        args.addAll(Arrays.asList(more));
        Frame frame = new Frame(new Microlearning());
        assertEquals(0, frame.execute(args.toArray(String[]::new)), frame.err.toString());
        return ResultsFile.read(folder.resolve(out).resolve("results.json"));
    }

    @Test
    void recordsEveryRule() throws IOException {
        Results results = run("all");
        for (String rule : RULES) {
            for (String name : new String[] {"accuracy", "cosine", "loss", "snr", "validationAccuracy"}) {
                assertTrue(results.metrics().containsKey(rule + "." + name), rule + "." + name);
            }
            assertEquals(18, results.series().get(rule + ".loss").size());
            assertEquals(3, results.series().get(rule + ".accuracy").size());
            assertEquals(3, results.series().get(rule + ".cosine").size());
            assertEquals(
                    results.series().get(rule + ".loss").getLast(), results.metrics().get(rule + ".loss"));
        }
        assertEquals(
                results.series().get("feedbackAlignment.loss"), results.series().get("directFeedbackAlignment.loss"));
        assertEquals("float64", results.dtype());
        assertEquals(60L, results.parameters().get("trainingImages"));
        assertEquals(12L, results.parameters().get("validationImages"));
        assertTrue(results.references().isEmpty(), "the reference is MNIST's");
        assertEquals(
                Set.of("loss", "accuracy", "cosine", "snr", "loss-weight-perturbation", "loss-perturbation",
                        "loss-perturbation-backprop", "loss-feedback-alignment", "loss-kolen-pollack", "examples"),
                figures("all"));
    }

    private Set<String> figures(String out) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(out))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".svg"))
                    .map(name -> name.replace(".svg", ""))
                    .collect(Collectors.toSet());
        }
    }

    @Test
    void twoRunsGiveTheSameBits() throws IOException {
        Results once = run("once", "--epochs", "1", "--threads", "1");
        Results twice = run("twice", "--epochs", "1", "--threads", "2");
        assertEquals(once.metrics(), twice.metrics());
        assertEquals(once.series(), twice.series());
    }

    @Test
    void looksAtTheNetworksWhileTheyLearn() throws IOException {
        Results unseen = run("unseen", "--epochs", "2");
        Results seen = run("seen", "--epochs", "2", "--glance-every", "5");
        for (String rule : RULES) {
            assertEquals(List.of(0.0, 5.0, 10.0, 12.0), seen.series().get(rule + ".glance.update"));
            for (String name : List.of("loss", "accuracy", "cosine")) {
                assertEquals(unseen.series().get(rule + "." + name), seen.series().get(rule + "." + name));
            }
            assertEquals(
                    seen.series().get(rule + ".accuracy").getLast(),
                    seen.series().get(rule + ".glance.accuracy").getLast());
        }
        // A cosine that is off by a rounding error is an angle of up to some 1e-6 degrees.
        assertTrue(seen.series().get("backprop.glance.angle").stream().allMatch(angle -> angle < 1e-4));
        // What no noise enters is the same at the end of the epoch, whoever looks.
        double cosine = unseen.series().get("kolenPollack.cosine").getLast();
        double angle = seen.series().get("kolenPollack.glance.angle").getLast();
        assertEquals(cosine, Math.cos(Math.toRadians(angle)), 1e-12);
        assertFalse(unseen.series().containsKey("backprop.glance.update"));
    }

    @Test
    void averagesOverSeeds() throws IOException {
        Results both = run("both", "--seeds", "1,2", "--rules", "backprop,kolenPollack");
        Results first = run("first", "--seed", "1", "--rules", "backprop");
        Results second = run("second", "--seeds", "2", "--rules", "backprop");
        assertEquals(
                List.of(first.metrics().get("backprop.snr"), second.metrics().get("backprop.snr")),
                both.metrics().get("backprop.snr.ofSeeds"));
        double a = first.series().get("backprop.loss").get(5);
        double b = second.series().get("backprop.loss").get(5);
        assertEquals((a + b) / 2, both.series().get("backprop.loss").get(5), 1e-15);
        assertEquals(Math.abs(a - b) / 2, both.series().get("backprop.loss.deviation").get(5), 1e-15);
        assertFalse(first.series().containsKey("backprop.loss.deviation"));
    }

    @Test
    void learnsDeepNetworksOfReLUs() throws IOException {
        Results results = run("deep", "--hidden", "7,5", "--activation", "relu", "--rules", "all", "--epochs", "1");
        assertEquals(6, results.series().get("directFeedbackAlignment.loss").size());
        assertFalse(results.series()
                .get("feedbackAlignment.loss")
                .equals(results.series().get("directFeedbackAlignment.loss")));
    }

    /** Section 3's network comes from the generator that node perturbation has used; alone, there is no such generator. */
    @Test
    void reproducesTheSlipOfTheUsedGenerator() throws IOException {
        Results right = run("right", "--rules", "backprop,nodePerturbation", "--epochs", "1");
        Results slip = run("slip", "--rules", "backprop,nodePerturbation", "--epochs", "1", "--as-published");
        Results alone = run("alone", "--rules", "backprop", "--epochs", "1", "--as-published");
        assertEquals(
                right.series().get("nodePerturbation.loss"), slip.series().get("nodePerturbation.loss"));
        assertFalse(right.series().get("backprop.loss").equals(slip.series().get("backprop.loss")));
        assertEquals(right.series().get("backprop.loss"), alone.series().get("backprop.loss"));
        assertEquals(0L, slip.parameters().get("validationImages"));
        assertFalse(slip.metrics().containsKey("backprop.validationAccuracy"));
    }

    @Test
    void isSkippedWithASentenceWithoutData() {
        Frame frame = new Frame(new Microlearning());
        String absent = folder.resolve("absent").toString();
        assertEquals(
                1,
                frame.execute("run", "microlearning", "--data", absent, "--out", folder.resolve("o").toString()));
        assertTrue(frame.err.toString().contains(absent + " given with --data does not exist: put the four idx files"));
    }

    @Test
    void derivationsHold() throws IOException {
        Frame frame = new Frame(new Derivations());
        String out = folder.resolve("derivations").toString();
        assertEquals(
                0,
                frame.execute("run", "microlearning-derivations", "--out", out, "--estimates", "256", "--quiet"),
                frame.err.toString());
        Results results = ResultsFile.read(folder.resolve("derivations/results.json"));
        assertEquals(10, results.references().size());
        assertTrue(results.ok());
        assertEquals(Set.of("bias", "variance", "kolen-pollack"), figures("derivations"));
    }
}
