package org.cotangent.experiments;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.cotangent.experiments.result.ResultsFile;
import org.cotangent.experiments.verify.Outcome;
import org.cotangent.experiments.verify.ReferenceCase;
import org.cotangent.experiments.verify.ReferenceFile;
import org.cotangent.experiments.verify.Verification;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * {@code cotangent verify PATH...}: replays reference cases and says which of them this engine repeats.
 *
 * <p>All files are read, and {@code --out} is tried, before anything is computed: what is wrong with them is said at once.
 */
final class VerifyCommand {
    private static final String OUT = "--out";
    private static final String QUIET = "--quiet";
    private static final String SUFFIX = ".json";
    private static final int FAILED = 1;

    private final Console console;

    private VerifyCommand(Console console) {
        this.console = console;
    }

    static CommandSpec spec(Console console) {
        CommandSpec[] self = new CommandSpec[1];
        CommandSpec spec = Commands.spec("verify", "Replays reference cases from PyTorch.", () -> {
            ParseResult parsed = self[0].commandLine().getParseResult();
            try {
                return new VerifyCommand(console).run(parsed);
            } catch (Setting.Unfit unfit) {
                throw new ParameterException(self[0].commandLine(), unfit.getMessage());
            }
        });
        self[0] = spec;
        spec.usageMessage()
                .description(
                        "Replays reference cases from PyTorch: operators with their gradients, optimizers, schedules,"
                                + " initialisers, printed forms. What a file holds is seen from its content.",
                        "",
                        "Exit codes: 0 nothing failed, 1 something failed, 2 bad usage or a broken file.",
                        "")
                .sortOptions(false);
        spec.addPositional(PositionalParamSpec.builder()
                .index("0..*")
                .arity("0..*")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .paramLabel("PATH")
                .description("a file, or a folder of which all .json files are meant, also those in folders below")
                .build());
        spec.addOption(Commands.text(OUT, "FILE", "writes what came of every case there, as JSON"));
        spec.addOption(Commands.flag(QUIET, "prints the last line only"));
        return spec;
    }

    private int run(ParseResult parsed) throws Setting.Unfit {
        List<String> names = parsed.matchedPositionalValue(0, List.of());
        if (names.isEmpty()) {
            throw new Setting.Unfit("\"cotangent verify\" needs the path of a file or a folder of reference cases");
        }
        Path out = out(parsed.matchedOptionValue(OUT, ""));
        Verification verification = new Verification();
        List<ReferenceFile> files = read(names, out, verification);
        boolean quiet = parsed.hasMatchedOption(QUIET);
        boolean finished = replay(files, verification, quiet);
        if (!quiet) {
            console.out().print(table(verification));
        }
        int code = finished ? verification.count(Outcome.Verdict.FAILED) > 0 ? FAILED : 0 : Interrupts.EXIT_CODE;
        if (out != null && !write(out, verification, finished)) {
            code = CommandLine.ExitCode.USAGE;
        }
        console.out().println(verification.count(Outcome.Verdict.PASSED) + " passed, "
                + verification.count(Outcome.Verdict.FAILED) + " failed, "
                + verification.count(Outcome.Verdict.NOT_COVERED) + " not covered");
        console.out().flush();
        return code;
    }

    // ---- what is replayed -------------------------------------------------------------------------------------------

    /** The file for the details, which can be written; null when none is wanted. */
    private static @Nullable Path out(String name) throws Setting.Unfit {
        if (name.isEmpty()) {
            return null;
        }
        Path file = path(name).toAbsolutePath();
        Path folder = file.getParent();
        if (folder == null || Files.isDirectory(file)) {
            throw new Setting.Unfit("--out \"" + name + "\" is a folder; it takes the path of a file");
        }
        OutputFolder.ready(folder.toString());
        return file;
    }

    private static List<ReferenceFile> read(List<String> names, @Nullable Path out, Verification verification)
            throws Setting.Unfit {
        Map<Path, ReferenceFile> files = new LinkedHashMap<>();
        for (String name : names) {
            Path path = path(name);
            boolean folder = Files.isDirectory(path);
            for (Path each : folder ? below(path) : List.of(path)) {
                Path key = each.toAbsolutePath().normalize();
                if ((folder && key.equals(out)) || files.containsKey(key)) {
                    continue;
                }
                ReferenceFile file = read(each);
                if (file.kind() == ReferenceFile.Kind.UNKNOWN && !folder) {
                    throw new Setting.Unfit("verify " + each + ": none of the known kinds of reference cases is in it");
                }
                if (file.kind() == ReferenceFile.Kind.UNKNOWN) {
                    String reason = "none of the known kinds of reference cases is in it";
                    verification.add(each, Outcome.notCovered(String.valueOf(each.getFileName()), "file", reason));
                }
                files.put(key, file);
            }
        }
        return List.copyOf(files.values());
    }

    private static ReferenceFile read(Path file) throws Setting.Unfit {
        try {
            return ReferenceFile.read(file);
        } catch (IllegalArgumentException broken) {
            throw new Setting.Unfit(String.valueOf(broken.getMessage()).replace('\n', ' '));
        }
    }

    private static Path path(String name) throws Setting.Unfit {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw new Setting.Unfit("verify \"" + name + "\": that is not a path: " + e.getReason());
        }
    }

    private static List<Path> below(Path folder) throws Setting.Unfit {
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> found = all.filter(path -> path.toString().toLowerCase(Locale.ROOT).endsWith(SUFFIX))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
            if (found.isEmpty()) {
                throw new Setting.Unfit("verify " + folder + ": there is no .json file in this folder or below");
            }
            return found;
        } catch (IOException | UncheckedIOException e) {
            throw new Setting.Unfit("verify " + folder + ": it cannot be read: " + e.getMessage());
        }
    }

    // ---- replaying --------------------------------------------------------------------------------------------------

    /** False when Ctrl-C ended it. */
    private boolean replay(List<ReferenceFile> files, Verification verification, boolean quiet) {
        long total = files.stream().mapToLong(file -> file.cases().size()).sum();
        try (Progress progress = progress(total, quiet)) {
            for (ReferenceFile file : files) {
                for (ReferenceCase each : file.cases()) {
                    verification.add(file.path(), each.replay());
                    progress.step();
                }
            }
            return true;
        } catch (Interruption interruption) {
            return false;
        }
    }

    private Progress progress(long total, boolean quiet) {
        if (quiet) {
            return Progress.silent(console.interrupts(), total);
        }
        return console.terminal()
                ? new Progress(new BarDisplay("replaying", total), console.interrupts(), total, true)
                : new Progress(new PlainDisplay(console.out(), "replaying", total), console.interrupts(), total, false);
    }

    // ---- saying what came of it -------------------------------------------------------------------------------------

    private static String table(Verification verification) {
        TextTable table = new TextTable().row("op", "passed", "failed", "not covered", "reason");
        verification.byOp().forEach((op, outcomes) -> {
            List<String> reasons = reasons(outcomes);
            table.row(
                    op,
                    number(outcomes, Outcome.Verdict.PASSED, "passed"),
                    number(outcomes, Outcome.Verdict.FAILED, "failed"),
                    number(outcomes, Outcome.Verdict.NOT_COVERED, "not covered"),
                    reasons.isEmpty() ? "" : reasons.getFirst());
            for (int i = 1; i < reasons.size(); i++) {
                table.row("", "", "", "", reasons.get(i));
            }
        });
        return table.toString();
    }

    /** As wide as the heading, so that digits stand below digits. */
    private static String number(List<Outcome> outcomes, Outcome.Verdict verdict, String heading) {
        long count = outcomes.stream().filter(each -> each.verdict() == verdict).count();
        return String.format(Locale.ROOT, "%" + heading.length() + "d", count);
    }

    /** The first failure, then every reason for which something is not covered. */
    private static List<String> reasons(List<Outcome> outcomes) {
        List<String> reasons = new ArrayList<>();
        outcomes.stream()
                .filter(each -> each.verdict() == Outcome.Verdict.FAILED)
                .findFirst()
                .ifPresent(each -> reasons.add("failed: " + each.id() + ": " + line(each.reason())));
        Map<String, Integer> counts = new LinkedHashMap<>();
        outcomes.stream()
                .filter(each -> each.verdict() == Outcome.Verdict.NOT_COVERED)
                .forEach(each -> counts.merge(line(each.reason()), 1, Integer::sum));
        counts.forEach((reason, count) ->
                reasons.add("not covered: " + reason + (count > 1 ? " (" + count + " cases)" : "")));
        return reasons;
    }

    private static String line(String text) {
        return text.strip().replaceAll("\\s*\\n\\s*", " ");
    }

    private boolean write(Path out, Verification verification, boolean finished) {
        try {
            ResultsFile.replace(out, verification.json(finished));
            return true;
        } catch (IOException e) {
            console.err().println("cotangent: --out " + out + " could not be written: " + e.getMessage() + ".");
            console.err().flush();
            return false;
        }
    }
}
