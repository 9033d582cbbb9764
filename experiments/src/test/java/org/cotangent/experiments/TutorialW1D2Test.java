package org.cotangent.experiments;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cotangent.experiments.gradient.ChainRule;
import org.cotangent.experiments.gradient.Descent;
import org.cotangent.experiments.gradient.GradientField;
import org.cotangent.experiments.gradient.Neuron;
import org.cotangent.experiments.gradient.WideRegression;
import org.cotangent.experiments.result.Results;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The experiments of tutorial W1D2: their reference rows, and numbers of PyTorch that the program does not ship. */
class TutorialW1D2Test {

    @TempDir
    Path folder;

    private Results ok(Experiment experiment, String... more) throws IOException {
        return Exhibits.ok(folder, experiment, more);
    }

    private void figures(String... names) {
        for (String name : names) {
            assertTrue(Files.exists(folder.resolve(name + ".svg")), name);
        }
    }

    @Test
    void gradientField() throws IOException {
        Results results = ok(new GradientField());
        assertEquals(11, results.references().size());
        assertTrue((double) results.metrics().get("maxAutogradMinusByHand") < 1e-13);
        figures("gradient-field", "section");
    }

    @Test
    void chainRule() throws IOException {
        Results results = ok(new ChainRule());
        assertEquals(6 + 5, results.references().size());
        figures("graph", "tangent");
    }

    /** Numbers of torch.autograd.functional in float64. */
    @Test
    void chainRuleAtAPointOfOnesOwn() throws IOException {
        Results results = ok(new ChainRule(), "--x", "0.7", "--y", "2.2", "--z", "-0.4");
        assertArrayEquals(
                new double[] {-1.0155653716567326, -0.517458020999972, 1.7772394003992817},
                Exhibits.numbers(results, "partials"),
                1e-12);
        assertArrayEquals(
                Exhibits.numbers(results, "partials"), Exhibits.numbers(results, "partialsByHand"), 1e-12);
        assertEquals(0, results.references().size());
    }

    @Test
    void chainRuleWhereTheLogarithmIsNotReal() throws IOException {
        Frame frame = new Frame(new ChainRule());
        assertEquals(1, frame.execute("run", "chain-rule", "--z", "-5", "--out", folder.toString()));
        String said = frame.err.toString();
        assertTrue(said.contains("ln(-") && said.contains(") is not a finite number"), said);
        assertTrue(said.contains("Try: values with 2xz / sin y above -1"), said);
    }

    @Test
    void simpleGraph() throws IOException {
        Results results = ok(new Neuron());
        assertEquals(-28.0, results.metrics().get("dwAccumulated"));
        assertEquals(0.0, results.metrics().get("prediction"));
        assertEquals(49.0, results.metrics().get("loss"));
        figures("graph", "loss-over-weight");
    }

    /** torch.manual_seed(s); torch.randn(5). */
    @Test
    void simpleGraphDrawsTheNumbersOfAnotherSeed() throws IOException {
        Results results = ok(new Neuron(), "--seed", "987654321");
        assertArrayEquals(
                new double[] {
                    -1.0729933977127075, 0.13482451438903809, 0.1449848860502243, -0.3341899514198303,
                    -0.7710745334625244
                },
                Exhibits.numbers(results, "randn"));
    }

    @Test
    void wideNet() throws IOException {
        Results results = ok(new WideRegression());
        List<Double> losses = results.series().get("loss");
        assertEquals(1848, losses.size());
        assertEquals(0.8889422, losses.getFirst(), 2e-7);
        assertEquals(losses.getFirst(), results.metrics().get("firstLoss"));
        assertEquals(losses.getLast(), results.metrics().get("lastLoss"));
        assertEquals(6, results.references().size());
        figures("regression", "training-loss");
    }

    @Test
    void wideNetInFloat64() throws IOException {
        Results results = ok(new WideRegression(), "--dtype", "float64", "--fast");
        assertEquals(201, results.series().get("loss").size());
        assertEquals(4, results.references().size());
    }

    /** Losses of PyTorch 1.13.1 for seeds, widths and rates that are not the tutorial's: the first and the last. */
    @ParameterizedTest
    @CsvSource({
        "7, 300, 512, 0.003, 0.9, float32, 0.574808657169342, 0.17308981716632843",
        "99, 300, 512, 0.003, 0.9, float64, 0.7014967639802483, 0.15931711340346366",
        "123456789, 500, 37, 0.01, 0.5, float32, 0.8310150504112244, 0.30225634574890137",
    })
    void wideNetWithOtherSettings(
            String seed, String epochs, String hidden, String lr, String momentum, String dtype, double first, double last)
            throws IOException {
        Results results = ok(
                new WideRegression(),
                "--seed", seed, "--epochs", epochs, "--hidden", hidden, "--lr", lr, "--momentum", momentum, "--dtype",
                dtype);
        double tolerance = dtype.equals("float32") ? 2e-6 : 1e-12;
        assertEquals(first, results.series().get("loss").getFirst(), tolerance);
        assertEquals(last, results.series().get("loss").getLast(), tolerance);
        assertEquals(List.of(), results.references(), "there is no reference away from the tutorial's settings");
    }

    @ParameterizedTest
    @ValueSource(strings = {"valley", "ripples", "banana"})
    void descent(String function) throws IOException {
        Results results = ok(new Descent(), "--function", function, "--lr", "0.01", "--x", "-0.5", "--y", "0.4");
        assertTrue((double) results.metrics().get("maxAutogradMinusByHand") < 1e-12);
        List<Double> heights = results.series().get("f");
        assertEquals(41, heights.size());
        for (int t = 1; t < heights.size(); t++) {
            assertTrue(heights.get(t) < heights.get(t - 1), function + " step " + t);
        }
        figures("path", "value");
    }

    @Test
    void descentAtItsDefaults() throws IOException {
        Results results = ok(new Descent());
        assertEquals(4, results.references().size());
    }

    @Test
    void descentThatDivergesEndsInASentence() {
        Frame frame = new Frame(new Descent());
        assertEquals(
                1, frame.execute("run", "descent", "--lr", "5", "--steps", "1000", "--out", folder.toString()));
        assertTrue(frame.err.toString().contains("each step overshoots"), frame.err.toString());
        assertFalse(frame.err.toString().contains("Exception"), frame.err.toString());
    }
}
