package org.cotangent.bench.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All lines of all processes. */
final class Results {
    private final List<Result> runs = new ArrayList<>();

    void add(Result result) {
        runs.add(result);
    }

    List<Result> runs() {
        return List.copyOf(runs);
    }

    /** One line for each workload, peer and number of threads, in the order in which they came. */
    List<Result> summary() {
        Map<List<Object>, List<Result>> groups = new LinkedHashMap<>();
        for (Result each : runs) {
            groups.computeIfAbsent(List.of(each.workload(), each.peer(), each.threads()), key -> new ArrayList<>()).add(each);
        }
        return groups.values().stream().map(Results::combine).toList();
    }

    private static Result combine(List<Result> same) {
        Result first = same.getFirst();
        if (same.size() == 1) {
            return first;
        }
        double[] medians = same.stream().mapToDouble(Result::median).sorted().toArray();
        return new Result(
                first.workload(),
                first.peer(),
                first.threads(),
                medians[medians.length / 2],
                medians[0],
                medians[medians.length - 1],
                first.unit(),
                same.stream().map(Result::warmUp).reduce(null, WarmUp::longer));
    }

    /** A workload on a number of threads, as everybody did it. */
    record Contest(String workload, int threads, List<Result> entries) {
        Optional<Result> ours() {
            return entries.stream().filter(each -> each.peer().startsWith("cotangent")).findFirst();
        }

        Optional<Result> bestPeer() {
            return entries.stream()
                    .filter(each -> !each.peer().startsWith("cotangent"))
                    .reduce((a, b) -> Result.ratio(a.isRate(), a.median(), b.median()) >= 1 ? a : b);
        }
    }

    List<Contest> contests() {
        List<Result> summary = summary();
        Set<List<Object>> keys = new LinkedHashSet<>();
        summary.forEach(each -> keys.add(List.of(each.workload(), each.threads())));
        return keys.stream()
                .map(key -> new Contest(
                        (String) key.get(0),
                        (Integer) key.get(1),
                        summary.stream()
                                .filter(each -> each.workload().equals(key.get(0)) && each.threads() == (Integer) key.get(1))
                                .toList()))
                .toList();
    }

    String csv() {
        return "workload,peer,threads,median,min,max,unit\n"
                + summary().stream().map(each -> each.csv() + "\n").collect(Collectors.joining());
    }

    /** The facts about the run, the summary, and every line of every process. */
    String json(Map<String, String> facts) {
        String about = facts.entrySet().stream()
                .map(each -> "    " + quote(each.getKey()) + ": " + quote(each.getValue()))
                .collect(Collectors.joining(",\n"));
        return "{\n  \"about\": {\n" + about + "\n  },\n  \"summary\": [\n" + rows(summary().stream()) + "\n  ],\n  \"runs\": [\n"
                + rows(runs.stream()) + "\n  ]\n}\n";
    }

    private static String rows(Stream<Result> results) {
        return results.map(each -> String.format(
                        Locale.ROOT,
                        "    {\"workload\": %s, \"peer\": %s, \"threads\": %d, \"median\": %.4g, \"min\": %.4g, \"max\": %.4g, \"unit\": %s%s}",
                        quote(each.workload()),
                        quote(each.peer()),
                        each.threads(),
                        each.median(),
                        each.min(),
                        each.max(),
                        quote(each.unit()),
                        json(each.warmUp())))
                .collect(Collectors.joining(",\n"));
    }

    private static String json(@Nullable WarmUp warmUp) {
        return warmUp == null
                ? ""
                : String.format(
                        Locale.ROOT,
                        ", \"warm_up_seconds\": %.4g, \"steady\": %b, \"first_second\": %.4g",
                        warmUp.seconds(),
                        warmUp.steady(),
                        warmUp.first());
    }

    static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char each : text.toCharArray()) {
            if (each == '"' || each == '\\') {
                quoted.append('\\').append(each);
            } else if (each < ' ') {
                quoted.append(String.format("\\u%04x", (int) each));
            } else {
                quoted.append(each);
            }
        }
        return quoted.append('"').toString();
    }

    /** A table for people: every contest with our median and worst, the best peer, both ratios, and our warm-up. */
    String table() {
        StringBuilder text = new StringBuilder(
                "| workload | threads | unit | cotangent: median (worst) | best peer | ratio by median | by our worst | steady after |\n|"
                        + "---|".repeat(8) + "\n");
        for (Contest contest : contests()) {
            contest.ours().ifPresent(ours -> {
                Optional<Result> best = contest.bestPeer();
                text.append(String.format(
                        Locale.ROOT,
                        "| %s | %d | %s | %.4g (%.4g) | %s | %s | %s | %s |%n",
                        contest.workload(),
                        contest.threads(),
                        ours.unit(),
                        ours.median(),
                        ours.worst(),
                        best.map(each -> String.format(Locale.ROOT, "%.4g %s", each.median(), each.peer())).orElse("-"),
                        best.map(each -> ratio(each, ours.median())).orElse("-"),
                        best.map(each -> ratio(each, ours.worst())).orElse("-"),
                        Optional.ofNullable(ours.warmUp()).map(WarmUp::toString).orElse("-")));
            });
        }
        return text.toString();
    }

    private static String ratio(Result best, double ours) {
        return String.format(Locale.ROOT, "%.2f", Result.ratio(best.isRate(), ours, best.median()));
    }

    /** The names of all peers, in the order in which they came. */
    List<String> peers() {
        return Arrays.asList(runs.stream().map(Result::peer).distinct().toArray(String[]::new));
    }
}
