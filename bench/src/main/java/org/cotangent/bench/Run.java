package org.cotangent.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
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
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * The command line of the benchmarks: {@code bench/run REGEX [--size N] [--op NAME] [--fast] [options of JMH]}.
 *
 * <p>After the table of JMH comes one of what was reached: flops, bytes, and which part of the machine's limit, measured in
 * the same run. Both tables and what they were measured on are appended to {@code bench/target/results.txt}.
 */
public final class Run {
    private static final String PROGRAM = "bench/run";

    private Run() {}

    /**
     * Runs benchmarks.
     *
     * @param arguments as above
     * @throws IOException when the results cannot be written
     * @throws RunnerException when a benchmark throws
     */
    public static void main(String[] arguments) throws IOException, RunnerException {
        List<String> others = new ArrayList<>();
        String sizes = "";
        String operations = "";
        boolean fast = false;
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--size" -> sizes = arguments[++i];
                case "--op" -> operations = arguments[++i];
                case "--fast" -> fast = true;
                default -> others.add(arguments[i]);
            }
        }
        CommandLineOptions given;
        try {
            given = new CommandLineOptions(others.toArray(new String[0]));
        } catch (CommandLineOptionException wrong) {
            throw CommandLine.refuse(PROGRAM, String.valueOf(wrong.getMessage()));
        }
        ChainedOptionsBuilder options = new OptionsBuilder().parent(given).shouldFailOnError(true);
        if (!sizes.isEmpty()) {
            options.param("size", sizes.split(","));
        }
        if (!given.getParameter("row").hasValue()) {
            String named = operations;
            options.param("row", CommandLine.read(PROGRAM, () -> rows(named)));
        }
        if (!given.getParameter("workload").hasValue()) {
            options.param("workload", Workloads.select("A,B").stream().map(Workload::label).toArray(String[]::new));
        }
        if (fast) {
            options.forks(1).warmupIterations(2).measurementIterations(2).measurementTime(TimeValue.milliseconds(200)).warmupTime(TimeValue.milliseconds(300));
        }
        Machine machine = new Machine();
        Collection<RunResult> results;
        try {
            results = new Runner(options.build()).run();
        } catch (NoBenchmarksException none) {
            throw CommandLine.refuse(PROGRAM, "no benchmark's name matches " + others);
        }
        String report = report(results, machine, String.join(" ", arguments));
        System.out.println(report);
        Path file = Path.of(System.getProperty("results", "results.txt"));
        Files.writeString(
                file,
                report + "\n",
                StandardCharsets.UTF_8,
                java.nio.file.StandardOpenOption.CREATE,
                java.nio.file.StandardOpenOption.APPEND);
        System.out.println("appended to " + file);
    }

    private static String[] rows(String operations) {
        if (operations.isEmpty()) {
            return Operations.rows().toArray(new String[0]);
        }
        List<String> wanted = List.of(operations.split(","));
        String[] rows = org.cotangent.Entry.all().stream()
                .filter(entry -> wanted.contains(entry.name()))
                .flatMap(entry -> entry.examples().stream().map(example -> entry.name() + "/" + example.label()))
                .toArray(String[]::new);
        if (rows.length == 0) {
            throw new IllegalArgumentException("no operation is called " + operations + ": there are " + org.cotangent.Entry.all());
        }
        return rows;
    }

    /** What was measured, on what, and how much of the machine it reaches. */
    private static String report(Collection<RunResult> results, Machine machine, String command) {
        String load = machine.load();
        Limits limits = Limits.measure();
        java.io.StringWriter text = new java.io.StringWriter();
        PrintWriter out = new PrintWriter(text);
        out.printf(Locale.ROOT, "%n%s: bench/run %s%n", java.time.Instant.now(), command);
        out.println(Machine.describe());
        out.println(Backends.reason() + "; " + load + " (the forks are foreign to their parent: see each fork's own line)");
        out.printf(
                Locale.ROOT,
                "limits: %.0f GFLOP/s float32, memory %.1f GB/s, cache %.0f GB/s, on %d threads%n",
                limits.gflops(),
                limits.memory(),
                limits.cache(),
                org.cotangent.kernel.Parallel.threads());
        for (RunResult result : results) {
            out.println(line(result, limits));
        }
        out.flush();
        return text.toString();
    }

    private static String line(RunResult result, Limits limits) {
        BenchmarkParams params = result.getParams();
        double score = result.getPrimaryResult().getScore();
        double error = result.getPrimaryResult().getScoreError();
        String name = params.getBenchmark().substring(Run.class.getPackageName().length() + 1);
        StringBuilder line = new StringBuilder(name);
        for (String key : params.getParamsKeys()) {
            line.append(' ').append(params.getParam(key));
        }
        line.append(String.format(Locale.ROOT, "  %.4g +- %.2g %s", score, error, result.getPrimaryResult().getScoreUnit()));
        result.getSecondaryResults().forEach((key, value) ->
                line.append(String.format(Locale.ROOT, ", %s %.4g %s", key, value.getScore(), value.getScoreUnit())));
        if (name.startsWith("Operations.")) {
            double seconds = score / params.getTimeUnit().convert(1, java.util.concurrent.TimeUnit.SECONDS);
            line.append(reached(params, name.endsWith("backward"), seconds, limits));
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
