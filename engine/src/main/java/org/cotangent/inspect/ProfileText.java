package org.cotangent.inspect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A profile as a table. */
final class ProfileText {
    private static final String[] HEAD = {"", "calls", "time", "share", "bytes", "GB/s", "flops", "GFLOP/s"};
    private static final String[] SCALES = {"", "k", "M", "G", "T", "P"};

    private ProfileText() {}

    static String of(Profile profile) {
        List<String[]> rows = new ArrayList<>();
        rows.add(HEAD);
        Span whole = profile.whole();
        for (String direction : List.of(Profile.FORWARD, Profile.BACKWARD)) {
            Span part = whole.part(direction);
            rows.add(row(direction, part, whole.nanos()));
            for (Span each : operations(part)) {
                rows.add(row("  " + each.name(), each, whole.nanos()));
                List<Span> inner = each.parts();
                if (inner.size() > 1 || (inner.size() == 1 && !inner.getFirst().name().equals(each.name()))) {
                    inner.stream()
                            .sorted(Comparator.comparingLong(Span::nanos).reversed())
                            .forEach(rule -> rows.add(row("    " + rule.name(), rule, whole.nanos())));
                }
            }
        }
        rows.add(row("together", whole, whole.nanos()));
        StringBuilder text = new StringBuilder();
        if (profile.times() > 1) {
            text.append("sums over ").append(profile.times()).append(" steps, after as many to warm up; a step takes ")
                    .append(time(whole.nanos() / profile.times())).append('\n');
        }
        table(rows, text);
        text.append("\nheld for backward, besides ").append(scaled(profile.parameters(), "B")).append(" of parameters\n");
        List<String[]> memory = new ArrayList<>();
        profile.held().forEach((op, bytes) -> memory.add(new String[] {"  " + op, scaled(bytes, "B")}));
        memory.add(new String[] {
            "  together", scaled(profile.held().values().stream().mapToLong(Long::longValue).sum(), "B")
        });
        table(memory, text);
        return text.toString();
    }

    /** The operations of a direction: modules are taken apart, and those of the same name are added up. */
    static List<Span> operations(Span direction) {
        Map<String, Span> sums = new LinkedHashMap<>();
        for (Span part : direction.parts()) {
            (part.module() ? part.parts() : List.of(part)).forEach(each -> sums.merge(each.name(), each, ProfileText::sum));
        }
        return sums.values().stream()
                .sorted(Comparator.comparingLong(Span::nanos).reversed())
                .toList();
    }

    private static Span sum(Span a, Span b) {
        Map<String, Span> parts = new LinkedHashMap<>();
        a.parts().forEach(each -> parts.merge(each.name(), each, ProfileText::sum));
        b.parts().forEach(each -> parts.merge(each.name(), each, ProfileText::sum));
        return new Span(
                a.name(),
                a.module(),
                a.calls() + b.calls(),
                a.nanos() + b.nanos(),
                a.bytes() + b.bytes(),
                a.flops() + b.flops(),
                List.copyOf(parts.values()));
    }

    private static String[] row(String label, Span span, long whole) {
        return new String[] {
            label,
            Integer.toString(span.calls()),
            time(span.nanos()),
            TraceSvg.format("%.1f %%", whole == 0 ? 0 : 100.0 * span.nanos() / whole),
            scaled(span.bytes(), "B"),
            rate(span.bytes(), span.nanos()),
            scaled(span.flops(), ""),
            rate(span.flops(), span.nanos())
        };
    }

    static String time(long nanos) {
        return nanos < 1_000_000
                ? TraceSvg.format("%.1f us", nanos / 1e3)
                : nanos < 1_000_000_000 ? TraceSvg.format("%.2f ms", nanos / 1e6) : TraceSvg.format("%.2f s", nanos / 1e9);
    }

    /** With three digits and a thousand, a million ... of the unit; nothing for 0. */
    static String scaled(long value, String unit) {
        if (value == 0) {
            return "0";
        }
        double number = value;
        int scale = 0;
        while (number >= 999.5 && scale < SCALES.length - 1) {
            number /= 1000;
            scale++;
        }
        int decimals = scale == 0 || number >= 99.95 ? 0 : number >= 9.995 ? 1 : 2;
        return (String.format(Locale.ROOT, "%." + decimals + "f ", number) + SCALES[scale] + unit).strip();
    }

    private static String rate(long amount, long nanos) {
        return amount == 0 || nanos == 0 ? "" : TraceSvg.format("%.2f", (double) amount / nanos);
    }

    private static void table(List<String[]> rows, StringBuilder text) {
        int[] widths = new int[HEAD.length];
        for (String[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.length; i++) {
                String space = " ".repeat(widths[i] - row[i].length());
                line.append(i == 0 ? row[i] + space : "  " + space + row[i]);
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
    }
}
