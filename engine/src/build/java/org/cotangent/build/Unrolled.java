package org.cotangent.build;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes out loops over registers: vectors are fast in local variables only, and those cannot be numbered by a loop.
 *
 * <p>The statement after a comment {@code // each r < 4, v < 3} is repeated for all pairs of numbers, with the number in
 * place of {@code {r}} and {@code {v}}, and of a sum such as {@code {3 * r + v}}; or the parameter, if it is a line that ends
 * in a comma. What is repeated 0 times, is left out. A comment that ends in an opening brace repeats all lines to {@code // }}.
 * Numbers may be listed, several at a time too: {@code // each RxV in 4x5 8x1}; and words, as in {@code // each f/LEAST in min/0
 * max/1}. What begins inside may say {@code v < V}, or {@code t < R * V}.
 */
final class Unrolled {
    private static final Pattern EACH = Pattern.compile("\\s*// each (.+?)( \\{)?");
    private static final Pattern SUM = Pattern.compile("\\{(\\w+( [+*] \\w+)+)}");
    private static final Pattern END = Pattern.compile("\\s*// }");

    private Unrolled() {}

    static String text(String source) {
        List<String> out = new ArrayList<>();
        expand(source.lines().toList(), Map.of(), out);
        return String.join("\n", out) + "\n";
    }

    private static void expand(List<String> lines, Map<String, String> numbers, List<String> out) {
        for (int i = 0; i < lines.size(); i++) {
            Matcher each = EACH.matcher(lines.get(i));
            if (!each.matches()) {
                out.add(filled(lines.get(i), numbers));
                continue;
            }
            boolean block = each.group(2) != null;
            int end = block ? endOfBlock(lines, i + 1) : endOfStatement(lines, i + 1);
            repeat(List.of(each.group(1).split(", ")), lines.subList(i + 1, end), numbers, out);
            i = block ? end : end - 1;
        }
    }

    private static void repeat(List<String> ranges, List<String> body, Map<String, String> numbers, List<String> out) {
        if (ranges.isEmpty()) {
            expand(body, numbers, out);
            return;
        }
        String[] words = ranges.getFirst().split(" ");
        List<String> rest = Arrays.asList(words).subList(2, words.length);
        List<String> values = words[1].equals("<") ? upTo(number(String.join(" ", rest), numbers)) : rest;
        String between = words[0].contains("/") ? "/" : words[0].contains("x") ? "x" : " ";
        String[] names = words[0].split(between);
        for (String value : values) {
            Map<String, String> more = new HashMap<>(numbers);
            for (int n = 0; n < names.length; n++) {
                more.put(names[n], value.split(between)[n]);
            }
            repeat(ranges.subList(1, ranges.size()), body, more, out);
        }
    }

    private static List<String> upTo(int limit) {
        List<String> numbers = new ArrayList<>();
        for (int i = 0; i < limit; i++) {
            numbers.add(String.valueOf(i));
        }
        return numbers;
    }

    private static int endOfStatement(List<String> lines, int from) {
        for (int i = from; i < lines.size(); i++) {
            if (lines.get(i).endsWith(";") || i == from && lines.get(i).endsWith(",")) {
                return i + 1;
            }
        }
        throw new IllegalArgumentException("nothing to repeat after " + lines.get(from - 1).strip());
    }

    private static int endOfBlock(List<String> lines, int from) {
        int open = 1;
        for (int i = from; i < lines.size(); i++) {
            Matcher each = EACH.matcher(lines.get(i));
            if (each.matches() && each.group(2) != null) {
                open++;
            } else if (END.matcher(lines.get(i)).matches() && --open == 0) {
                return i;
            }
        }
        throw new IllegalArgumentException("no end of " + lines.get(from - 1).strip());
    }

    /** The line with numbers; what is added 0 times is left out, and what once, needs no factor. */
    private static String filled(String line, Map<String, String> numbers) {
        String text = line;
        for (Map.Entry<String, String> each : numbers.entrySet()) {
            text = text.replace("{" + each.getKey() + "}", each.getValue());
        }
        text = SUM.matcher(text).replaceAll(sum -> String.valueOf(number(sum.group(1), numbers)));
        return numbers.isEmpty() ? text : text.replaceAll(" \\+ 0( \\* \\w+)+", "").replaceAll("\\b1 \\* ", "");
    }

    /** A sum of products of numbers and names, such as {@code 2 * r + 1}. */
    private static int number(String sum, Map<String, String> numbers) {
        int total = 0;
        for (String summand : sum.split(" \\+ ")) {
            int product = 1;
            for (String factor : summand.split(" \\* ")) {
                product *= Integer.parseInt(numbers.getOrDefault(factor, factor));
            }
            total += product;
        }
        return total;
    }
}
