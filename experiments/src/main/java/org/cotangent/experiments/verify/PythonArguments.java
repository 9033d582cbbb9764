package org.cotangent.experiments.verify;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of a Python call in a label or a file, by position or by name.
 *
 * <p>Who reads them says in the end that this was all ({@link #done}); an argument that nobody asked for is not covered.
 */
final class PythonArguments {
    private final List<Object> positional;
    private final Map<String, Object> named;
    private final Set<Object> read = new HashSet<>();

    PythonArguments(List<Object> positional, Map<String, Object> named) {
        this.positional = List.copyOf(positional);
        this.named = new LinkedHashMap<>(named);
    }

    static PythonArguments none() {
        return new PythonArguments(List.of(), Map.of());
    }

    /** Keyword arguments of a file. */
    static PythonArguments of(JsonNode keywords) {
        Map<String, Object> named = new LinkedHashMap<>();
        keywords.properties().forEach(each -> named.put(each.getKey(), value(each.getValue())));
        return new PythonArguments(List.of(), named);
    }

    private static Object value(JsonNode node) {
        if (node.isNull()) {
            return PythonExpression.NONE;
        }
        if (node.isBoolean()) {
            return node.asBoolean();
        }
        if (node.isTextual()) {
            return node.asText();
        }
        if (node.isIntegralNumber()) {
            return node.asLong();
        }
        if (node.isNumber() || node.has("$f")) {
            return Golden.number(node);
        }
        List<Object> values = new ArrayList<>();
        Arguments.list(node).forEach(each -> values.add(value(each)));
        return values;
    }

    /** These and some more. */
    PythonArguments with(Map<String, Object> more) {
        Map<String, Object> all = new LinkedHashMap<>(named);
        all.putAll(more);
        return new PythonArguments(positional, all);
    }

    /** The argument, or null when it is absent. */
    @Nullable Object get(int position, String name) {
        read.add(name);
        if (position >= 0 && position < positional.size()) {
            read.add(position);
            return positional.get(position);
        }
        return named.get(name);
    }

    boolean has(int position, String name) {
        return get(position, name) != null;
    }

    double number(int position, String name, double otherwise) {
        Object value = get(position, name);
        return value == null ? otherwise : number(value);
    }

    double number(int position, String name) {
        Object value = get(position, name);
        if (value == null) {
            throw new NotCovered("the argument " + name + " is missing");
        }
        return number(value);
    }

    static double number(Object value) {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        throw new NotCovered("an argument that is not a number: " + value);
    }

    int integer(int position, String name, int otherwise) {
        return (int) number(position, name, otherwise);
    }

    int integer(int position, String name) {
        return (int) number(position, name);
    }

    boolean flag(int position, String name, boolean otherwise) {
        Object value = get(position, name);
        return value instanceof Boolean flag ? flag : otherwise;
    }

    /** A text; a bare name counts as one. */
    String text(int position, String name, String otherwise) {
        Object value = get(position, name);
        return value == null || value.equals(PythonExpression.NONE) ? otherwise : value.toString();
    }

    /** The members of a list or a tuple; a single value is a list of one. */
    List<Object> list(int position, String name) {
        Object value = get(position, name);
        if (value == null) {
            throw new NotCovered("the argument " + name + " is missing");
        }
        return members(value);
    }

    static List<Object> members(Object value) {
        return value instanceof List<?> list ? List.copyOf(list) : List.of(value);
    }

    /** Whole numbers: a list, a tuple, or one. */
    int[] ints(int position, String name) {
        return list(position, name).stream().mapToInt(each -> (int) number(each)).toArray();
    }

    /** All positional arguments from one on. */
    List<Object> rest(int position) {
        for (int i = position; i < positional.size(); i++) {
            read.add(i);
        }
        return positional.subList(Math.min(position, positional.size()), positional.size());
    }

    /** Arguments that change nothing here. */
    void ignore(String... names) {
        read.addAll(List.of(names));
    }

    /** Says that all arguments were read that mean something here. */
    void done() {
        for (int i = 0; i < positional.size(); i++) {
            if (!read.contains(i)) {
                throw new NotCovered("argument " + i + ", " + positional.get(i) + ", is not known here");
            }
        }
        for (String name : named.keySet()) {
            if (!read.contains(name)) {
                throw new NotCovered("the argument " + name + " is not known here");
            }
        }
    }

    @Override
    public String toString() {
        List<String> all = new ArrayList<>();
        positional.forEach(each -> all.add(String.valueOf(each)));
        named.forEach((name, value) -> all.add(name + "=" + value));
        return String.join(", ", all);
    }
}
