package org.cotangent.experiments;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.cotangent.experiments.mlp.CrossEntropy;
import org.cotangent.experiments.mlp.Lif;
import org.cotangent.experiments.mlp.LifTransfer;
import org.cotangent.experiments.mlp.Mlp;
import org.cotangent.experiments.mlp.ReluApproximation;
import org.cotangent.experiments.result.Results;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The experiments of tutorial W1D3: their reference rows, and numbers of PyTorch that the program does not ship. */
class TutorialW1D3Test {

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
    void reluApproximation() throws IOException {
        Results results = ok(new ReluApproximation());
        assertEquals(6, results.references().size());
        assertEquals(0.0593977, (double) results.metrics().get("maxError"), 1e-6);
        figures("basis-functions", "approximation", "error", "error-by-relus");
    }

    /** The largest errors that the tutorial's function has in PyTorch 1.13.1 with other numbers of points. */
    @ParameterizedTest
    @CsvSource({"2, 0.999998927116394", "5, 0.2105136513710022", "30, 0.005851030349731445"})
    void reluApproximationWithOtherPoints(String points, double largest) throws IOException {
        Results results = ok(new ReluApproximation(), "--points", points);
        assertEquals(largest, (double) results.metrics().get("maxError"), 2e-6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"float32", "float64"})
    void crossEntropy(String dtype) throws IOException {
        Results results = ok(new CrossEntropy(), "--dtype", dtype);
        assertEquals(0.346727495, (double) results.metrics().get("stable"), 1e-8);
        assertEquals(
                (double) results.metrics().get("stable"),
                (double) results.metrics().get("stableAtLargestShift"),
                1e-4,
                "the stable form survives what overflows the formula");
        figures("shifted-logits", "probabilities");
    }

    @Test
    void mlp() throws IOException {
        Results results = ok(new Mlp());
        assertEquals(4, results.references().size());
        assertEquals(1371L, results.metrics().get("trainableParameters"));
        figures("activation", "untrained");
    }

    /** torch.manual_seed(s), the tutorial's Net, applied to zeros: the first row of what comes out. */
    @Test
    void mlpOfOtherShapes() throws IOException {
        Results small = ok(
                new Mlp(),
                "--seed", "5", "--activation", "Tanh()", "--inputs", "3", "--hidden", "7,4", "--outputs", "2", "--shape",
                "2,5,3");
        assertArrayEquals(
                new double[] {0.4178323447704315, -0.6370594501495361},
                Exhibits.numbers(small, "outputOfZeros"),
                1e-7);
        assertEquals(List.of(10L, 2L), small.metrics().get("outputShape"));
        Results images = ok(
                new Mlp(),
                "--seed", "77", "--activation", "ReLU()", "--inputs", "784", "--hidden", "50", "--outputs", "10",
                "--shape", "4,1,28,28");
        assertArrayEquals(
                new double[] {
                    0.11775320768356323, -0.13450753688812256, 0.0689888671040535, 0.01063794456422329,
                    -0.007964758202433586, -0.07610903680324554, 0.03811858594417572, 0.025254685431718826,
                    -0.08673813194036484, -0.036034248769283295
                },
                Exhibits.numbers(images, "outputOfZeros"),
                1e-7);
        assertEquals(List.of(4L, 10L), images.metrics().get("outputShape"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--shape|7|7 numbers are no multiple of 2",
        "--activation|RELU()|there is no activation RELU",
    })
    void mlpRefusesInASentence(String option, String value, String reason) {
        Frame frame = new Frame(new Mlp());
        assertEquals(1, frame.execute("run", "mlp", option, value, "--out", folder.toString()));
        assertTrue(frame.err.toString().contains(reason), frame.err.toString());
        assertTrue(frame.err.toString().contains("Try: "), frame.err.toString());
    }

    @Test
    void lif() throws IOException {
        Results results = ok(new Lif());
        assertEquals(501L, results.metrics().get("steps"));
        assertArrayEquals(new double[] {11, 32}, Exhibits.numbers(results, "spikeTimes"));
        assertEquals(5 + 2 * 4, results.references().size());
        figures("membrane-potential", "currents");
    }

    @Test
    void lifThatWouldTakeTooLong() {
        Frame frame = new Frame(new Lif());
        assertEquals(1, frame.execute("run", "lif", "--dt", "1e-9", "--out", folder.toString()));
        assertTrue(frame.err.toString().contains("more than 1000000 steps"), frame.err.toString());
    }

    @Test
    void lifTransfer() throws IOException {
        Results results = ok(new LifTransfer());
        assertEquals(7, results.references().size());
        assertArrayEquals(
                new double[] {0, 0, 0, 0, 0, 43, 66, 91, 111, 125}, Exhibits.numbers(results, "spikeCounts"));
        figures("transfer", "families");
    }

    @Test
    void lifTransferHasAReferenceForEachKnownSetting() throws IOException {
        assertEquals(1, ok(new LifTransfer(), "--rm", "2.5", "--tau-ref", "5.5").references().size());
        assertEquals(0, ok(new LifTransfer(), "--rm", "2.6", "--tau-ref", "5.5").references().size());
    }

    /** What the tutorial's function counts in PyTorch 1.13.1 for other sliders. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "1.3|1.7|0 0 0 0 37 62 83 100 111 125",
        "33.3|4.4|0 18 35 50 62 71 83 91 100 100",
        "7.7|0.4|0 933 974 984 988 991 993 994 995 995",
        "50|99.9|0 7 9 9 9 10 10 10 10 10",
        "2.1|1|0 0 0 37 58 77 91 111 125 143",
    })
    void lifTransferForOtherSliders(String rm, String tauRef, String counts) throws IOException {
        Results results = ok(new LifTransfer(), "--rm", rm, "--tau-ref", tauRef);
        double[] expected = Arrays.stream(counts.split(" ")).mapToDouble(Double::parseDouble).toArray();
        assertArrayEquals(expected, Exhibits.numbers(results, "spikeCounts"));
    }
}
