package org.cotangent.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Writes the float64 twin of every kernel that is marked for it, so that a kernel is maintained once.
 *
 * <p>A source takes part when its first line is {@code // twin: FloatX -> DoubleX}. The twin is the same text with the
 * substitutions below; a line that ends in {@code // twin:16->8} also has the number 16 replaced by 8 (lanes, for
 * example). Run by the build in generate-sources: {@code java Twins.java SOURCES TARGET}.
 */
public final class Twins {
    private static final Pattern MARK = Pattern.compile("// twin: (\\w+) -> (\\w+)");
    private static final Pattern NUMBER = Pattern.compile("// twin:(\\w+)->(\\w+)\\s*$");

    /** What stands for what, in this order. */
    private static final Map<String, String> SUBSTITUTIONS = new LinkedHashMap<>();

    static {
        SUBSTITUTIONS.put("/\\*bits\\*/ int\\b", "long"); // an integer as wide as the number
        SUBSTITUTIONS.put("\\bfloatToRawIntBits\\b", "doubleToRawLongBits");
        SUBSTITUTIONS.put("\\bintBitsToFloat\\b", "longBitsToDouble");
        SUBSTITUTIONS.put("\\breinterpretAsInts\\b", "reinterpretAsLongs");
        SUBSTITUTIONS.put("\\breinterpretAsFloats\\b", "reinterpretAsDoubles");
        SUBSTITUTIONS.put("\\bIntVector\\b", "LongVector");
        SUBSTITUTIONS.put("\\bFloat(?=[A-Z.>])", "Double");
        SUBSTITUTIONS.put("\\bfloat\\b", "double");
        SUBSTITUTIONS.put("\\bfloat32\\b", "float64");
        SUBSTITUTIONS.put("(?<=\\d)f\\b", "d");
        SUBSTITUTIONS.put("\\bFLOAT32\\b", "FLOAT64");
    }

    private Twins() {}

    /**
     * Writes the twins.
     *
     * @param arguments the folder of the sources and the folder to write to
     * @throws IOException when a file cannot be read or written
     */
    public static void main(String[] arguments) throws IOException {
        Path sources = Path.of(arguments[0]);
        Path target = Path.of(arguments[1]);
        List<Path> files;
        try (Stream<Path> all = Files.walk(sources)) {
            files = all.filter(file -> file.toString().endsWith(".java")).sorted().toList();
        }
        for (Path file : files) {
            String text = Files.readString(file);
            Matcher mark = MARK.matcher(text);
            if (!mark.lookingAt()) {
                continue;
            }
            Path twin = target.resolve(sources.relativize(file)).resolveSibling(mark.group(2) + ".java");
            String made = "// Generated from " + mark.group(1) + ".java: change that file instead.\n"
                    + twin(text.substring(mark.end()).stripLeading());
            if (!Files.exists(twin) || !Files.readString(twin).equals(made)) {
                Files.createDirectories(twin.getParent());
                Files.writeString(twin, made);
            }
        }
    }

    private static String twin(String text) {
        StringBuilder out = new StringBuilder();
        for (String line : text.split("\n", -1)) {
            String changed = line;
            Matcher number = NUMBER.matcher(line);
            if (number.find()) {
                changed = line.substring(0, number.start())
                        .replaceAll("\\b" + number.group(1) + "\\b", number.group(2))
                        .stripTrailing();
            }
            for (Map.Entry<String, String> each : SUBSTITUTIONS.entrySet()) {
                changed = changed.replaceAll(each.getKey(), each.getValue());
            }
            out.append(changed).append('\n');
        }
        out.setLength(out.length() - 1);
        return out.toString();
    }
}
