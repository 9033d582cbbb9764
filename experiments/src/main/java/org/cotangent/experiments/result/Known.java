package org.cotangent.experiments.result;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reference numbers that are shipped with the program, as a JSON file beside the class that compares with them. They come
 * from other programs, never from a run of ours.
 */
public final class Known {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String place;
    private final JsonNode node;

    private Known(String place, JsonNode node) {
        this.place = place;
        this.node = node;
    }

    /**
     * Reads a file.
     *
     * @param owner the class that it lies beside
     * @param file its name
     * @return what it holds
     * @throws IllegalStateException when it is missing or broken, so that the program was not built completely
     */
    public static Known beside(Class<?> owner, String file) {
        try (InputStream in = owner.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is missing beside " + owner.getName());
            }
            return new Known(file, JSON.readTree(in));
        } catch (IOException broken) {
            throw new IllegalStateException(file + " cannot be read", broken);
        }
    }

    private JsonNode get(String key) {
        JsonNode found = node.get(key);
        if (found == null) {
            throw new IllegalStateException(place + " has no \"" + key + "\"");
        }
        return found;
    }

    /**
     * A group of numbers.
     *
     * @param key its name
     * @return the group
     */
    public Known group(String key) {
        return new Known(place + " " + key, get(key));
    }

    /**
     * A list of groups.
     *
     * @param key its name
     * @return the groups in their order
     */
    public List<Known> groups(String key) {
        List<Known> groups = new ArrayList<>();
        for (JsonNode each : get(key)) {
            groups.add(new Known(place + " " + key + " " + groups.size(), each));
        }
        return List.copyOf(groups);
    }

    /**
     * One number.
     *
     * @param key its name
     * @return the number
     */
    public double number(String key) {
        return get(key).asDouble();
    }

    /**
     * A list of numbers.
     *
     * @param key its name
     * @return the numbers in their order
     */
    public double[] numbers(String key) {
        JsonNode list = get(key);
        double[] values = new double[list.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = list.get(i).asDouble();
        }
        return values;
    }

    /**
     * A text, a number or a truth value as text.
     *
     * @param key its name
     * @return the text
     */
    public String text(String key) {
        return get(key).asText();
    }

    /**
     * Compares a text of several lines with the known one, in words short enough for a row of a table.
     *
     * @param key the name of the known text
     * @param ours our text
     * @return "the same", or the first line of ours that differs
     */
    public String compared(String key, String ours) {
        String[] expected = text(key).split("\n", -1);
        String[] found = ours.split("\n", -1);
        for (int i = 0; i < Math.max(expected.length, found.length); i++) {
            if (i >= found.length || i >= expected.length || !found[i].equals(expected[i])) {
                return "line " + (i + 1) + " is " + (i < found.length ? found[i].strip() : "missing");
            }
        }
        return "the same";
    }

    /**
     * Texts by name.
     *
     * @param key the name of the group
     * @return the texts in the file's order
     */
    public Map<String, String> texts(String key) {
        Map<String, String> texts = new LinkedHashMap<>();
        get(key).properties().forEach(each -> texts.put(each.getKey(), each.getValue().asText()));
        return texts;
    }
}
