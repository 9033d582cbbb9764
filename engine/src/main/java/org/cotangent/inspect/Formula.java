package org.cotangent.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The formula of an operation, such as {@code y = a b}: which letters stand for its operands, and the same with something
 * else in their places.
 *
 * @param result the letter of the result
 * @param right what is right of the equals sign
 */
record Formula(String result, String right) {
    private static final Pattern WORD = Pattern.compile("[A-Za-z][A-Za-z0-9]*");
    private static final List<List<String>> PAIRS =
            List.of(List.of("a", "b"), List.of("x", "a"), List.of("g", "y"), List.of("A", "B"), List.of("x", "y"));
    private static final String OTHERS = "abcdhijklmnop";

    static Formula of(String text) {
        int equals = text.indexOf(" = ");
        return equals < 0 ? new Formula("y", text) : new Formula(text.substring(0, equals), text.substring(equals + 3));
    }

    /** The letters of the operands, as the formula writes them if it is one of the usual ways. */
    List<String> letters(int count) {
        if (count == 1) {
            return List.of("x");
        }
        List<String> words = WORD.matcher(right).results().map(each -> each.group()).toList();
        if (count == 2) {
            for (List<String> pair : PAIRS) {
                if (words.containsAll(pair)) {
                    return pair;
                }
            }
        }
        List<String> alone = words.stream()
                .filter(each -> each.length() == 1 && !each.equals("T"))
                .distinct()
                .toList();
        if (alone.size() == count) {
            return alone;
        }
        List<String> letters = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            letters.add(i < OTHERS.length() ? OTHERS.substring(i, i + 1) : "x" + i);
        }
        return letters;
    }

    /** The letter of the upstream gradient in the rule: g, unless the formula itself has a g. */
    String upstream() {
        return WORD.matcher(right).results().anyMatch(each -> each.group().equals("g")) ? "h" : "g";
    }

    /** The right side with something in the places of letters; products that were written side by side get a sign. */
    String with(Map<String, String> values) {
        StringBuilder text = new StringBuilder();
        Matcher matcher = WORD.matcher(right);
        int end = 0;
        boolean replaced = false;
        while (matcher.find()) {
            String between = right.substring(end, matcher.start());
            String value = values.get(matcher.group());
            if (replaced && changes(values) && ((between.equals(" ") && value != null) || between.startsWith(" ("))) {
                between = " *" + between;
            }
            text.append(between).append(value == null ? matcher.group() : value);
            replaced = value != null;
            end = matcher.end();
        }
        String rest = right.substring(end);
        return text.append(replaced && changes(values) && rest.startsWith(" (") ? " *" + rest : rest).toString();
    }

    private static boolean changes(Map<String, String> values) {
        return values.entrySet().stream().anyMatch(each -> !each.getKey().equals(each.getValue()));
    }
}
