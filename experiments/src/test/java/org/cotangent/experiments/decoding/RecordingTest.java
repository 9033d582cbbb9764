package org.cotangent.experiments.decoding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.cotangent.Tensor;
import org.cotangent.io.Npz;
import org.cotangent.kernel.DType;
import org.cotangent.random.NumpyRandomState;
import org.cotangent.random.TorchGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Reading recordings, and taking parts of them. */
class RecordingTest {
    private static final Tensor RESPONSES =
            Tensor.of(new double[] {1, -1, 2, -2, 3, -3, 4, -4, 5, -5, 6, -6}, 6, 2);
    private static final Tensor STIMULI = Tensor.of(new double[] {0.5, 1.9, 2, 4.5, 359.5, 360}, 6);

    @TempDir
    private Path folder;

    private Path save(Map<String, Tensor> arrays) throws IOException {
        Path file = folder.resolve("recording.npz");
        Npz.save(file, arrays);
        return file;
    }

    @Test
    void readsTheTutorialsFormat() throws IOException {
        Recording recording = Recording.load(save(Map.of("resp", RESPONSES, "stimuli", STIMULI)), 1);
        assertEquals(6, recording.size());
        assertEquals(2, recording.neurons());
        assertEquals(DType.FLOAT32, recording.responses().dtype());
        assertEquals("[6, 1]", recording.stimuli().shape().toString());
        assertArrayEquals(RESPONSES.toDoubles(), recording.responses().toDoubles());
        assertArrayEquals(STIMULI.toFloats(), recording.stimuli().toFloats());
    }

    @Test
    void readsIntegersToo() throws IOException {
        Tensor angles = STIMULI.to(DType.INT64);
        Recording recording = Recording.load(save(Map.of("resp", RESPONSES.to(DType.INT64), "stimuli", angles)), 1);
        assertArrayEquals(new double[] {0, 1, 2, 4, 359, 360}, recording.stimuli().toDoubles());
    }

    /** As numpy 1.24.2 averages after np.digitize(stimuli, np.arange(0, 360 + 2, 2)). */
    @Test
    void averagesOverBins() throws IOException {
        Recording recording = Recording.load(save(Map.of("resp", RESPONSES, "stimuli", STIMULI)), 2);
        assertArrayEquals(new float[] {1.2f, 2, 4.5f, 359.5f, 360}, recording.stimuli().toFloats());
        assertArrayEquals(
                new double[] {1.5, -1.5, 3, -3, 4, -4, 5, -5, 6, -6}, recording.responses().toDoubles());
    }

    /** 15 x 1.1 is 16.5, but 16.5 / 1.1 is a little less than 15: numpy looks at the edges, not at the quotient. */
    @Test
    void findsTheBinOfAnEdge() throws IOException {
        Tensor angles = Tensor.of(new double[] {1, 5, 9, 15.5, 16.5}, 5);
        Recording recording =
                Recording.load(save(Map.of("resp", RESPONSES.slice(0, 0, 5), "stimuli", angles)), 1.1);
        assertArrayEquals(new float[] {1, 5, 9, 15.5f, 16.5f}, recording.stimuli().toFloats());
    }

    static List<Arguments> othersFiles() {
        return List.of(
                arguments(Map.of("resp", RESPONSES), "the arrays [resp], not resp and stimuli"),
                arguments(Map.of("resp", STIMULI, "stimuli", STIMULI), "resp has the shape [6]"),
                arguments(Map.of("resp", RESPONSES.t(), "stimuli", STIMULI), "resp has the shape [2, 6]"),
                arguments(Map.of("resp", RESPONSES.slice(0, 0, 3), "stimuli", STIMULI.slice(0, 0, 3)), "too little"),
                arguments(Map.of("resp", RESPONSES, "stimuli", STIMULI.add(1)), "stimulus 4 is 360.5, not an angle"),
                arguments(Map.of("resp", RESPONSES, "stimuli", STIMULI.sub(1)), "stimulus 0 is -0.5, not an angle"),
                arguments(Map.of("resp", RESPONSES.div(0), "stimuli", STIMULI), "resp contains Infinity"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("othersFiles")
    void refusesOtherFiles(Map<String, Tensor> arrays, String why) throws IOException {
        Path file = save(arrays);
        String message =
                assertThrows(IOException.class, () -> Recording.load(file, 1)).getMessage();
        assertTrue(message.startsWith("read the recording " + file + ": "), message);
        assertTrue(message.contains(why) && message.contains(". Try: "), message);
    }

    /** As {@code torch.manual_seed(4); torch.randperm(10)} and {@code np.random.seed(1); np.random.choice(6, 5)}. */
    @Test
    void splitsAndDrawsAsTheTutorial() {
        Tensor angles = Tensor.arange(0, 10, 1).unsqueeze(1);
        Split split = Split.of(new Recording(angles.mul(2), angles), new TorchGenerator(4));
        assertArrayEquals(new int[] {0, 4, 9, 6, 7, 3}, split.trainRows());
        assertArrayEquals(new double[] {0, 4, 9, 6, 7, 3}, split.train().stimuli().toDoubles());
        assertArrayEquals(new double[] {0, 8, 18, 12, 14, 6}, split.train().responses().toDoubles());
        assertArrayEquals(new double[] {2, 8, 1, 5}, split.test().stimuli().toDoubles());
        Recording drawn = split.train().draw(5, new NumpyRandomState(1));
        assertArrayEquals(new double[] {3, 6, 7, 0, 4}, drawn.stimuli().toDoubles());
    }
}
