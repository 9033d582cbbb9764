package org.cotangent.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.cotangent.Entry;
import org.cotangent.Tensor;
import org.cotangent.kernel.Backends;
import org.cotangent.kernel.DType;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * The command line of the benchmarks: {@code bench/run REGEX [--size N] [--op NAME] [--fast] [options of JMH]}.
 *
 * <p>After the table of JMH comes one of what was reached: flops, bytes, and which part of the machine's limit, measured in
 * the same run. Both tables and what they were measured on are appended to {@code bench/target/results.txt}.
 */
public final class Run {
    private static final String USAGE =
            "REGEX [--size N,N] [--op NAME,NAME] [--fast] [options of JMH]; the REGEX is one of, or part of, Operations, Products, "
                    + "TrainingSteps, Overhead, StartUp";

    private final List<String> others = new ArrayList<>();
    private String[] sizes = {};
    private List<String> operations = List.of();
    private boolean fast;

    private Run(CommandLine words) {
        while (words.hasNext()) {
            String word = words.next();
            switch (word) {
                case "--size" -> sizes = Arrays.stream(words.numbers()).mapToObj(String::valueOf).toArray(String[]::new);
                case "--op" -> operations = List.of(words.value().split(","));
                case "--fast" -> fast = true;
                default -> others.add(word);
            }
        }
    }

    /**
     * Runs benchmarks.
     *
     * @param arguments as above
     * @throws IOException when the results cannot be written
     * @throws RunnerException when a benchmark throws
     */
    public static void main(String[] arguments) throws IOException, RunnerException {
        Run run = CommandLine.read(() -> new Run(new CommandLine(arguments)));
        Options options = CommandLine.read(run::options);
        Machine machine = new Machine();
        Collection<RunResult> results;
        try {
            results = new Runner(options).run();
        } catch (NoBenchmarksException none) {
            throw CommandLine.refuse("no benchmark's name matches " + run.others + ": " + USAGE);
        }
        String report = report(results, machine, String.join(" ", arguments), run.fast);
        System.out.println(report);
        Path file = Path.of(System.getProperty("results", "results.txt"));
        Files.writeString(
                file,
                report + "\n",
                StandardCharsets.UTF_8,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        System.out.println("appended to " + file);
    }

    private Options options() {
        CommandLineOptions given;
        try {
            given = new CommandLineOptions(others.toArray(new String[0]));
        } catch (CommandLineOptionException wrong) {
            throw new IllegalArgumentException(wrong.getMessage() + ": " + USAGE, wrong);
        }
        ChainedOptionsBuilder options = new OptionsBuilder().parent(given).shouldFailOnError(true);
        if (sizes.length > 0) {
            options.param("size", sizes);
        }
        if (!given.getParameter("row").hasValue()) {
            options.param("row", rows());
        }
        if (!given.getParameter("workload").hasValue()) {
            options.param("workload", Workloads.select("A,B").stream().map(Workload::label).toArray(String[]::new));
        }
        if (fast) {
            options.forks(1)
                    .warmupIterations(2)
                    .warmupTime(TimeValue.milliseconds(300))
                    .measurementIterations(2)
                    .measurementTime(TimeValue.milliseconds(200));
        }
        return options.build();
    }

    private String[] rows() {
        if (operations.isEmpty()) {
            return Operations.rows().toArray(new String[0]);
        }
        for (String name : operations) {
            if (Entry.all().stream().noneMatch(entry -> entry.name().equals(name))) {
                throw new IllegalArgumentException("no operation is called " + name + ": there are "
                        + Entry.all().stream().map(Entry::name).collect(Collectors.joining(", ")));
            }
        }
        return Entry.all().stream()
                .filter(entry -> operations.contains(entry.name()))
                .flatMap(entry -> entry.examples().stream().map(example -> entry.name() + "/" + example.label()))
                .toArray(String[]::new);
    }

    /** What was measured, on what, and how much of the machine it reaches. */
    private static String report(Collection<RunResult> results, Machine machine, String command, boolean fast) {
        String load = machine.load();
        Limits limits = Limits.measure();
        java.io.StringWriter text = new java.io.StringWriter();
        PrintWriter out = new PrintWriter(text);
        out.printf(Locale.ROOT, "%n%s: bench/run %s%n", java.time.Instant.now(), command);
        out.println(Machine.describe());
        out.println(Backends.reason() + "; " + load);
        out.printf(
                Locale.ROOT,
                "limits: %.0f GFLOP/s float32, memory %.1f GB/s, cache %.0f GB/s, on %d threads%n",
                limits.gflops(),
                limits.memory(),
                limits.cache(),
                org.cotangent.kernel.Parallel.threads());
        if (fast) {
            out.println("--fast: the compiler may still have been at work; what is slow here may be fast after 0.6 s");
        }
        int width = results.stream().mapToInt(each -> name(each.getParams()).length()).max().orElse(0);
        for (RunResult result : results) {
            out.println(line(result, limits, width));
        }
        out.flush();
        return text.toString();
    }

    /** The benchmark and its parameters. */
    private static String name(BenchmarkParams params) {
        StringBuilder name = new StringBuilder(params.getBenchmark().substring(Run.class.getPackageName().length() + 1));
        for (String key : params.getParamsKeys()) {
            name.append(' ').append(params.getParam(key));
        }
        return name.toString();
    }

    /** Four digits, and no exponent. */
    private static String plain(double number) {
        return BigDecimal.valueOf(number).round(new MathContext(4)).toPlainString();
    }

    private static String line(RunResult result, Limits limits, int width) {
        BenchmarkParams params = result.getParams();
        double score = result.getPrimaryResult().getScore();
        double error = result.getPrimaryResult().getScoreError();
        String name = name(params);
        StringBuilder line = new StringBuilder(name).repeat(' ', width - name.length() + 2).append(plain(score)).append(' ');
        if (!Double.isNaN(error)) { // of two iterations nobody can tell
            line.append(String.format(Locale.ROOT, "+- %.2g ", error));
        }
        line.append(result.getPrimaryResult().getScoreUnit());
        result.getSecondaryResults().forEach((key, value) ->
                line.append(String.format(Locale.ROOT, ", %s %.4g %s", key, value.getScore(), value.getScoreUnit())));
        double seconds = score / params.getTimeUnit().convert(1, TimeUnit.SECONDS);
        if (name.startsWith("Products.")) {
            Workload workload = Workloads.find(params.getParam("workload"));
            line.append(String.format(Locale.ROOT, "; %.4g %s", workload.figure(seconds), workload.unit()));
        }
        if (name.startsWith("Operations.")) {
            line.append(reached(params, name.startsWith("Operations.backward "), seconds, limits));
        }
        return line.toString();
    }

    private static String reached(BenchmarkParams params, boolean back, double seconds, Limits limits) {
        DType type = DType.valueOf(params.getParam("type"));
        Row row = Operations.find(params.getParam("row"), type, Integer.parseInt(params.getParam("size")));
        List<Tensor> in = row.sample(1);
        Tensor y = row.forward(in);
        Supplier<Object> work = back ? () -> y.requiresGrad() ? Row.backward(y, in, Row.seed(y)) : y : () -> row.forward(in);
        Cost cost = Cost.of(work);
        if (cost.flops() == 0 && cost.bytes() == 0) {
            return back && !y.requiresGrad() ? "; has no gradient" : "; a view, nothing is computed";
        }
        return String.format(
                Locale.ROOT,
                "; %.3g flops, %.3g bytes, %.3g GFLOP/s, %.3g GB/s, %s",
                cost.flops(),
                cost.bytes(),
                cost.flops() / seconds * 1e-9,
                cost.bytes() / seconds * 1e-9,
                limits.reached(cost, type, seconds));
    }
}
