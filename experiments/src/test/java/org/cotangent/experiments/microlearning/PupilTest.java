package org.cotangent.experiments.microlearning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.cotangent.experiments.data.ImageSets;
import org.cotangent.experiments.data.MnistSource;
import org.cotangent.experiments.data.SmallImages;
import org.cotangent.random.NumpyGenerator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The whole procedure on 60 made-up images of 5 x 4 pixels, against numpy's numbers for the same procedure: every rule,
 * several hidden layers, both activations, and the slips.
 */
class PupilTest {
    private static JsonNode golden;
    private static ImageSets images;

    @TempDir
    static Path folder;

    @BeforeAll
    static void readImages() throws IOException {
        golden = golden();
        SmallImages.write(
                folder,
                golden.get("rows").asInt(),
                golden.get("columns").asInt(),
                bytes("trainPixels"),
                bytes("trainLabels"),
                bytes("testPixels"),
                bytes("testLabels"));
        images = MnistSource.standard(Optional.of(folder), sentence -> {}).load();
    }

    private static JsonNode golden() throws IOException {
        try (InputStream in = PupilTest.class.getResourceAsStream("small-images.json")) {
            return new ObjectMapper().readTree(in);
        }
    }

    private static byte[] bytes(String name) {
        return Base64.getDecoder().decode(golden.get(name).asText());
    }

    static Stream<String> cases() throws IOException {
        List<String> names = new ArrayList<>();
        int number = 0;
        for (JsonNode each : golden().get("cases")) {
            names.add(number++ + " " + each.get("rule").asText() + " " + each.get("unit").asText() + " " + each.get("hidden")
                    + (each.get("asPublished").asBoolean() ? " as published" : "")
                    + (each.has("fromUsedGenerator") ? " from a used generator" : ""));
        }
        return names.stream();
    }

    private static double number(JsonNode one, String name) {
        return one.has(name) ? one.get(name).asDouble() : golden.get(name).asDouble();
    }

    private static double[] numbers(JsonNode one, String name) {
        double[] values = new double[one.get(name).size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = one.get(name).get(i).asDouble();
        }
        return values;
    }

    private static Lesson lesson(JsonNode one) {
        List<Integer> hidden = new ArrayList<>();
        one.get("hidden").forEach(width -> hidden.add(width.asInt()));
        return new Lesson(
                hidden,
                Unit.valueOf(one.get("unit").asText().toUpperCase(Locale.ROOT)),
                number(one, "sigma"),
                number(one, "noise"),
                number(one, "lr"),
                golden.get("batchSize").asInt(),
                golden.get("epochs").asInt(),
                one.get("rule").asText().endsWith("Perturbation") ? 2 : 0, // looking on changes no number
                one.get("asPublished").asBoolean());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void computesWhatNumpyComputes(String name) {
        JsonNode one = golden.get("cases").get(Integer.parseInt(name.substring(0, name.indexOf(' '))));
        Pupil pupil = new Pupil(images, lesson(one));
        NumpyGenerator stream = new NumpyGenerator(golden.get("seed").asLong());
        NumpyGenerator weights = stream;
        if (one.has("fromUsedGenerator")) {
            weights = new NumpyGenerator(golden.get("seed").asLong());
            pupil.learn(Rule.NODE_PERTURBATION, weights, weights, loss -> {});
        }
        List<Double> steps = new ArrayList<>();
        Outcome outcome = pupil.learn(Rule.of(one.get("rule").asText()), stream, weights, steps::add);
        assertEquals(pupil.steps(), steps.size());
        double[] losses = numbers(one, "losses");
        for (int i = 0; i < losses.length; i++) {
            assertEquals(losses[i], outcome.losses()[i], 1e-9 * losses[i], "loss " + i);
        }
        assertArrayEquals(numbers(one, "accuracies"), outcome.accuracies());
        assertArrayEquals(numbers(one, "cosines"), outcome.cosines(), 1e-9);
        assertEquals(one.get("snr").asDouble(), outcome.snr(), 1e-9 * one.get("snr").asDouble());
        assertEquals(one.get("allTest").asDouble(), outcome.allTest());
        assertEquals(one.get("stream").asText(), outcome.stream().state().toString());
    }

    @Test
    void validatesWithTheImagesThatItDoesNotTrainWith() {
        assertEquals(50, Pupil.order(images.training()).length);
        JsonNode one = golden.get("cases").get(0);
        Lesson right = lesson(one);
        Lesson published = new Lesson(
                right.hidden(), right.unit(), right.sigma(), right.noise(), right.lr(), right.batchSize(), 1, 0, true);
        double own = new Pupil(images, right)
                .learn(Rule.BACKPROP, new NumpyGenerator(5), new NumpyGenerator(5), loss -> {})
                .validation();
        assertEquals(Math.rint(own / 10), own / 10, 1e-12); // of ten images
        assertFalse(Double.isNaN(own));
        assertTrue(Double.isNaN(new Pupil(images, published)
                .learn(Rule.BACKPROP, new NumpyGenerator(5), new NumpyGenerator(5), loss -> {})
                .validation()));
    }

    /** A network that answers 0 for everything is always right, says the tutorial; one time in ten, say we. */
    @Test
    void tiesAreNoKnowledge() {
        int zeros = 0;
        for (int i = 0; i < images.test().size(); i++) {
            zeros += images.test().label(i) == 0 ? 1 : 0;
        }
        assertEquals(100.0 * zeros / images.test().size(), accuracyOfADeadNetwork(false), 1e-12);
        assertEquals(100, accuracyOfADeadNetwork(true));
    }

    /** Weights of 0 and ReLUs: every output is 0, and so is every gradient. */
    private static double accuracyOfADeadNetwork(boolean asPublished) {
        Lesson dead = new Lesson(List.of(4), Unit.RELU, 0, 0.1, 1e-3, 10, 1, 0, asPublished);
        return new Pupil(images, dead)
                .learn(Rule.BACKPROP, new NumpyGenerator(5), new NumpyGenerator(5), loss -> {})
                .lastAccuracy();
    }

    @Test
    void refusesBatchesLargerThanTheData() {
        Lesson large = new Lesson(List.of(4), Unit.SIGMOID, 0.1, 0.1, 1e-3, 51, 1, 0, false);
        assertEquals(
                "batches of 51: there are 50 images to train with. Try: --batch-size 50 or less",
                assertThrows(IllegalArgumentException.class, () -> new Pupil(images, large)).getMessage());
    }
}
