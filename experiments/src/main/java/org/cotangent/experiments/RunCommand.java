package org.cotangent.experiments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.cotangent.experiments.page.IndexPage;
import org.cotangent.experiments.page.Report;
import org.cotangent.experiments.result.ResultsFile;
import org.cotangent.kernel.DType;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** {@code cotangent run NAME} and {@code cotangent run all}. */
final class RunCommand {
    private static final String OUT = "--out";
    private static final String QUIET = "--quiet";
    private static final String FAST = "--fast";
    private static final String STRICT = "--strict";

    /** What every experiment takes; an experiment that makes nothing of one of them says so and goes on. */
    private static final List<Setting<?>> COMMON =
            List.of(Setting.seed(0), Setting.epochs(1), Setting.dtype(DType.FLOAT32));

    static final int NOT_OK = 1;
    static final int SKIPPED = 3;

    private final Catalogue catalogue;
    private final Console console;

    private RunCommand(Catalogue catalogue, Console console) {
        this.catalogue = catalogue;
        this.console = console;
    }

    static CommandSpec spec(Catalogue catalogue, Console console) {
        RunCommand run = new RunCommand(catalogue, console);
        CommandSpec spec = Commands.spec("run", "Runs an experiment, or all of them.", () -> {
            console.err()
                    .println("cotangent: \"cotangent run\" needs the name of an experiment, or all"
                            + " (\"cotangent list\" shows the names).");
            console.err().flush();
            return CommandLine.ExitCode.USAGE;
        });
        for (Experiment experiment : catalogue.experiments()) {
            spec.addSubcommand(experiment.name(), run.one(experiment));
        }
        spec.addSubcommand("all", run.all());
        return spec;
    }

    // ---- run NAME ----

    private CommandSpec one(Experiment experiment) {
        OnParsed action = new OnParsed(parsed -> runOne(experiment, parsed));
        CommandSpec spec = Commands.spec(experiment.name(), experiment.summary() + ".", action);
        action.spec = spec;
        spec.usageMessage()
                .description(description(experiment))
                .sortOptions(false)
                .abbreviateSynopsis(true);
        List<Setting<?>> settings = new ArrayList<>(experiment.settings());
        settings.addAll(Machine.SETTINGS);
        for (Setting<?> setting : settings) {
            spec.addOption(option(setting, false));
        }
        for (Setting<?> setting : COMMON) {
            if (!spec.optionsMap().containsKey(setting.name())) {
                spec.addOption(option(setting, true));
            }
        }
        spec.addOption(Commands.text(
                OUT,
                "DIR",
                "where results.json, the figures and the page go (default: out/" + experiment.name() + ")"));
        spec.addOption(Commands.flag(FAST, "a quick look: fewer epochs or samples, no reference"));
        spec.addOption(Commands.flag(QUIET, "prints errors only"));
        return Commands.traceable(spec);
    }

    private static String[] description(Experiment experiment) {
        List<String> lines = new ArrayList<>();
        lines.add(experiment.summary() + ".");
        if (!experiment.about().isBlank()) {
            for (String paragraph : experiment.about().strip().split("\\n\\s*\\n", -1)) {
                lines.add("");
                lines.add(paragraph.replaceAll("\\s+", " ").replace("%", "%%"));
            }
        }
        lines.add("");
        return lines.toArray(String[]::new);
    }

    private static OptionSpec option(Setting<?> setting, boolean hidden) {
        if (setting.isFlag()) {
            return Commands.flag(setting.name(), setting.description());
        }
        Object standard = setting.standard(false);
        String typed = standard.equals(Optional.empty()) ? "" : " (default: " + setting.typed(standard) + ")";
        OptionSpec option =
                Commands.text(setting.name(), setting.label(), setting.description().replace("%", "%%") + typed);
        return hidden ? option.toBuilder().hidden(true).build() : option;
    }

    private int runOne(Experiment experiment, ParseResult parsed) throws Setting.Unfit {
        boolean quiet = parsed.hasMatchedOption(QUIET);
        List<String> idle = new ArrayList<>();
        Chosen chosen = chosen(experiment, parsed, idle);
        Path folder = OutputFolder.ready(parsed.matchedOptionValue(OUT, "out/" + experiment.name()));
        Machine machine = Machine.use(chosen);
        Runner runner = new Runner(console, quiet, parsed.hasMatchedOption(Commands.STACKTRACE));
        machine.notice().ifPresent(runner::error);
        if (!quiet) {
            idle.forEach(
                    name -> runner.error(experiment.name() + " makes no use of " + name + "; it changes nothing."));
        }
        Report report = runner.perform(experiment, chosen, machine, folder);
        return switch (report.status()) {
            case SKIPPED, FAILED -> {
                runner.error(report.sentence());
                yield NOT_OK;
            }
            case PARTIAL -> Interrupts.EXIT_CODE;
            case NOT_OK -> console.interrupts().requested() ? Interrupts.EXIT_CODE : NOT_OK;
            case OK -> console.interrupts().requested() ? Interrupts.EXIT_CODE : 0;
        };
    }

    /** The settings of an experiment with what was typed; what it makes nothing of is added to {@code idle}. */
    private static Chosen chosen(Experiment experiment, ParseResult parsed, List<String> idle) throws Setting.Unfit {
        List<Setting<?>> settings = new ArrayList<>(experiment.settings());
        settings.addAll(Machine.SETTINGS);
        Chosen chosen = new Chosen(settings, parsed.hasMatchedOption(FAST));
        for (Setting<?> setting : settings) {
            if (typed(setting, parsed)) {
                chosen.set(setting, text(setting, parsed));
            }
        }
        for (Setting<?> setting : COMMON) {
            if (!chosen.has(setting.name()) && typed(setting, parsed)) {
                setting.parse(text(setting, parsed));
                idle.add(setting.name());
            }
        }
        return chosen;
    }

    private static boolean typed(Setting<?> setting, ParseResult parsed) {
        return parsed.commandSpec().optionsMap().containsKey(setting.name()) && parsed.hasMatchedOption(setting.name());
    }

    private static String text(Setting<?> setting, ParseResult parsed) {
        return setting.isFlag() ? "true" : parsed.matchedOptionValue(setting.name(), "");
    }

    // ---- run all ----

    private CommandSpec all() {
        OnParsed action = new OnParsed(this::runAll);
        CommandSpec spec = Commands.spec("all", "Runs every experiment, each with its own defaults.", action);
        action.spec = spec;
        spec.usageMessage().sortOptions(false).abbreviateSynopsis(true);
        for (Setting<?> setting : Machine.SETTINGS) {
            spec.addOption(option(setting, false));
        }
        spec.addOption(Commands.text(OUT, "DIR", "where everything goes: DIR/index.html and DIR/NAME (default: out)"));
        spec.addOption(Commands.flag(FAST, "a quick look: fewer epochs or samples, no reference"));
        spec.addOption(Commands.flag(STRICT, "exit code 3 when an experiment had to be skipped"));
        spec.addOption(Commands.flag(QUIET, "prints errors only"));
        return Commands.traceable(spec);
    }

    private int runAll(ParseResult parsed) throws Setting.Unfit {
        boolean fast = parsed.hasMatchedOption(FAST);
        boolean quiet = parsed.hasMatchedOption(QUIET);
        Chosen common = new Chosen(Machine.SETTINGS, fast);
        for (Setting<?> setting : Machine.SETTINGS) {
            if (typed(setting, parsed)) {
                common.set(setting, text(setting, parsed));
            }
        }
        Path folder = OutputFolder.ready(parsed.matchedOptionValue(OUT, "out"));
        Machine machine = Machine.use(common);
        Runner runner = new Runner(console, quiet, parsed.hasMatchedOption(Commands.STACKTRACE));
        machine.notice().ifPresent(runner::error);
        List<Report> reports = new ArrayList<>();
        for (Experiment experiment : catalogue.experiments()) {
            if (console.interrupts().requested()) {
                break;
            }
            Chosen chosen = chosen(experiment, parsed, new ArrayList<>());
            Path own = OutputFolder.ready(folder.resolve(experiment.name()).toString());
            Report report = runner.perform(experiment, chosen, machine, own);
            if (report.status() == Report.Status.FAILED) {
                runner.error(report.sentence());
            } else if (report.status() == Report.Status.SKIPPED) {
                clear(own);
                if (!quiet) {
                    runner.error(experiment.name() + " was skipped: " + report.sentence());
                }
            }
            reports.add(report);
            say(quiet, "");
        }
        try {
            String command = ("experiments/cotangent run all " + common.typed()).strip();
            ResultsFile.replace(folder.resolve("index.html"), IndexPage.html(reports, command));
        } catch (IOException e) {
            runner.error("the page " + folder.resolve("index.html") + " could not be written: " + e.getMessage() + ".");
            return NOT_OK;
        }
        say(quiet, summary(reports));
        say(quiet, "All of it: " + folder.resolve("index.html"));
        return exitCode(reports, parsed.hasMatchedOption(STRICT));
    }

    /** A skipped experiment leaves no empty folder. */
    private static void clear(Path folder) {
        try {
            Files.deleteIfExists(folder);
        } catch (IOException notEmpty) {
            // Then an earlier run left something there, which is not ours to remove.
        }
    }

    private static String summary(List<Report> reports) {
        TextTable table = new TextTable();
        for (Report report : reports) {
            String seconds = report.results() == null
                    ? ""
                    : String.format(Locale.ROOT, "%.1f s", report.results().seconds());
            table.row(report.name(), report.verdict(), seconds);
        }
        return table.toString();
    }

    private int exitCode(List<Report> reports, boolean strict) {
        if (console.interrupts().requested()) {
            return Interrupts.EXIT_CODE;
        }
        if (has(reports, Report.Status.FAILED) || has(reports, Report.Status.NOT_OK)) {
            return NOT_OK;
        }
        return strict && has(reports, Report.Status.SKIPPED) ? SKIPPED : 0;
    }

    private static boolean has(List<Report> reports, Report.Status status) {
        return reports.stream().anyMatch(report -> report.status() == status);
    }

    private void say(boolean quiet, String text) {
        if (!quiet) {
            console.out().println(text);
            console.out().flush();
        }
    }

    /** Does something with what picocli parsed, and turns a value that does not fit into bad usage. */
    private static final class OnParsed implements Callable<Integer> {
        private interface Action {
            int run(ParseResult parsed) throws Setting.Unfit;
        }

        private final Action action;
        private @Nullable CommandSpec spec;

        OnParsed(Action action) {
            this.action = action;
        }

        @Override
        public Integer call() {
            CommandSpec mine = Objects.requireNonNull(spec, "spec");
            try {
                return action.run(mine.commandLine().getParseResult());
            } catch (Setting.Unfit e) {
                throw new ParameterException(mine.commandLine(), e.getMessage());
            }
        }
    }
}
