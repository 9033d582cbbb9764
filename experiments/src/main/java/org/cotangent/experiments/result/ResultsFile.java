package org.cotangent.experiments.result;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.cotangent.io.WholeFile;
import org.jspecify.annotations.Nullable;

/**
 * {@code results.json}: strict JSON, keys in a fixed order, one key a line.
 *
 * <p>JSON has no numbers that are not finite: they are written as {@code {"$f": "nan"}}, {@code {"$f": "inf"}} and
 * {@code {"$f": "-inf"}}. A tolerance is {@code {"kind": "exact" | "absolute" | "relative", "value": number}}. The key
 * {@code partial} is there, with the value true, only after an interruption.
 */
public final class ResultsFile {

    private ResultsFile() {}

    /**
     * Writes results, so that the file is either the old one or the whole new one.
     *
     * @param results what to write
     * @param file where to
     * @throws IOException when it cannot be written
     */
    public static void write(Results results, Path file) throws IOException {
        replace(file, json(results));
    }

    /**
     * Writes a text beside the file and then moves it there in one step.
     *
     * @param file what shall hold the text
     * @param text the new content, written as UTF-8
     * @throws IOException when it cannot be written; the old file is then as it was
     */
    public static void replace(Path file, String text) throws IOException {
        WholeFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * The text of the file.
     *
     * @param results what to write
     * @return JSON with a final newline
     */
    public static String json(Results results) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.setPrettyPrinter(new DefaultPrettyPrinter());
            json.writeStartObject();
            json.writeStringField("experiment", results.experiment());
            json.writeFieldName("seed");
            write(json, results.seed());
            json.writeStringField("device", results.device());
            json.writeStringField("backend", results.backend());
            json.writeNumberField("threads", results.threads());
            json.writeStringField("dtype", results.dtype());
            json.writeFieldName("parameters");
            write(json, results.parameters());
            json.writeFieldName("metrics");
            write(json, results.metrics());
            json.writeFieldName("series");
            write(json, results.series());
            json.writeArrayFieldStart("references");
            for (Reference row : results.references()) {
                json.writeStartObject();
                json.writeStringField("name", row.name());
                json.writeFieldName("ours");
                write(json, row.ours());
                json.writeFieldName("reference");
                write(json, row.reference());
                json.writeStringField("source", row.source());
                json.writeObjectFieldStart("tolerance");
                json.writeStringField("kind", row.tolerance().kind().name().toLowerCase(Locale.ROOT));
                json.writeNumberField("value", row.tolerance().value());
                json.writeEndObject();
                json.writeBooleanField("ok", row.ok());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeNumberField("seconds", results.seconds());
            if (results.partial()) {
                json.writeBooleanField("partial", true);
            }
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new IllegalStateException("a text in memory cannot fail to be written", impossible);
        }
        return text.append('\n').toString();
    }

    private static void write(JsonGenerator json, @Nullable Object value) throws IOException {
        switch (value) {
            case null -> json.writeNull();
            case Double d when Double.isFinite(d) -> json.writeNumber(d);
            case Double d -> {
                json.writeStartObject();
                json.writeStringField("$f", Double.isNaN(d) ? "nan" : d > 0 ? "inf" : "-inf");
                json.writeEndObject();
            }
            case Integer i -> json.writeNumber(i);
            case Long l -> json.writeNumber(l);
            case BigInteger b -> json.writeNumber(b);
            case Boolean b -> json.writeBoolean(b);
            case String s -> json.writeString(s);
            case List<?> list -> {
                json.writeStartArray();
                for (Object element : list) {
                    write(json, element);
                }
                json.writeEndArray();
            }
            case Map<?, ?> map -> {
                json.writeStartObject();
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    json.writeFieldName(String.valueOf(entry.getKey()));
                    write(json, entry.getValue());
                }
                json.writeEndObject();
            }
            default -> throw new IllegalArgumentException(
                    "results: " + value.getClass().getName() + " has no form in JSON. Try: a number, text or list");
        }
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @param file a results.json
     * @return equal results
     * @throws IOException when it cannot be read or is not such a file
     */
    public static Results read(Path file) throws IOException {
        return parse(Files.readString(file, StandardCharsets.UTF_8), file);
    }

    /**
     * Reads what {@link #json} made.
     *
     * @param text the text of a results.json
     * @param file where it came from, for messages
     * @return equal results
     * @throws IOException when it is not such a text
     */
    public static Results parse(String text, Path file) throws IOException {
        JsonNode root = new ObjectMapper().readTree(text);
        Map<String, List<Double>> series = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : field(file, root, "series").properties()) {
            List<Double> values = new ArrayList<>();
            entry.getValue().forEach(value -> values.add(number(value)));
            series.put(entry.getKey(), values);
        }
        List<Reference> references = new ArrayList<>();
        for (JsonNode row : field(file, root, "references")) {
            JsonNode tolerance = field(file, row, "tolerance");
            references.add(new Reference(
                    field(file, row, "name").asText(),
                    present(value(field(file, row, "ours"))),
                    present(value(field(file, row, "reference"))),
                    field(file, row, "source").asText(),
                    new Tolerance(
                            Tolerance.Kind.valueOf(
                                    field(file, tolerance, "kind").asText().toUpperCase(Locale.ROOT)),
                            field(file, tolerance, "value").asDouble()),
                    field(file, row, "ok").asBoolean()));
        }
        JsonNode seed = field(file, root, "seed");
        return new Results(
                field(file, root, "experiment").asText(),
                seed.isNull() ? null : seed.bigIntegerValue(),
                field(file, root, "device").asText(),
                field(file, root, "backend").asText(),
                field(file, root, "threads").asInt(),
                field(file, root, "dtype").asText(),
                values(field(file, root, "parameters")),
                values(field(file, root, "metrics")),
                series,
                references,
                field(file, root, "seconds").asDouble(),
                root.path("partial").asBoolean(false));
    }

    private static JsonNode field(Path file, JsonNode parent, String name) throws IOException {
        JsonNode child = parent.get(name);
        if (child == null) {
            throw new IOException("read results from " + file + ": there is no \"" + name
                    + "\" in it, so no run of ours wrote it. Try: the results.json of a run");
        }
        return child;
    }

    private static Map<String, Object> values(JsonNode object) {
        Map<String, Object> result = new LinkedHashMap<>();
        object.properties().forEach(entry -> result.put(entry.getKey(), present(value(entry.getValue()))));
        return result;
    }

    private static Object present(@Nullable Object value) {
        return value == null ? "none" : value;
    }

    private static double number(JsonNode node) {
        return switch (node.path("$f").asText("")) {
            case "nan" -> Double.NaN;
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> node.asDouble();
        };
    }

    private static @Nullable Object value(JsonNode node) {
        if (node.isNull()) {
            return null;
        }
        if (node.isArray()) {
            List<@Nullable Object> list = new ArrayList<>();
            node.forEach(element -> list.add(value(element)));
            return list;
        }
        if (node.isTextual()) {
            return node.asText();
        }
        if (node.isBoolean()) {
            return node.asBoolean();
        }
        if (node.isIntegralNumber() && node.canConvertToLong()) {
            return node.asLong();
        }
        return number(node);
    }
}
