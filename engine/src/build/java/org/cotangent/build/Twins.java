package org.cotangent.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Writes the float64 twin of every kernel that is marked for it, so that a kernel is maintained once; before, those whose
 * loops over registers are {@linkplain Unrolled to be written out}.
 *
 * <p>A source takes part when its first line is {@code // twin: FloatX -> DoubleX}. The twin is the same text with the
 * substitutions below; a line that ends in {@code // twin:16->8} also has the number 16 replaced by 8 (lanes, for
 * example). Run by the build in generate-sources: {@code java Twins.java SOURCES UNROLLED TARGET}.
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
     * Writes the twins, and what is unrolled.
     *
     * @param arguments the folder of the sources, the folder of those that are {@linkplain Unrolled to be unrolled} first, and
     *     the folder to write to
     * @throws IOException when a file cannot be read or written
     */
    public static void main(String[] arguments) throws IOException {
        Path target = Path.of(arguments[2]);
        Set<Path> made = new HashSet<>();
        each(Path.of(arguments[0]), (place, text) -> twin(place, text, target, made));
        each(Path.of(arguments[1]), (place, text) -> {
            String unrolled = Unrolled.text(text);
            Path file = target.resolve(place);
            write(file, "// Generated from the file of this name in src/build/unrolled: change that instead.\n" + unrolled, made);
            twin(place, unrolled, target, made);
        });
        each(target, (place, text) -> {
            if (!made.contains(target.resolve(place))) { // its source has gone, or has another name
                Files.delete(target.resolve(place));
            }
        });
    }

    private interface Work {
        void on(Path place, String text) throws IOException;
    }

    private static void each(Path folder, Work work) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(file -> file.toString().endsWith(".java")).sorted().toList();
        }
        for (Path file : files) {
            work.on(folder.relativize(file), Files.readString(file));
        }
    }

    private static void twin(Path place, String text, Path target, Set<Path> made) throws IOException {
        Matcher mark = MARK.matcher(text);
        if (mark.lookingAt()) {
            write(
                    target.resolve(place).resolveSibling(mark.group(2) + ".java"),
                    "// Generated from " + mark.group(1) + ".java: change that file instead.\n"
                            + twin(text.substring(mark.end()).stripLeading()),
                    made);
        }
    }

    /** Leaves a file alone that is as it should be, so that nothing is compiled again. */
    private static void write(Path file, String text, Set<Path> made) throws IOException {
        made.add(file);
        if (!Files.exists(file) || !Files.readString(file).equals(text)) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
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
