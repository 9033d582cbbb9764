package org.cotangent.experiments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cotangent.Tensor;
import org.cotangent.experiments.decoding.Decoding;
import org.cotangent.experiments.decoding.DecodingVariants;
import org.cotangent.experiments.decoding.Xor;
import org.cotangent.experiments.result.Reference;
import org.cotangent.experiments.result.Results;
import org.cotangent.experiments.result.ResultsFile;
import org.cotangent.io.Npz;
import org.cotangent.random.TorchGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The decoding experiments from the command line. */
class DecodingTest {
    @TempDir
    private Path folder;

    private final Frame frame = new Frame(new Decoding(), new DecodingVariants(), new Xor());

    private Results run(String name, String... more) throws IOException {
        Path out = folder.resolve(name + more.length);
        List<String> args = new ArrayList<>(List.of("run", name, "--quiet", "--out", out.toString()));
        args.addAll(List.of(more));
        assertEquals(0, frame.execute(args.toArray(String[]::new)), frame.err::toString);
        return ResultsFile.read(out.resolve("results.json"));
    }

    /** Thirty stimuli, forty neurons that like one angle each. */
    private String smallRecording() throws IOException {
        Tensor angles = Tensor.arange(0, 30, 1).mul(12);
        Tensor preferred = Tensor.arange(0, 40, 1).mul(9);
        Tensor tuning = angles.unsqueeze(1).sub(preferred).mul(Math.PI / 180).cos();
        Tensor noise = Tensor.randn(new TorchGenerator(1), 30, 40).mul(0.1);
        Path file = folder.resolve("small.npz");
        Npz.save(file, Map.of("resp", tuning.add(noise), "stimuli", angles));
        return file.toString();
    }

    @Test
    void theWholeTutorialAgreesWithPyTorch() throws IOException {
        Results results = run("decoding");
        assertTrue(results.references().size() >= 27, "" + results.references().size());
        assertEquals(
                List.of(),
                results.references().stream().filter(row -> !row.ok()).map(Reference::name).toList());
        assertEquals(50, results.series().get("loss").size());
        for (String metric : List.of("mse20", "decodedOne", "testMse")) {
            assertTrue(results.metrics().containsKey(metric), metric);
        }
    }

    @Test
    void aRecordingOfTheUsersIsDecodedWithoutReferences() throws IOException {
        String file = smallRecording();
        Results results = run("decoding", "--data", file, "--epochs", "30", "--dtype", "float64");
        assertEquals(
                List.of("gradients by hand: largest difference from backward()"),
                results.references().stream().map(Reference::name).toList());
        assertEquals(40L, results.parameters().get("neurons"));
        assertEquals(18L, results.parameters().get("trainStimuli"));
        List<Double> losses = results.series().get("loss");
        assertEquals(30, losses.size());
        assertTrue(losses.getLast() < losses.getFirst());
        Results again = run("decoding", "--data", file, "--epochs", "30", "--dtype", "float64", "--threads", "1");
        assertEquals(results.metrics(), again.metrics());
        assertEquals(results.series(), again.series());
        Results binned = run("decoding", "--data", file, "--bin-width", "60");
        assertEquals(3L, binned.parameters().get("trainStimuli"));
    }

    @Test
    void theVariantsWriteTheirFigures() throws IOException {
        Results results = run("decoding-variants", "--data", smallRecording(), "--epochs", "5", "--widths", "2,10");
        assertEquals(List.of(), results.references());
        assertEquals(10, results.series().get("depth3Loss").size());
        assertEquals(5, results.series().get("miniBatchLoss").size());
        assertTrue((double) results.metrics().get("ridgeCosSinMedian") < 10, "an angle is easily decoded from cosines");
        Path out = folder.resolve("decoding-variants6");
        for (String figure : List.of("width", "depth", "mini-batches", "penalty", "ridge", "classes", "comparison")) {
            assertTrue(Files.exists(out.resolve(figure + ".svg")), figure);
        }
    }

    @Test
    void exclusiveOrNeedsAHiddenLayer() throws IOException {
        Results results = run("xor", "--networks", "2", "--widths", "0,4");
        assertTrue(results.ok());
        assertEquals(9, results.references().size());
        assertEquals(List.of(0L, 2L), results.metrics().get("solvedByWidth"));
    }

    @Test
    void aFileThatIsNoRecordingIsRefusedInASentence() throws IOException {
        Path file = Files.writeString(folder.resolve("recording.npz"), "not found");
        int code = frame.execute("run", "decoding", "--data", file.toString(), "--out", folder.resolve("x").toString());
        assertEquals(1, code);
        assertTrue(frame.err.toString().contains("read " + file + ": it is not a whole zip file"), frame.err::toString);
    }
}
