package org.cotangent.experiments.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.shape.Complaint;

/** One file of reference cases; what kind they are is seen from its content. */
final class ReferenceFile {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ReferenceFile() {}

    /** Replays all cases of a file. */
    static List<Outcome> replay(Path file) {
        JsonNode root = read(file);
        if (root.path("cases").isArray()) {
            return operators(root.get("cases"), file);
        }
        throw Complaint.about("verify " + file)
                .because("none of the known kinds of reference cases is in it")
                .hint("a file with \"cases\" (operators), \"runs\" (optimizers), \"sequences\" (schedules), \"init\""
                        + " (initialisers) or \"modules\" (printed forms)")
                .argument();
    }

    private static JsonNode read(Path file) {
        try {
            JsonNode root = JSON.readTree(Files.readAllBytes(file));
            if (root == null || root.isMissingNode()) {
                throw Complaint.about("verify " + file).because("the file is empty").hint("a JSON file").argument();
            }
            return root;
        } catch (IOException broken) {
            String reason = broken instanceof com.fasterxml.jackson.core.JsonProcessingException syntax
                    ? "it is not JSON: " + syntax.getOriginalMessage() + " at line "
                            + syntax.getLocation().getLineNr()
                    : "it cannot be read: " + broken.getMessage();
            throw Complaint.about("verify " + file).because(reason).hint("a complete JSON file").argument();
        }
    }

    private static List<Outcome> operators(JsonNode cases, Path file) {
        Map<String, OperatorCase.Tolerance> tolerances = tolerances();
        Calls calls = Calls.all();
        List<Outcome> outcomes = new ArrayList<>();
        for (JsonNode each : cases) {
            if (!each.path("op").isTextual() || !each.has("f64") || !each.path("tensors").isArray()) {
                throw Complaint.about("verify " + file)
                        .because("case " + outcomes.size() + " lacks one of op, tensors, f64")
                        .hint("the form that the README describes")
                        .argument();
            }
            outcomes.add(OperatorCase.replay(each, calls, tolerances));
        }
        return outcomes;
    }

    /** PyTorch's own float32 errors, shipped with the program. */
    private static Map<String, OperatorCase.Tolerance> tolerances() {
        Map<String, OperatorCase.Tolerance> known = new HashMap<>();
        try (InputStream in = ReferenceFile.class.getResourceAsStream("op_tolerances.json")) {
            if (in == null) {
                throw new IllegalStateException("op_tolerances.json is missing from the program");
            }
            JSON.readTree(in)
                    .get("ops")
                    .properties()
                    .forEach(op -> known.put(
                            op.getKey(),
                            new OperatorCase.Tolerance(
                                    op.getValue().path("out").asDouble(),
                                    op.getValue().path("grad").asDouble())));
        } catch (IOException unreadable) {
            throw new IllegalStateException("op_tolerances.json cannot be read", unreadable);
        }
        return known;
    }
}
