package org.cotangent.experiments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.cotangent.experiments.data.SmallImages;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code cotangent trace NAME}, as somebody types it. */
class ModelTracesTest {
    @TempDir
    static Path shared;

    private final Frame frame = new Frame();

    @BeforeAll
    static void drawImages() throws IOException {
        Random random = new Random(1);
        SmallImages.write(
                shared.resolve("data"), 4, 3, bytes(random, 256, 480 * 12), bytes(random, 10, 480),
                bytes(random, 256, 20 * 12), bytes(random, 10, 20));
    }

    private static byte[] bytes(Random random, int bound, int count) {
        byte[] drawn = new byte[count];
        for (int i = 0; i < count; i++) {
            drawn[i] = (byte) random.nextInt(bound);
        }
        return drawn;
    }

    @Test
    void theSpiralsFirstStepHasTheLossOfItsRun(@TempDir Path folder) throws IOException {
        assertEquals(0, frame.execute("trace", "spiral", "--out", folder.toString(), "--profile"));
        String text = frame.out.toString();
        assertTrue(text.contains("mlp.Linear_0.weight"), text);
        String loss = text.lines().filter(line -> line.strip().startsWith("loss  ")).findFirst().orElseThrow();
        assertEquals(1.367012858390808, Double.parseDouble(loss.substring(loss.indexOf('=') + 1)), 2e-6);
        assertTrue(text.contains("held for backward"), text);
        String page = Files.readString(folder.resolve("index.html"));
        assertFalse(page.contains("http"), "it needs nothing from outside");
        assertTrue(page.contains("module mlp.Output_Linear"), "modules are frames");
        assertTrue(Files.readString(folder.resolve("profile.svg")).contains("mlp.Linear_0"));
    }

    @Test
    void theWideNetsTrialStepHasTheTutorialsLoss() {
        assertEquals(0, frame.execute("trace", "wide-net"));
        String text = frame.out.toString();
        String loss = text.lines().filter(line -> line.strip().startsWith("loss  ")).findFirst().orElseThrow();
        assertEquals(0.888942301273346, Double.parseDouble(loss.substring(loss.indexOf('=') + 1)), 2e-6);
        assertTrue(text.contains("tanh("), text);
    }

    /** The cosine of a parameter, in the table behind a rule's title. */
    private static double cosine(String text, String rule, String parameter) {
        String own = text.substring(text.indexOf("the first update of microlearning by " + rule + "\n"));
        String table = own.substring(own.indexOf("|estimate|"));
        String line = table.lines().filter(each -> each.startsWith(parameter)).findFirst().orElseThrow();
        return Double.parseDouble(line.strip().split(" +", -1)[3]);
    }

    @Test
    void oneSeesWhereTheLearningRulesDepartFromBackprop(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("index.html"), "old");
        Files.createLink(folder.resolve("old"), folder.resolve("index.html"));
        assertEquals(
                0,
                frame.execute(
                        "trace", "microlearning", "--data", shared.resolve("data").toString(), "--out", folder.toString()),
                frame.err.toString());
        assertEquals("old", Files.readString(folder.resolve("old")), "it was replaced, not written over");
        String text = frame.out.toString();
        for (String parameter : List.of("0.weight", "0.bias", "2.weight", "2.bias")) {
            assertEquals(1, cosine(text, "backprop", parameter), 1e-6);
        }
        assertEquals(1, cosine(text, "feedback alignment", "2.weight"), 1e-6);
        assertTrue(Math.abs(cosine(text, "feedback alignment", "0.weight")) < 0.9, text);
        assertTrue(Math.abs(cosine(text, "weight perturbation", "2.weight")) < 0.9, text);
        String index = Files.readString(folder.resolve("index.html"));
        for (String rule : List.of("backprop", "weightPerturbation", "nodePerturbation", "feedbackAlignment", "kolenPollack")) {
            assertTrue(index.contains("href=\"" + rule + "/index.html\""), index);
            assertTrue(Files.exists(folder.resolve(rule).resolve("index.html")), rule);
        }
        assertTrue(Files.readString(folder.resolve("feedbackAlignment/index.html")).contains("A surrogate rule"));
        assertFalse(Files.readString(folder.resolve("backprop/index.html")).contains("A surrogate rule"));
        assertTrue(Files.readString(folder.resolve("feedbackAlignment/trace.svg")).contains("surrogate"));
        assertTrue(Files.readString(folder.resolve("weightPerturbation/trace.txt")).contains("backward has not run"));
    }

    @Test
    void oneRuleIsOnePage(@TempDir Path folder) throws IOException {
        assertEquals(
                0,
                frame.execute(
                        "trace", "microlearning", "--rules", "kolenPollack", "--data", shared.resolve("data").toString(),
                        "--out", folder.toString()));
        assertTrue(Files.readString(folder.resolve("index.html")).contains("Kolen-Pollack"));
        assertFalse(Files.exists(folder.resolve("kolenPollack")));
    }

    @Test
    void whatCannotBeTracedSaysWhatCan() {
        assertEquals(2, frame.execute("trace", "lif"));
        assertTrue(frame.err.toString().contains("spiral"), frame.err.toString());
        Frame other = new Frame();
        assertEquals(
                2,
                other.execute("trace", "microlearning", "--rules", "magic", "--data", shared.resolve("data").toString()));
        assertTrue(other.err.toString().contains("kolenPollack"), other.err.toString());
    }

    @Test
    void withoutItsDataItSaysSo() {
        assertEquals(1, frame.execute("trace", "microlearning", "--data", shared.resolve("absent").toString()));
        assertTrue(frame.err.toString().contains("does not exist"), frame.err.toString());
    }
}
