package org.cotangent.experiments.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** References that hold pass; the same with one number changed do not. */
class ReplayTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private static JsonNode resource(String name) throws IOException {
        try (InputStream in = ReplayTest.class.getResourceAsStream(name)) {
            return JSON.readTree(in);
        }
    }

    private List<Outcome> replay(JsonNode root) throws IOException {
        Path file = folder.resolve("changed.json");
        Files.writeString(file, root.toString());
        return ReferenceFile.replay(file);
    }

    private static List<Outcome> failed(List<Outcome> outcomes) {
        return outcomes.stream()
                .filter(each -> each.verdict() == Outcome.Verdict.FAILED)
                .toList();
    }

    /** The last file is what src/main/python/cases.py writes. */
    @ParameterizedTest
    @CsvSource({
        "mixed/operators.json",
        "mixed/optimizers.json",
        "mixed/below/schedules.json",
        "mixed/below/initialisers.json",
        "mixed/below/texts.json",
        "own.json"
    })
    void referencesHold(String name) throws IOException {
        List<Outcome> outcomes = replay(resource(name));
        assertEquals(List.of(), failed(outcomes));
        assertTrue(outcomes.stream().anyMatch(each -> each.verdict() == Outcome.Verdict.PASSED));
    }

    /** Changes what a pointer leads to: the last element of an array, a number, a flag or a text. */
    private static void change(JsonNode root, String pointer) {
        int slash = pointer.lastIndexOf('/');
        JsonNode parent = root.at(pointer.substring(0, slash));
        String key = pointer.substring(slash + 1);
        JsonNode old = parent.isArray() ? parent.get(Integer.parseInt(key)) : parent.get(key);
        JsonNode changed = changed(old);
        if (parent instanceof ArrayNode array) {
            array.set(Integer.parseInt(key), changed);
        } else {
            ((ObjectNode) parent).set(key, changed);
        }
    }

    private static JsonNode changed(JsonNode old) {
        if (Golden.isArray(old)) {
            ObjectNode copy = old.deepCopy();
            byte[] bytes = Base64.getDecoder().decode(old.get("b64").asText());
            ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            if (old.get("dtype").asText().equals("float32")) {
                int at = bytes.length - Float.BYTES;
                buffer.putFloat(at, buffer.getFloat(at) * 1.001f + 0.001f);
            } else {
                int at = bytes.length - Double.BYTES;
                buffer.putDouble(at, buffer.getDouble(at) * 1.000001 + 1e-8);
            }
            return copy.put("b64", Base64.getEncoder().encodeToString(bytes));
        }
        if (old.isIntegralNumber()) {
            return JSON.getNodeFactory().numberNode(old.asLong() + 1);
        }
        return old.isNumber()
                ? JSON.getNodeFactory().numberNode(old.asDouble() * 1.00001)
                : JSON.getNodeFactory().textNode(old.asText() + " ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mixed/operators.json | /cases/5/f64/out/0 | matmul | float64: output 0 [",
                "mixed/operators.json | /cases/5/f64/grads/0 | matmul | float64: gradient of tensor 0 [",
                "mixed/operators.json | /cases/5/f64/gg_inputs/0 | matmul | float64: double backward to tensor 0 [",
                "mixed/operators.json | /cases/5/f64/gg_cot/0 | matmul | float64: directional derivative of output 0 [",
                "mixed/optimizers.json | /runs/0/loss_before_each_step/7 | optim.SGD | loss before step 7",
                "mixed/optimizers.json | /runs/0/params_after_each_step | optim.SGD | parameters after step 9",
                "mixed/optimizers.json | /runs/0/state_after_10/1/momentum_buffer | optim.SGD | momentum_buffer of parameter 1",
                "mixed/optimizers.json | /runs/0/defaults/lr | optim.SGD | the settings are",
                "mixed/optimizers.json | /runs/14/closure_evaluations | optim.LBFGS | the loss was computed",
                "mixed/optimizers.json | /runs/15/params_after_each_step | optim.SGD | parameters after step 9",
                "mixed/optimizers.json | /param_groups/params_after_each_step | optim.param_groups | parameters after step 9",
                "mixed/optimizers.json | /clip_grad/0/total_norm | nn.utils.clip_grad_norm_ | the norm [0] is",
                "mixed/optimizers.json | /clip_grad/1/after/0 | nn.utils.clip_grad_norm_ | gradient 0 [5]",
                "mixed/optimizers.json | /clip_grad/4/after/1 | nn.utils.clip_grad_value_ | gradient 1 [2]",
                "mixed/below/schedules.json | /sequences/ExponentialLR(0.9)/lrs/30 | lr_scheduler.ExponentialLR | rate [30] is",
                "mixed/below/schedules.json | /sequences/OneCycleLR(max_lr=1, total_steps=31, three_phase)/momenta/3 |"
                        + " lr_scheduler.OneCycleLR | momentum [3] is",
                "mixed/below/initialisers.json | /gains/tanh | init.calculate_gain | gain [0] is",
                "mixed/below/initialisers.json | /trunc_normal_statistics/std | init.trunc_normal_ | [3] is",
                "mixed/below/initialisers.json | /init/0/out | init.kaiming_uniform_ | value [14] is",
                "mixed/below/initialisers.json | /init/0/next_rand | init.kaiming_uniform_ | the stream goes on with",
                "mixed/below/initialisers.json | /modules/0/state_dict/bias | nn.Linear | bias [1] is",
                "mixed/below/initialisers.json | /modules/0/n_parameters | nn.Linear | it has 8 parameters",
                "mixed/below/initialisers.json | /modules/0/repr | nn.Linear | the text is, in line 1",
                "mixed/below/texts.json | /modules/Linear(3, 4) | repr.module | the text is, in line 1",
                "mixed/below/texts.json | /optimizers/AdamW(p) | repr.optimizer | the text is, in line 11",
                "mixed/below/texts.json | /tensors/0/repr | repr.tensor | the text is, in line 1",
            })
    void aChangedNumberFails(String name, String pointer, String op, String reason) throws IOException {
        JsonNode root = resource(name);
        change(root, pointer);
        List<Outcome> failed = failed(replay(root));
        assertEquals(1, failed.size(), failed::toString);
        assertEquals(op, failed.getFirst().op());
        assertTrue(failed.getFirst().reason().contains(reason), failed.getFirst().reason());
    }

    /** What is known to be wrong in a reference hides nothing else that is. */
    @Test
    void aFlawOfTheReferenceDoesNotHideAMistake() throws IOException {
        JsonNode root = resource("mixed/operators.json");
        for (int i = 0; i < root.get("cases").size(); i++) {
            ObjectNode each = (ObjectNode) root.get("cases").get(i);
            if (each.get("id").asText().equals("abs#5")) {
                change(root, "/cases/" + i + "/f64/gg_cot/0");
            }
        }
        List<Outcome> failed = failed(replay(root));
        assertEquals("abs#5", failed.getFirst().id());
        assertTrue(failed.getFirst().reason().contains("directional derivative"), failed.getFirst().reason());
    }

    @Test
    void aCaseNeedsLittle() throws IOException {
        ObjectNode least = (ObjectNode) resource("mixed/operators.json").at("/cases/5");
        List.of("id", "src", "cot", "gg_v", "f32", "kwargs", "note").forEach(least::remove);
        ((ObjectNode) least.get("f64")).retain("out");
        ObjectNode root = JSON.createObjectNode();
        root.putArray("cases").add(least);
        assertEquals(List.of(Outcome.passed("matmul", "matmul#0")), replay(root));
    }

    @Test
    void whatIsNotKnownIsNotCovered() throws IOException {
        JsonNode root = JSON.readTree(
                """
                {"base_lr": 0.1, "sequences": {"FancyLR(3)": {"lrs": [1]}, "StepLR(3, swing=2)": {"lrs": [1]},
                 "LambdaLR(lambda t: t)": {"lrs": [1]}}}
                """);
        assertEquals(
                List.of(
                        "there is no schedule FancyLR",
                        "the argument swing is not known here",
                        "a label that is not understood here: LambdaLR(lambda t: t)"),
                replay(root).stream().map(Outcome::reason).toList());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | the file is empty",
                "{\"cases\": [ | it is not JSON in line 1",
                "{\"cases\": 3} | \"cases\" of the file is not a list",
                "{\"cases\": [{\"op\": \"sin\"}]} | sin#0 lacks \"tensors\"",
                "{\"cases\": [{\"tensors\": []}]} | case 0 lacks \"op\"",
                "{\"cases\": [{\"op\": \"sin\", \"tensors\": [], \"f64\": {}}]} | f64 of sin#0 lacks \"out\"",
                "{\"cases\": [{\"id\": \"a\", \"x\": {\"dtype\": \"float32\", \"shape\": [2], \"b64\": \"AAAA\"}}]}"
                        + " | the array of a / x cannot be decoded",
                "{\"runs\": [], \"w0\": 1} | the file lacks \"X\"",
                "{\"sequences\": {\"a\": {}}, \"base_lr\": 1} | a lacks \"lrs\"",
                "{\"init\": [{}], \"gains\": {}} | init 0 lacks \"init\"",
                "{\"tensors\": [{}], \"optimizers\": {}} | tensor 0 lacks \"expr\"",
            })
    void aBrokenFileIsToldInOneSentence(String text, String reason) throws IOException {
        Path file = folder.resolve("broken.json");
        Files.writeString(file, text);
        String message = assertThrows(IllegalArgumentException.class, () -> ReferenceFile.read(file))
                .getMessage();
        assertTrue(message.startsWith("verify " + file + ": " + reason), message);
        assertTrue(message.contains(". Try: "), message);
    }
}
