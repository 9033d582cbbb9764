package org.cotangent;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A source file with one small mistake in a rule.
 *
 * @param file its name
 * @param entry the entry whose rule it is, or an empty text for the walk
 * @param line where
 * @param change what was changed
 * @param source the whole changed text
 */
record Mutant(String file, String entry, int line, String change, String source) {
    private static final Pattern ENTRY =
            Pattern.compile("(?:unary|binary|Logic\\.of|Entry\\.exact|Entry\\.of)\\(\\s*\"(\\w+)\"");
    private static final Pattern RULE = Pattern.compile("\\.rules?(?:ByInput|ByOutput)?\\(");
    private static final Pattern METHOD = Pattern.compile("Tensor gradient\\(int input, Tensor g, Node at\\) \\{");
    private static final Pattern HELPER = Pattern.compile("private static Tensor share\\([^)]*\\) \\{");

    private record Edit(Pattern pattern, String replacement) {
        static Edit of(String pattern, String replacement) {
            return new Edit(Pattern.compile(pattern), replacement);
        }
    }

    /** The mistakes that people make: a sign, a factor, a mask, a sum, a transpose, the other operand. */
    private static final List<Edit> EDITS = List.of(
            Edit.of("\\.neg\\(\\)", ""),
            Edit.of("\\.(mul|div|add|sub|rsub)\\((-?[0-9.]+|[a-z])\\)", ""),
            Edit.of("\\.sub\\(", ".add("),
            Edit.of("\\.mul\\((?=[a-z]\\))", ".div("),
            Edit.of("\\.div\\((?=[a-z(])", ".mul("),
            Edit.of("\\.(square|exp|log|cos|sin|sign|abs|t|reciprocal)\\(\\)", ""),
            Edit.of("\\.cos\\(\\)", ".sin()"),
            Edit.of("\\.sin\\(\\)", ".cos()"),
            Edit.of("\\.transpose\\(-2, -1\\)", ""),
            Edit.of("\\.sum\\(true, -1\\)", ""),
            Edit.of("\\.sum\\(", ".mean("),
            Edit.of("\\.gt\\(", ".lt("),
            Edit.of("\\.lt\\(", ".gt("),
            Edit.of("\\.where\\(g, g\\.like\\(0\\)\\)", ".where(g, g)"),
            Edit.of("\\.where\\(g\\.like\\(0\\), g\\)", ".where(g, g)"),
            Edit.of("g\\.like\\(0\\)", "g"),
            Edit.of("-> g(?=[,)])", "-> g.neg()"),
            Edit.of("return g;", "return g.mul(2);"),
            Edit.of("-> g;", "-> g.mul(2);"),
            Edit.of("return (?=[a-zA-Z(])([^;]*g[^;]*);", "return ($1).mul(2);"),
            Edit.of("input\\(0\\)(?=\\.|\\))", "input(1)"),
            Edit.of("input\\(1\\)(?=\\.|\\))", "input(0)"),
            Edit.of("-> ([a-zA-Z][^;{]*?\\.of\\(h, y\\)),", "-> $1.neg(),"),
            Edit.of("0\\.5", "1"),
            Edit.of("back\\[order\\[i\\]\\] = i", "back[i] = order[i]"),
            Edit.of("(?<=[(, ])start(?=[,)])", "start + step"),
            Edit.of("limit\\(input\\)", "limit(0)"),
            Edit.of("output\\(\\)", "input(0)"),
            Edit.of("input == 0", "input != 0"),
            Edit.of("\\bat\\.input\\(0\\)\\.eq\\(at\\.output\\(\\)\\)", "at.input(0).ge(at.output().sub(9))"));

    /** All single mistakes in the rules of a file. */
    static List<Mutant> of(String file, String source) {
        List<Mutant> mutants = new ArrayList<>();
        for (int[] region : rules(source)) {
            for (Edit edit : EDITS) {
                Matcher found = edit.pattern.matcher(source).region(region[0], region[1]);
                found.useTransparentBounds(true);
                while (found.find()) {
                    String replacement = edit.replacement.replace("$1", found.groupCount() > 0 ? found.group(1) : "");
                    mutants.add(made(file, source, found.start(), found.end(), replacement));
                }
            }
        }
        return mutants;
    }

    /** One mistake at a given text, which must be there. */
    static Mutant at(String file, String source, String text, String replacement) {
        int start = source.indexOf(text);
        if (start < 0) {
            throw new IllegalArgumentException(file + " has no '" + text + "' any more: adjust the mutation");
        }
        return made(file, source, start, start + text.length(), replacement);
    }

    private static Mutant made(String file, String source, int start, int end, String replacement) {
        String entry = "";
        Matcher names = ENTRY.matcher(source).region(0, start);
        while (names.find()) {
            entry = names.group(1);
        }
        int line = 1 + (int) source.substring(0, start).chars().filter(c -> c == '\n').count();
        int from = source.lastIndexOf('\n', start) + 1;
        int to = source.indexOf('\n', end);
        String before = source.substring(from, start);
        String change = (before + "[" + source.substring(start, end) + " => " + replacement + "]"
                        + source.substring(end, to))
                .strip();
        return new Mutant(file, entry, line, change, source.substring(0, start) + replacement + source.substring(end));
    }

    /** Where rules stand: the arguments of rule(...) and the bodies of gradient(...). */
    private static List<int[]> rules(String source) {
        List<int[]> regions = new ArrayList<>();
        for (Pattern each : List.of(RULE, METHOD, HELPER)) {
            Matcher found = each.matcher(source);
            while (found.find()) {
                char open = source.charAt(found.end() - 1);
                regions.add(new int[] {found.end(), closing(source, found.end(), open, open == '(' ? ')' : '}')});
            }
        }
        return regions;
    }

    private static int closing(String source, int from, char open, char close) {
        int depth = 1;
        int i = from;
        while (depth > 0) {
            char c = source.charAt(i++);
            depth += c == open ? 1 : c == close ? -1 : 0;
        }
        return i - 1;
    }

    @Override
    public String toString() {
        return file + ":" + line + " (" + (entry.isEmpty() ? "walk" : entry) + ") " + change;
    }
}
