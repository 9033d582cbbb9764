package org.cotangent.experiments;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cotangent.experiments.figure.Chart;
import org.cotangent.experiments.figure.Figure;
import org.cotangent.experiments.figure.Fonts;
import org.cotangent.experiments.page.Picture;
import org.cotangent.experiments.page.Remark;
import org.cotangent.experiments.result.Reference;
import org.cotangent.experiments.result.Results;
import org.cotangent.experiments.result.ResultsFile;
import org.cotangent.experiments.result.Tolerance;
import org.cotangent.kernel.DType;
import org.cotangent.kernel.Device;
import org.cotangent.shape.Complaint;

/**
 * One run of an experiment, as the experiment sees it: its settings, and whom to tell what came out.
 *
 * <p>What is recorded stays in the order of recording. Metrics and series must not hold timings: two runs give equal
 * ones.
 */
public final class Run {
    private final Experiment experiment;
    private final Chosen chosen;
    private final Machine machine;
    private final Path folder;
    private final Console console;
    private final boolean quiet;
    private final long begin = System.nanoTime();
    private final Map<String, Object> parameters = new LinkedHashMap<>();
    private final Map<String, Object> metrics = new LinkedHashMap<>();
    private final Map<String, Series> series = new LinkedHashMap<>();
    private final List<Reference> references = new ArrayList<>();
    private final List<Picture> pictures = new ArrayList<>();
    private final List<Remark> remarks = new ArrayList<>();
    private boolean fontsTried;
    private boolean fontsMissing;

    Run(Experiment experiment, Chosen chosen, Machine machine, Path folder, Console console, boolean quiet) {
        this.experiment = experiment;
        this.chosen = chosen;
        this.machine = machine;
        this.folder = folder;
        this.console = console;
        this.quiet = quiet;
        parameters.putAll(
                chosen.parameters(List.of(Setting.SEED, Setting.DTYPE, "--threads", "--device", "--backend")));
    }

    // ---- settings ----

    /**
     * The value of a setting: what the user gave, otherwise the default.
     *
     * @param setting one that the experiment declares
     * @param <T> its type
     * @return the value
     */
    public <T> T get(Setting<T> setting) {
        return chosen.get(setting);
    }

    /**
     * The value of {@code --seed}, as torch's {@code manual_seed} takes it: modulo 2^64.
     *
     * @return the 64 bits
     * @throws IllegalStateException if the experiment declares no seed
     */
    public long seed() {
        return chosen.find(Setting.SEED, BigInteger.class)
                .orElseThrow(() -> undeclared(Setting.SEED))
                .longValue();
    }

    /**
     * The value of {@code --epochs}.
     *
     * @return 1 or more
     * @throws IllegalStateException if the experiment declares no epochs
     */
    public int epochs() {
        return chosen.find(Setting.EPOCHS, Integer.class).orElseThrow(() -> undeclared(Setting.EPOCHS));
    }

    /**
     * The value of {@code --dtype}; without that setting, float64.
     *
     * @return float32 or float64
     */
    public DType dtype() {
        return chosen.find(Setting.DTYPE, DType.class).orElse(DType.FLOAT64);
    }

    /**
     * Whether this is the quick look that {@code --fast} asks for. Settings have their own smaller defaults then
     * ({@link Setting#fast}); this is for what is no setting.
     *
     * @return true with {@code --fast}
     */
    public boolean fast() {
        return chosen.fast();
    }

    /**
     * Whether each of these has its default value, for references that depend on them alone.
     *
     * @param settings declared by the experiment
     * @return true if none was changed
     */
    public boolean isDefault(Setting<?>... settings) {
        for (Setting<?> setting : settings) {
            if (!chosen.isStandard(setting.name())) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether every setting of the experiment has its default value, so that the tutorial's numbers must come out.
     * Threads, device and backend do not matter here.
     *
     * @return true if none was changed and this is no quick look
     */
    public boolean atDefaults() {
        return !fast() && isDefault(experiment.settings().toArray(Setting<?>[]::new));
    }

    // ---- progress ----

    /**
     * Begins a loop that takes time.
     *
     * @param task a word or two, such as "training"
     * @param steps how often {@link Progress#step} will be called
     * @return to be closed after the loop
     */
    public Progress progress(String task, long steps) {
        Interrupts interrupts = console.interrupts();
        if (quiet) {
            return Progress.silent(interrupts, steps);
        }
        return console.terminal()
                ? new Progress(new BarDisplay(task, steps), interrupts, steps, true)
                : new Progress(new PlainDisplay(console.out(), task, steps), interrupts, steps, false);
    }

    /**
     * Whether somebody pressed Ctrl-C; for loops without a {@link Progress}.
     *
     * @return true if the experiment should return soon
     */
    public boolean interrupted() {
        return console.interrupts().requested();
    }

    /**
     * A step boundary without a {@link Progress}.
     *
     * @throws Interruption after Ctrl-C
     */
    public void checkInterrupted() {
        if (interrupted()) {
            throw new Interruption();
        }
    }

    // ---- numbers ----

    /**
     * Records a parameter that is no setting, such as the number of classes.
     *
     * @param name in camel case
     * @param value what it is
     */
    public void parameter(String name, long value) {
        parameters.put(name, value);
    }

    /**
     * Records a parameter that is no setting, such as the width of the noise.
     *
     * @param name in camel case
     * @param value what it is
     */
    public void parameter(String name, double value) {
        parameters.put(name, value);
    }

    /**
     * Records a parameter that is no setting, such as the name of the optimizer.
     *
     * @param name in camel case
     * @param value what it is
     */
    public void parameter(String name, String value) {
        parameters.put(name, value);
    }

    /**
     * Records a metric.
     *
     * @param name in camel case
     * @param value any; NaN and infinities are kept
     */
    public void metric(String name, double value) {
        metrics.put(name, value);
    }

    /**
     * Records a count.
     *
     * @param name in camel case
     * @param value written as an integer
     */
    public void metric(String name, long value) {
        metrics.put(name, value);
    }

    /**
     * Records a few counts that belong together.
     *
     * @param name in camel case
     * @param values written as a list of integers
     */
    public void metric(String name, long... values) {
        List<Long> list = new ArrayList<>();
        for (long value : values) {
            list.add(value);
        }
        metrics.put(name, List.copyOf(list));
    }

    /**
     * Records a few numbers that belong together.
     *
     * @param name in camel case
     * @param values written as a list
     */
    public void metric(String name, double... values) {
        Series list = new Series();
        for (double value : values) {
            list.add(value);
        }
        metrics.put(name, list.list());
    }

    /**
     * Begins a series, or goes on with it.
     *
     * @param name in camel case
     * @return where to add values as they come
     */
    public Series series(String name) {
        return series.computeIfAbsent(name, n -> new Series());
    }

    /**
     * Records a whole series.
     *
     * @param name in camel case
     * @param values in their order
     */
    public void series(String name, double... values) {
        Series whole = new Series();
        for (double value : values) {
            whole.add(value);
        }
        series.put(name, whole);
    }

    // ---- references ----

    /**
     * Compares a number with what it should be.
     *
     * @param name what is compared
     * @param ours our number
     * @param reference the known one
     * @param source where that comes from
     * @param tolerance how far apart they may be
     */
    public void reference(String name, double ours, double reference, String source, Tolerance tolerance) {
        references.add(Reference.of(name, ours, reference, source, tolerance));
    }

    /**
     * Compares a count with what it should be, exactly.
     *
     * @param name what is compared
     * @param ours our count
     * @param reference the known one
     * @param source where that comes from
     */
    public void reference(String name, long ours, long reference, String source) {
        references.add(Reference.of(name, ours, reference, source));
    }

    /**
     * Compares a text with what it should be, exactly.
     *
     * @param name what is compared
     * @param ours our text
     * @param reference the known one
     * @param source where that comes from
     */
    public void reference(String name, String ours, String reference, String source) {
        references.add(Reference.of(name, ours, reference, source));
    }

    /**
     * Compares numbers with what they should be, one by one; the row shows the worst.
     *
     * @param name what is compared
     * @param ours our numbers
     * @param reference the known ones, as many
     * @param source where they come from
     * @param tolerance how far apart each pair may be
     */
    public void reference(String name, double[] ours, double[] reference, String source, Tolerance tolerance) {
        references.add(Reference.ofWorst(name, ours, reference, source, tolerance));
    }

    // ---- words and figures ----

    /**
     * Prints lines whose columns matter, such as a model, and sets them on the page.
     *
     * @param text one line or several
     */
    public void print(String text) {
        remarks.add(new Remark(text, true));
        say(text);
    }

    /**
     * Adds a sentence or a paragraph of explanation to the page and the terminal.
     *
     * @param text plain text
     */
    public void note(String text) {
        remarks.add(new Remark(text, false));
        say(text);
    }

    /**
     * Draws charts side by side into {@code NAME.svg}. Where this machine has no font, one sentence says so and the run
     * goes on.
     *
     * @param name the file's name without {@code .svg}
     * @param caption what one sees, in a sentence or two
     * @param charts one or more
     * @throws IOException when the file cannot be written
     */
    public void figure(String name, String caption, Chart... charts) throws IOException {
        figure(name, caption, Figure.row(charts));
    }

    /**
     * Draws a figure into {@code NAME.svg}. Where this machine has no font, one sentence says so and the run goes on.
     *
     * @param name the file's name without {@code .svg}
     * @param caption what one sees, in a sentence or two
     * @param figure charts in columns and rows
     * @throws IOException when the file cannot be written
     */
    public void figure(String name, String caption, Figure figure) throws IOException {
        if (!name.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
            throw Complaint.about("figure \"" + name + "\"")
                    .because("the name becomes that of a file")
                    .hint("lower case letters and digits with hyphens between them")
                    .argument();
        }
        if (!fontsTried) {
            Optional<String> problem = Fonts.problem();
            problem.ifPresent(this::warn);
            fontsMissing = problem.isPresent();
            fontsTried = true;
        }
        if (!fontsMissing) {
            String svg = figure.svg();
            ResultsFile.replace(folder.resolve(name + ".svg"), svg);
            pictures.add(new Picture(name, caption, svg));
        }
    }

    /**
     * The folder of this run, for an experiment that leaves other files too.
     *
     * @return it exists and can be written
     */
    public Path folder() {
        return folder;
    }

    // ---- for the frame ----

    Results results(boolean partial) {
        Map<String, List<Double>> values = new LinkedHashMap<>();
        series.forEach((name, one) -> values.put(name, one.list()));
        return new Results(
                experiment.name(),
                chosen.find(Setting.SEED, BigInteger.class).orElse(null),
                machine.device() == Device.cpu() ? "cpu" : "cuda",
                machine.backend(),
                machine.threads(),
                dtype().toString(),
                parameters,
                metrics,
                values,
                references,
                (System.nanoTime() - begin) * 1e-9,
                partial);
    }

    List<Picture> pictures() {
        return pictures;
    }

    List<Remark> remarks() {
        return remarks;
    }

    /** Prints unless {@code --quiet}. */
    void say(String text) {
        if (!quiet) {
            console.out().println(text);
            console.out().flush();
        }
    }

    private void warn(String sentence) {
        console.err().println("cotangent: " + sentence);
        console.err().flush();
    }

    private static IllegalStateException undeclared(String name) {
        return Complaint.about("the value of " + name)
                .because("the experiment does not declare this setting")
                .hint("list it in settings()")
                .state();
    }
}
