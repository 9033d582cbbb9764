package org.cotangent.experiments.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.cotangent.shape.Complaint;

/**
 * One file of reference cases; what kind they are is seen from its content.
 *
 * @param path where it was read
 * @param kind what is in it
 * @param cases ready to be replayed; none of an unknown kind
 */
public record ReferenceFile(Path path, Kind kind, List<ReferenceCase> cases) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What a file can hold. */
    public enum Kind {
        /** Cases of operators. */
        OPERATORS,
        /** Runs of optimizers. */
        OPTIMIZERS,
        /** Sequences of learning rates. */
        SCHEDULES,
        /** Draws of initialisers. */
        INITIALISERS,
        /** Printed modules, tensors and optimizers. */
        TEXTS,
        /** JSON, but none of these. */
        UNKNOWN;

        private static Kind of(JsonNode root) {
            if (root.has("cases")) {
                return OPERATORS;
            }
            if (root.has("runs") && root.has("w0")) {
                return OPTIMIZERS;
            }
            if (root.has("sequences") && root.has("base_lr")) {
                return SCHEDULES;
            }
            if (root.has("init") && root.has("gains")) {
                return INITIALISERS;
            }
            return root.has("tensors") && root.has("optimizers") ? TEXTS : UNKNOWN;
        }
    }

    /** Makes the list unmodifiable. */
    public ReferenceFile {
        cases = List.copyOf(cases);
    }

    /**
     * Reads a file and checks its form, so that a broken one is known before anything is computed.
     *
     * @param file the file
     * @return its cases
     * @throws IllegalArgumentException when it cannot be read, is not JSON, or an entry lacks something; one sentence says
     *     what
     */
    public static ReferenceFile read(Path file) {
        JsonNode root = parse(file);
        Kind kind = Kind.of(root);
        try {
            Form.checkArrays(root, "");
            return new ReferenceFile(
                    file,
                    kind,
                    switch (kind) {
                        case OPERATORS -> OperatorCase.all(root);
                        case OPTIMIZERS -> OptimizerCases.all(root);
                        case SCHEDULES -> ScheduleCases.all(root);
                        case INITIALISERS -> InitialiserCases.all(root);
                        case TEXTS -> TextCases.all(root);
                        case UNKNOWN -> List.of();
                    });
        } catch (Form.Broken broken) {
            throw complaint(file, String.valueOf(broken.getMessage()), "the form that the README describes");
        }
    }

    private static JsonNode parse(Path file) {
        try {
            JsonNode root = JSON.readTree(Files.readAllBytes(file));
            if (root == null || root.isMissingNode()) {
                throw complaint(file, "the file is empty", "a JSON file");
            }
            return root;
        } catch (JsonProcessingException syntax) {
            String message = syntax.getOriginalMessage().lines().findFirst().orElse("");
            String line = syntax.getLocation() == null ? "" : " in line " + syntax.getLocation().getLineNr();
            throw complaint(file, "it is not JSON" + line + ": " + message, "a complete JSON file");
        } catch (NoSuchFileException missing) {
            throw complaint(file, "there is no such file", "the path of a file or a folder");
        } catch (IOException unreadable) {
            throw complaint(file, "it cannot be read: " + unreadable.getMessage(), "a file that may be read");
        }
    }

    private static IllegalArgumentException complaint(Path file, String reason, String hint) {
        return Complaint.about("verify " + file).because(reason).hint(hint).argument();
    }

    /** Replays all cases of a file. */
    static List<Outcome> replay(Path file) {
        return read(file).cases().stream().map(ReferenceCase::replay).toList();
    }
}
