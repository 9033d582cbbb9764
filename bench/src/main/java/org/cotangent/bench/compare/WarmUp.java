package org.cotangent.bench.compare;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a process says on standard error about a workload's warm-up.
 *
 * @param seconds how long it took
 * @param steady whether the figures stood still then; else the time was up
 * @param first the figure of the first second, in the workload's unit
 */
record WarmUp(double seconds, boolean steady, double first) {
    private static final Pattern LINE =
            Pattern.compile("# (\\S+): (not )?steady after (\\S+) s, (\\S+) \\S+ in the first second");

    /** By workload, from all that a process said. */
    static Map<String, WarmUp> parse(String log) {
        Map<String, WarmUp> found = new HashMap<>();
        log.lines().forEach(line -> {
            Matcher matcher = LINE.matcher(line);
            if (matcher.matches()) {
                found.put(
                        matcher.group(1),
                        new WarmUp(
                                Double.parseDouble(matcher.group(3)),
                                matcher.group(2) == null,
                                Double.parseDouble(matcher.group(4))));
            }
        });
        return found;
    }

    /** Whether a line is one of these. */
    static boolean isOne(String line) {
        return LINE.matcher(line).matches();
    }

    /** The one that took longer; a warm-up that did not end by itself took longest. */
    static @Nullable WarmUp longer(@Nullable WarmUp a, @Nullable WarmUp b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return a.steady == b.steady ? a.seconds >= b.seconds ? a : b : a.steady ? b : a;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, steady ? "%.1f s" : "not in %.1f s", seconds);
    }
}
