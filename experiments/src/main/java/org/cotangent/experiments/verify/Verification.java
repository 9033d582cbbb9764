package org.cotangent.experiments.verify;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;

/** What came of many cases. */
public final class Verification {
    private final SequencedMap<Path, List<Outcome>> byFile = new LinkedHashMap<>();

    /** Of no cases yet. */
    public Verification() {}

    /**
     * Adds what came of a case.
     *
     * @param file where the case stands
     * @param outcome what came of it
     */
    public void add(Path file, Outcome outcome) {
        byFile.computeIfAbsent(file, unknown -> new ArrayList<>()).add(outcome);
    }

    /**
     * How many cases ended in one way.
     *
     * @param verdict which way
     * @return their number
     */
    public long count(Outcome.Verdict verdict) {
        return byFile.values().stream()
                .flatMap(List::stream)
                .filter(each -> each.verdict() == verdict)
                .count();
    }

    /**
     * What came of the cases of each op.
     *
     * @return by the name of the op, each in the order in which they were added
     */
    public SortedMap<String, List<Outcome>> byOp() {
        SortedMap<String, List<Outcome>> all = new TreeMap<>();
        byFile.values().stream().flatMap(List::stream).forEach(each -> all.computeIfAbsent(
                        each.op(), unknown -> new ArrayList<>())
                .add(each));
        return all;
    }

    /**
     * All of it as JSON: the three counts, under {@code files} each file with its cases, and {@code partial} when the run
     * was interrupted.
     *
     * @param finished whether all cases were replayed
     * @return the text of a file
     */
    public String json(boolean finished) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.setPrettyPrinter(new DefaultPrettyPrinter());
            json.writeStartObject();
            json.writeNumberField("passed", count(Outcome.Verdict.PASSED));
            json.writeNumberField("failed", count(Outcome.Verdict.FAILED));
            json.writeNumberField("notCovered", count(Outcome.Verdict.NOT_COVERED));
            if (!finished) {
                json.writeBooleanField("partial", true);
            }
            json.writeArrayFieldStart("files");
            for (Map.Entry<Path, List<Outcome>> file : byFile.entrySet()) {
                json.writeStartObject();
                json.writeStringField("file", file.getKey().toString());
                json.writeArrayFieldStart("cases");
                for (Outcome each : file.getValue()) {
                    write(json, each);
                }
                json.writeEndArray();
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new IllegalStateException("a text in memory cannot fail to be written", impossible);
        }
        return text.append('\n').toString();
    }

    private static void write(JsonGenerator json, Outcome outcome) throws IOException {
        json.writeStartObject();
        json.writeStringField("op", outcome.op());
        json.writeStringField("id", outcome.id());
        json.writeStringField("verdict", outcome.verdict().name().toLowerCase(Locale.ROOT).replace('_', ' '));
        if (!outcome.reason().isEmpty()) {
            json.writeStringField("reason", outcome.reason());
        }
        json.writeEndObject();
    }
}
