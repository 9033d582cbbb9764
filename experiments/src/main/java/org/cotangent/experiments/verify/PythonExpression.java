package org.cotangent.experiments.verify;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the Python expressions that stand as labels in reference files, such as {@code Conv2d(4, 8, (3, 5), stride=2)}.
 *
 * <p>Numbers become Long or Double, {@code True} and {@code False} Boolean, texts String, lists and tuples {@link List},
 * dictionaries {@link Map}; the rest, also {@code None}, are the records below. Other Python is {@link NotCovered}.
 */
final class PythonExpression {
    /**
     * A name that stands for itself.
     *
     * @param text the name
     */
    record Name(String text) {
        @Override
        public String toString() {
            return text;
        }
    }

    /**
     * A call.
     *
     * @param function a {@link Name} or an {@link Attribute}
     * @param arguments what is in the parentheses
     */
    record Call(Object function, PythonArguments arguments) {
        /** The last part of the function's name. */
        String name() {
            return function instanceof Attribute attribute ? attribute.name() : String.valueOf(function);
        }

        @Override
        public String toString() {
            return function + "(" + arguments + ")";
        }
    }

    /**
     * Something of something else: {@code torch.zeros}.
     *
     * @param of the something else
     * @param name of the part
     */
    record Attribute(Object of, String name) {
        @Override
        public String toString() {
            return of + "." + name;
        }
    }

    /**
     * An operator between two values.
     *
     * @param operator {@code +}, {@code *} and so on
     * @param left the left value
     * @param right the right value
     */
    record Binary(String operator, Object left, Object right) {}

    /** Python's None. */
    static final Name NONE = new Name("None");

    private static final Pattern TOKEN = Pattern.compile(
            "\\s*(?:(?<number>\\d+\\.?\\d*(?:[eE][-+]?\\d+)?|\\.\\d+)|(?<name>[A-Za-z_]\\w*)|(?<text>'[^']*'|\"[^\"]*\")"
                    + "|(?<sign>\\*\\*|[-+*@/()\\[\\]{},:.=]))");

    private final String source;
    private final List<String> tokens = new ArrayList<>();
    private int next;

    private PythonExpression(String source) {
        this.source = source;
        Matcher matcher = TOKEN.matcher(source);
        int end = 0;
        while (end < source.length() && matcher.find(end) && matcher.start() == end) {
            tokens.add(matcher.group().strip());
            end = matcher.end();
        }
        if (!source.substring(end).isBlank()) {
            throw new NotCovered("a label that is not understood here: " + source);
        }
    }

    /** The value of an expression; keywords that follow a call are added to its arguments, under a leading dot. */
    static Object of(String source) {
        PythonExpression reader = new PythonExpression(source);
        Object value = reader.sum();
        Map<String, Object> trailing = new LinkedHashMap<>();
        while (reader.next < reader.tokens.size()) {
            String name = reader.take();
            reader.expect("=");
            trailing.put("." + name, reader.sum());
        }
        if (trailing.isEmpty()) {
            return value;
        }
        if (!(value instanceof Call call)) {
            throw reader.unknown();
        }
        return new Call(call.function(), call.arguments().with(trailing));
    }

    /** The call that a label consists of. */
    static Call call(String source) {
        Object value = of(source);
        return value instanceof Call call ? call : new Call(value, PythonArguments.none());
    }

    private NotCovered unknown() {
        return new NotCovered("a label that is not understood here: " + source);
    }

    private boolean at(String token) {
        return next < tokens.size() && tokens.get(next).equals(token);
    }

    private String take() {
        if (next == tokens.size()) {
            throw unknown();
        }
        return tokens.get(next++);
    }

    private void expect(String token) {
        if (!take().equals(token)) {
            throw unknown();
        }
    }

    private Object sum() {
        Object left = product();
        while (at("+") || at("-")) {
            left = new Binary(take(), left, product());
        }
        return left;
    }

    private Object product() {
        Object left = signed();
        while (at("*") || at("/") || at("@") || at("**")) {
            left = new Binary(take(), left, signed());
        }
        return left;
    }

    private Object signed() {
        if (!at("-")) {
            return primary();
        }
        take();
        Object value = signed();
        return switch (value) {
            case Long whole -> -whole;
            case Double number -> -number;
            case Name name when name.text().equals("inf") -> Double.NEGATIVE_INFINITY;
            default -> new Binary("-", 0L, value);
        };
    }

    private Object primary() {
        Object value = atom();
        while (at(".") || at("(")) {
            if (take().equals(".")) {
                value = new Attribute(value, take());
            } else {
                value = new Call(value, arguments());
            }
        }
        return value instanceof Name name ? constant(name) : value;
    }

    private static Object constant(Name name) {
        return switch (name.text()) {
            case "True" -> true;
            case "False" -> false;
            case "inf" -> Double.POSITIVE_INFINITY;
            case "nan" -> Double.NaN;
            default -> name;
        };
    }

    private Object atom() {
        String token = take();
        char first = token.charAt(0);
        if (Character.isDigit(first) || (first == '.' && token.length() > 1)) {
            return token.matches("\\d+") ? (Object) Long.valueOf(token) : (Object) Double.valueOf(token);
        }
        if (first == '\'' || first == '"') {
            return token.substring(1, token.length() - 1);
        }
        return switch (token) {
            case "(" -> parenthesis();
            case "[" -> list("]");
            case "{" -> dictionary();
            default -> {
                if (!Character.isJavaIdentifierStart(first)) {
                    throw unknown();
                }
                yield new Name(token);
            }
        };
    }

    /** A tuple, or one value in parentheses. */
    private Object parenthesis() {
        List<Object> values = list(")");
        boolean single = values.size() == 1 && !tokens.get(next - 2).equals(",");
        return single ? values.getFirst() : values;
    }

    private List<Object> list(String end) {
        List<Object> values = new ArrayList<>();
        while (!at(end)) {
            values.add(sum());
            if (!at(end)) {
                expect(",");
            }
        }
        take();
        return values;
    }

    private Map<String, Object> dictionary() {
        Map<String, Object> values = new LinkedHashMap<>();
        while (!at("}")) {
            String key = String.valueOf(sum());
            expect(":");
            values.put(key, sum());
            if (!at("}")) {
                expect(",");
            }
        }
        take();
        return values;
    }

    private PythonArguments arguments() {
        List<Object> positional = new ArrayList<>();
        Map<String, Object> named = new LinkedHashMap<>();
        while (!at(")")) {
            if (next + 1 < tokens.size() && tokens.get(next + 1).equals("=")) {
                String name = take();
                expect("=");
                named.put(name, sum());
            } else {
                Object value = sum();
                if (!named.isEmpty() && value instanceof Name flag) {
                    named.put(flag.text(), true); // not Python, but some labels name a flag so
                } else {
                    positional.add(value);
                }
            }
            if (!at(")")) {
                expect(",");
            }
        }
        take();
        return new PythonArguments(positional, named);
    }
}
