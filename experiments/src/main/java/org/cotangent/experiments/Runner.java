package org.cotangent.experiments;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.cotangent.experiments.page.ExperimentPage;
import org.cotangent.experiments.page.Report;
import org.cotangent.experiments.result.Numbers;
import org.cotangent.experiments.result.Reference;
import org.cotangent.experiments.result.Results;
import org.cotangent.experiments.result.ResultsFile;
import org.cotangent.kernel.Device;
import org.jspecify.annotations.Nullable;

/** Runs one experiment from its settings to its page. */
final class Runner {
    private final Console console;
    private final boolean quiet;
    private final boolean stacktrace;

    Runner(Console console, boolean quiet, boolean stacktrace) {
        this.console = console;
        this.quiet = quiet;
        this.stacktrace = stacktrace;
    }

    /** Runs, writes everything into the folder, prints the table, and says how it ended. */
    Report perform(Experiment experiment, Chosen chosen, Machine machine, Path folder) {
        Run run = new Run(experiment, chosen, machine, folder, console, quiet);
        run.say(experiment.name() + ": " + experiment.summary());
        run.say(heading(chosen, machine));
        String command = ("experiments/cotangent run " + experiment.name() + " " + chosen.typed()).strip();
        try {
            Results results = compute(experiment, run, machine.device());
            Report.Status status = results.partial()
                    ? Report.Status.PARTIAL
                    : results.ok() ? Report.Status.OK : Report.Status.NOT_OK;
            Report report = report(experiment, command, status, "", results, run);
            ResultsFile.write(results, folder.resolve("results.json"));
            ResultsFile.replace(folder.resolve("index.html"), ExperimentPage.html(report));
            conclude(run, results, folder);
            return report;
        } catch (Skipped e) {
            return report(experiment, command, Report.Status.SKIPPED, message(e), null, run);
        } catch (IOException | RuntimeException | Error e) {
            return report(experiment, command, Report.Status.FAILED, sentence(experiment.name(), e), null, run);
        }
    }

    private static Results compute(Experiment experiment, Run run, Device device) throws IOException {
        try {
            if (device == Device.cpu()) {
                experiment.run(run);
            } else {
                runOn(device, experiment, run);
            }
            return run.results(false);
        } catch (Interruption e) {
            return run.results(true);
        }
    }

    /** What the experiment makes, models and data, is made on the device. */
    private static void runOn(Device device, Experiment experiment, Run run) throws IOException {
        try {
            device.run(() -> {
                try {
                    experiment.run(run);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static Report report(
            Experiment experiment,
            String command,
            Report.Status status,
            String sentence,
            @Nullable Results results,
            Run run) {
        return new Report(
                experiment.name(),
                experiment.tutorial().code() + " " + experiment.tutorial().title(),
                experiment.summary(),
                experiment.about(),
                command,
                status,
                sentence,
                results,
                run.pictures(),
                run.remarks());
    }

    private static String heading(Chosen chosen, Machine machine) {
        String typed = chosen.typed();
        return "%s%s, %d thread%s, backend %s"
                .formatted(
                        typed.isEmpty() ? "" : typed + "; ",
                        machine.device().name(),
                        machine.threads(),
                        machine.threads() == 1 ? "" : "s",
                        machine.reason());
    }

    /** The table ours / reference, and where the output lies. */
    private void conclude(Run run, Results results, Path folder) {
        run.say("");
        if (!results.references().isEmpty()) {
            TextTable table = new TextTable().row("", "ours", "reference", "tolerance", "verdict");
            for (Reference row : results.references()) {
                table.row(
                        row.name(),
                        row.oursText(),
                        row.referenceText(),
                        row.tolerance().toString(),
                        row.ok() ? "ok" : "NOT OK");
            }
            run.say(table.toString());
        } else if (!results.partial()) {
            TextTable table = new TextTable();
            results.metrics()
                    .forEach((name, value) ->
                            table.row(name, Numbers.text(value)));
            run.say(table + (results.metrics().isEmpty() ? "" : "\n") + "There is no reference for these settings.");
        }
        if (results.partial()) {
            run.say("Interrupted: these are partial results.");
        }
        run.say(String.format(
                Locale.ROOT, "Output after %.1f s: %s", results.seconds(), folder.resolve("index.html")));
        List<String> bad = results.references().stream()
                .filter(row -> !row.ok())
                .map(Reference::name)
                .toList();
        if (!bad.isEmpty()) {
            error(results.experiment() + ": " + bad.size() + " of " + results.references().size()
                    + " reference rows are not ok: " + String.join(", ", bad) + ".");
        }
    }

    /** An error as a sentence; the whole trace only with {@code --stacktrace}. */
    private String sentence(String name, Throwable error) {
        if (stacktrace) {
            error.printStackTrace(console.err());
            console.err().flush();
        }
        if (isForPeople(error)) {
            return message(error);
        }
        String detail = error.getMessage() == null ? "" : ": " + error.getMessage().replaceAll("\\s+", " ");
        return name + " ended by an unexpected " + error.getClass().getSimpleName() + detail
                + " (run it with --stacktrace to see where).";
    }

    /**
     * Is the message written for the user? A {@link Failure} is, and what our own code refuses: every such message has
     * the four parts.
     */
    private static boolean isForPeople(Throwable error) {
        if (error instanceof Failure) {
            return true;
        }
        String message = error.getMessage();
        StackTraceElement[] trace = error.getStackTrace();
        boolean refusal = error instanceof IllegalArgumentException
                || error instanceof IllegalStateException
                || error instanceof UnsupportedOperationException
                || error instanceof IOException;
        return refusal
                && message != null
                && message.contains(". Try: ")
                && trace.length > 0
                && trace[0].getClassName().startsWith("org.cotangent.");
    }

    private static String message(Throwable error) {
        String message = error.getMessage();
        return message == null ? error.getClass().getSimpleName() : message;
    }

    void error(String sentence) {
        console.err().println("cotangent: " + sentence);
        console.err().flush();
    }
}
