package org.cotangent.experiments.microlearning;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import java.util.stream.Collectors;
import org.cotangent.experiments.Experiment;
import org.cotangent.experiments.FirstStep;
import org.cotangent.experiments.Progress;
import org.cotangent.experiments.Run;
import org.cotangent.experiments.Setting;
import org.cotangent.experiments.Traceable;
import org.cotangent.experiments.Tutorial;
import org.cotangent.experiments.data.ImageSets;
import org.cotangent.experiments.data.MnistSource;
import org.cotangent.kernel.Device;
import org.cotangent.kernel.Parallel;
import org.cotangent.random.NumpyGenerator;

/** The whole tutorial on MNIST: what each learning rule makes of the same network. */
public final class Microlearning extends Experiment implements Traceable {
    private static final Setting<BigInteger> SEED = Setting.numpySeed(12345);
    private static final Setting<List<Integer>> SEEDS =
            Setting.wholes("--seeds", List.of(), 0, "several networks from these seeds instead: mean and spread");
    private static final Setting<Integer> EPOCHS = Setting.epochs(3).fast(1);
    private static final Setting<List<String>> RULES = Setting.names("--rules", Rule.keys(), "learning rules", Rule.keys());
    private static final Setting<List<Integer>> HIDDEN =
            Setting.wholes("--hidden", List.of(500), 1, "units of each hidden layer");
    private static final Setting<Unit> ACTIVATION =
            Setting.oneOf("--activation", Unit.SIGMOID, "what a unit computes", Unit.RELU, Unit.SIGMOID);
    private static final Setting<Integer> BATCH =
            Setting.whole("--batch-size", 200, "images of an update").atLeast(1);
    private static final Setting<Double> LR = Setting.real("--lr", 0.001, "learning rate").moreThan(0.0);
    private static final Setting<Double> NOISE =
            Setting.real("--noise", 0.1, "deviation of the noise of perturbation rules").moreThan(0.0);
    private static final Setting<Double> SIGMA =
            Setting.real("--sigma", 0.1, "deviation of the initial weights").moreThan(0.0);
    private static final Setting<Integer> GLANCE_EVERY = Setting.whole(
                    "--glance-every", 0, "updates between looks at test loss, accuracy and angle to backprop; 0 for none")
            .atLeast(0);
    private static final Setting<Optional<Path>> DATA =
            Setting.path("--data", "DIR", "folder with the four idx files of MNIST, Fashion-MNIST or alike");
    private static final Setting<Boolean> AS_PUBLISHED =
            Setting.flag("--as-published", "with the tutorial's four slips");

    /** The experiment. */
    public Microlearning() {
        super("microlearning", Tutorial.W2D3, "Learning rules that a synapse could follow, on handwritten digits");
    }

    @Override
    public String about() {
        return """
                A network of 784 inputs, 500 sigmoid units and 10 sigmoid outputs learns to recognise the digits of MNIST \
                by six rules: backpropagation; weight and node perturbation, which shake the network and watch the \
                loss; feedback alignment, which sends errors back through random weights; Kolen-Pollack, whose feedback \
                weights learn too; and direct feedback alignment, which the tutorial does not have and which with one \
                hidden layer is feedback alignment.

                The loss is the squared error summed over the outputs and averaged over the batch. As published, \
                backprop, feedback alignment and Kolen-Pollack descend half of its sum over the batch, the perturbation \
                rules its mean: at the same learning rate they take steps a hundred times smaller. Every number is \
                drawn in the tutorial's order from numpy's streams and computed in float64.

                The tutorial has four slips. Its derivative of the ReLU asks for an activity above 1 instead of 0, so that \
                weakly active units do not learn. It counts an image as recognised whenever the right output is among \
                the largest, so that a network that answers 0 for everything is always right. Its validation set is \
                empty, because it shuffles and takes 50,000 of 50,000 images; here the other 10,000 are that set. And \
                the network that section 3 trains by backprop is drawn from the generator that node perturbation has \
                used, so that the two do not start alike. --as-published brings all four back, the last one when both \
                rules are run; the tutorial's later sections draw that network as the default does.""";
    }

    @Override
    public List<Setting<?>> settings() {
        return List.of(
                SEED, SEEDS, EPOCHS, RULES, HIDDEN, ACTIVATION, BATCH, LR, NOISE, SIGMA, GLANCE_EVERY, DATA, AS_PUBLISHED);
    }

    @Override
    public void run(Run run) throws IOException {
        ImageSets images = MnistSource.standard(run.get(DATA), run::note).load();
        Lesson lesson = new Lesson(
                run.get(HIDDEN),
                run.get(ACTIVATION),
                run.get(SIGMA),
                run.get(NOISE),
                run.get(LR),
                run.get(BATCH),
                run.epochs(),
                run.get(GLANCE_EVERY),
                run.get(AS_PUBLISHED));
        Pupil pupil = new Pupil(images, lesson);
        int[] order = Pupil.order(images.training());
        run.parameter("trainingImages", order.length);
        run.parameter("validationImages", lesson.asPublished() ? 0 : images.training().size() - order.length);
        run.parameter("testImages", pupil.testImages());
        run.parameter("decay", Rule.DECAY);

        List<Rule> rules = run.get(RULES).stream().map(Rule::of).toList();
        Map<Rule, Results> results = Collections.synchronizedMap(new EnumMap<>(Rule.class));
        try {
            learn(run, pupil, lesson, rules, results);
        } finally {
            Figures figures = new Figures(run, results);
            figures.tutorial();
            figures.examples(images.training(), order);
        }
        if (images.mnist()) {
            compare(run, rules, results);
        }
    }

    @Override
    public List<FirstStep> firstSteps(Optional<Path> data) throws IOException {
        Lesson lesson = new Lesson(
                HIDDEN.standard(false),
                ACTIVATION.standard(false),
                SIGMA.standard(false),
                NOISE.standard(false),
                LR.standard(false),
                BATCH.standard(false),
                EPOCHS.standard(false),
                GLANCE_EVERY.standard(false),
                AS_PUBLISHED.standard(false));
        ImageSets images = MnistSource.standard(data, remark -> {}).load();
        return new FirstUpdate(images, lesson, SEED.standard(false).longValue()).byEachRule();
    }

    private List<Long> seeds(Run run) {
        return run.get(SEEDS).isEmpty()
                ? List.of(run.seed())
                : run.get(SEEDS).stream().map(Integer::longValue).toList();
    }

    /**
     * Each rule in a thread of its own: drawing noise and looking at single images have no use for a second one. What a rule
     * draws is its own, so the numbers are those of one after the other.
     */
    private void learn(Run run, Pupil pupil, Lesson lesson, List<Rule> rules, Map<Rule, Results> results) {
        Device device = Device.current();
        try (Progress progress = run.progress("training", pupil.steps() * rules.size() * seeds(run).size())) {
            DoubleConsumer step = loss -> {
                synchronized (progress) {
                    progress.step(loss);
                }
            };
            for (List<Rule> together : inOrder(rules, lesson)) {
                Parallel.forBlocks(together.size(), i -> device.run(() -> {
                    Rule rule = together.get(i);
                    results.put(rule, learn(run, pupil, rule, slips(rule, rules, lesson) ? results : Map.of(), step));
                }));
            }
        } finally {
            rules.stream().filter(results::containsKey).forEach(rule -> Objects.requireNonNull(results.get(rule)).record(run, rule));
        }
    }

    private Results learn(Run run, Pupil pupil, Rule rule, Map<Rule, Results> before, DoubleConsumer step) {
        Results own = new Results();
        List<Long> seeds = seeds(run);
        for (int i = 0; i < seeds.size(); i++) {
            NumpyGenerator stream = new NumpyGenerator(seeds.get(i));
            Results used = before.get(Rule.NODE_PERTURBATION);
            NumpyGenerator weights = used == null ? stream : new NumpyGenerator(used.outcomes().get(i).stream());
            own.add(pupil.learn(rule, stream, weights, step));
        }
        return own;
    }

    /**
     * As many at a time as there are threads, like beside like; one that is left over has all of them. The tutorial trains by
     * node perturbation before it trains by backprop.
     */
    private static List<List<Rule>> inOrder(List<Rule> rules, Lesson lesson) {
        Map<Boolean, List<Rule>> late = rules.stream()
                .sorted(Comparator.comparing((Rule rule) -> !rule.isPerturbation()))
                .collect(Collectors.partitioningBy(rule -> slips(rule, rules, lesson)));
        List<List<Rule>> order = new ArrayList<>();
        for (List<Rule> some : late.values()) {
            for (int i = 0; i < some.size(); i += Parallel.threads()) {
                order.add(some.subList(i, Math.min(some.size(), i + Parallel.threads())));
            }
        }
        return order;
    }

    /** Whether a network's weights come from the generator that node perturbation has used. */
    private static boolean slips(Rule rule, List<Rule> rules, Lesson lesson) {
        return lesson.asPublished() && rule == Rule.BACKPROP && rules.contains(Rule.NODE_PERTURBATION);
    }

    private void compare(Run run, List<Rule> rules, Map<Rule, Results> results) throws IOException {
        if (run.fast() || !run.isDefault(SEED, SEEDS, EPOCHS, HIDDEN, BATCH, LR, NOISE, SIGMA)) {
            return;
        }
        boolean published = run.get(AS_PUBLISHED);
        boolean used = published && rules.contains(Rule.NODE_PERTURBATION);
        for (Rule rule : rules) {
            Outcome ours = Objects.requireNonNull(results.get(rule)).outcomes().getFirst();
            if (run.get(ACTIVATION) == Unit.RELU) {
                if (published && rule == Rule.BACKPROP && !used) {
                    Expected.of(Expected.BACKPROP_RELU_AS_PUBLISHED).compare(run, rule.title(), ours);
                }
            } else if (rule == Rule.BACKPROP && used) {
                Expected.of(Expected.BACKPROP_FROM_USED_GENERATOR).compare(run, rule.title(), ours);
            } else if (rule == Rule.DIRECT_FEEDBACK_ALIGNMENT) {
                Expected.of(Rule.FEEDBACK_ALIGNMENT.key()).compare(run, rule.title(), ours);
            } else {
                Expected.of(rule.key()).compare(run, rule.title(), ours);
            }
        }
    }
}
