package org.cotangent.io;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the header of a .npy file: a Python dictionary of {@code descr}, {@code fortran_order} and {@code shape}.
 *
 * <p>It knows as much Python as that takes: strings, truth values, tuples of whole numbers.
 */
final class HeaderParser {
    private static final Set<String> KEYS = Set.of("descr", "fortran_order", "shape");
    private static final String WANTED =
            "np.save, whose headers look like {'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }";

    private final String what;
    private final String text;
    private int at;

    private HeaderParser(String what, String text) {
        this.what = what;
        this.text = text;
    }

    /** Reads a header; {@code what} names the file in messages. */
    static NpyHeader parse(String what, String text) throws IOException {
        return new HeaderParser(what, text).header();
    }

    private NpyHeader header() throws IOException {
        Map<String, Object> entries = dictionary();
        if (!entries.keySet().equals(KEYS)) {
            throw refusal("the header has the keys " + String.join(", ", entries.keySet())
                    + " instead of descr, fortran_order and shape");
        }
        if (entries.get("descr") instanceof Fields(String fields)) {
            throw Unreadable.of(
                    what,
                    "its elements are records of several fields, and a tensor holds numbers",
                    "descr is " + fields,
                    "saving one field: np.save(file, array['field'])");
        }
        if (!(entries.get("descr") instanceof String descr)) {
            throw refusal("descr is no text");
        }
        if (!(entries.get("fortran_order") instanceof Boolean fortran)) {
            throw refusal("fortran_order is neither True nor False");
        }
        if (!(entries.get("shape") instanceof Shape shape)) {
            throw refusal("shape is not a tuple of whole numbers");
        }
        return new NpyHeader(type(descr), order(descr), fortran, shape.sizes);
    }

    private NpyType type(String descr) throws IOException {
        boolean ordered = !descr.isEmpty() && "<>|=".indexOf(descr.charAt(0)) >= 0;
        String code = ordered ? descr.substring(1) : descr;
        char kind = code.isEmpty() ? ' ' : code.charAt(0);
        return NpyType.of(code)
                .orElseThrow(() -> Unreadable.of(
                        what,
                        switch (kind) {
                            case 'O' -> "its elements are Python objects, pickled: reading them would run a program";
                            case 'c' -> "its elements are complex numbers, which tensors do not hold";
                            case 'S', 'U', 'a' -> "its elements are texts, not numbers";
                            case 'M', 'm' -> "its elements are dates or times, not numbers";
                            default -> "its elements have a type that is not read";
                        },
                        "descr is " + descr,
                        "array.astype('float32') or astype('int64') before np.save"));
    }

    private static ByteOrder order(String descr) {
        return descr.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }

    // ---- Python -----------------------------------------------------------------------------------------------------

    private record Shape(List<Integer> sizes) {}

    /** The description of a structured type, as it stands there. */
    private record Fields(String text) {}

    private Map<String, Object> dictionary() throws IOException {
        Map<String, Object> entries = new LinkedHashMap<>();
        expect('{');
        while (!accept('}')) {
            String key = string();
            expect(':');
            if (entries.put(key, value()) != null) {
                throw refusal("the header has the key " + key + " twice");
            }
            if (!accept(',')) {
                expect('}');
                break;
            }
        }
        skipSpace();
        if (at < text.length()) {
            throw refusal("something follows the header's dictionary");
        }
        return entries;
    }

    private Object value() throws IOException {
        skipSpace();
        if (text.startsWith("True", at)) {
            at += 4;
            return true;
        }
        if (text.startsWith("False", at)) {
            at += 5;
            return false;
        }
        return switch (peek()) {
            case '\'', '"' -> string();
            case '(' -> tuple();
            case '[' -> fields();
            default -> throw expected("a value");
        };
    }

    private String string() throws IOException {
        skipSpace();
        char quote = peek();
        int end = quote == '\'' || quote == '"' ? text.indexOf(quote, at + 1) : -1;
        if (end < 0) {
            throw expected("a text in quotation marks");
        }
        String string = text.substring(at + 1, end);
        at = end + 1;
        return string;
    }

    private Shape tuple() throws IOException {
        List<Integer> sizes = new ArrayList<>();
        expect('(');
        while (!accept(')')) {
            sizes.add(size());
            if (!accept(',')) {
                expect(')');
                break;
            }
        }
        return new Shape(sizes);
    }

    private int size() throws IOException {
        skipSpace();
        int start = at;
        while (Character.digit(peek(), 10) >= 0) {
            at++;
        }
        String digits = text.substring(start, at);
        if (digits.isEmpty()) {
            throw expected("a size, 0 or more");
        }
        if (peek() == 'L') {
            at++; // Python 2 wrote long integers so
        }
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException e) {
            throw Unreadable.of(
                    what, "an axis of " + digits + " elements is longer than an array of Java can be", "", "a part of it");
        }
    }

    private Fields fields() throws IOException {
        int start = at;
        int end = text.lastIndexOf(']');
        if (end < start) {
            throw expected("the end of a list");
        }
        at = end + 1;
        return new Fields(text.substring(start, at));
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : '\0';
    }

    private boolean accept(char wanted) {
        skipSpace();
        if (at < text.length() && text.charAt(at) == wanted) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(char wanted) throws IOException {
        if (!accept(wanted)) {
            throw expected("'" + wanted + "'");
        }
    }

    private void skipSpace() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    // ---- messages ---------------------------------------------------------------------------------------------------

    private IOException expected(String wanted) {
        return Unreadable.of(
                what, "the header is not what numpy writes: " + wanted + " should stand here", place(), WANTED);
    }

    private IOException refusal(String why) {
        return Unreadable.of(what, why, "", WANTED);
    }

    private String place() {
        return "at character " + at + " of the header, before \""
                + text.substring(at, Math.min(at + 12, text.length())).strip() + "\"";
    }
}
