package org.cotangent.experiments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cotangent.experiments.page.LinksPage;
import org.cotangent.experiments.result.ResultsFile;
import org.cotangent.inspect.Profile;
import org.cotangent.inspect.Trace;
import org.jspecify.annotations.Nullable;

/** {@code cotangent trace NAME}: the first step of an experiment's training, for each learning rule that it compares. */
final class ModelTraces {
    private static final int PROFILED = 100;

    private final Console console;
    private final boolean profile;
    private final @Nullable Path folder;

    ModelTraces(Console console, boolean profile, @Nullable Path folder) {
        this.console = console;
        this.profile = profile;
        this.folder = folder;
    }

    /** The experiments that can be traced. */
    static List<String> names(Catalogue catalogue) {
        return catalogue.experiments().stream()
                .filter(each -> each instanceof Traceable)
                .map(Experiment::name)
                .toList();
    }

    /**
     * Traces.
     *
     * @param experiment its name
     * @param all its first steps
     * @param rules which of them; none for all
     * @throws Setting.Unfit when a rule is asked for that it does not have
     */
    void show(String experiment, List<FirstStep> all, List<String> rules) throws IOException, Setting.Unfit {
        List<String> names = all.stream().map(FirstStep::name).toList();
        for (String rule : rules) {
            if (!names.contains(rule)) {
                throw new Setting.Unfit("--rules \"" + rule + "\" is not one of " + experiment + ": it has "
                        + String.join(", ", names));
            }
        }
        List<FirstStep> steps = all.stream()
                .filter(each -> rules.isEmpty() || rules.contains(each.name()))
                .toList();
        List<LinksPage.Link> links = new ArrayList<>();
        for (FirstStep step : steps) {
            Path own = folder == null || steps.size() == 1 ? folder : folder.resolve(step.name());
            String about = one(step, own);
            links.add(new LinksPage.Link(step.name() + "/index.html", step.title(), about));
        }
        if (folder != null && steps.size() > 1) {
            Path index = folder.resolve("index.html");
            ResultsFile.replace(
                    index,
                    LinksPage.html(
                            "The first step of " + experiment,
                            "The same network and the same batch, as each learning rule sees them.",
                            links));
            console.out().println("pages " + index);
        }
        console.out().flush();
    }

    private String one(FirstStep step, @Nullable Path own) throws IOException {
        Trace trace = Trace.during(step.work());
        console.out().println(step.title());
        console.out().println();
        console.out().print(trace);
        if (!step.remarks().isBlank()) {
            console.out().println();
            console.out().println(step.remarks());
        }
        Profile timed = profile ? Profile.during(PROFILED, step.work()) : null;
        if (timed != null) {
            console.out().println();
            console.out().print(timed);
        }
        console.out().println();
        if (own != null) {
            Files.createDirectories(own);
            Path page = TraceFiles.write(own, step.title(), step.remarks(), trace);
            if (timed != null) {
                TraceFiles.write(own, timed);
            }
            console.out().println("page " + page);
        }
        return step.remarks();
    }
}
