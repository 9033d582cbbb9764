package org.cotangent.experiments.microlearning;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.cotangent.experiments.Run;
import org.cotangent.experiments.data.LabelledImages;
import org.cotangent.experiments.figure.ImageGrid;
import org.cotangent.experiments.figure.Plot;

/** The tutorial's figures, as far as the rules in them were run, and one with all rules. */
final class Figures {
    private static final String LOSS = "squared error per image";
    private static final int EXAMPLES = 10;

    private final Run run;
    private final Map<Rule, Results> results;
    private final String spread;
    private final boolean alike;

    Figures(Run run, Map<Rule, Results> results) {
        this.run = run;
        this.results = results;
        this.alike = alike(results);
        this.spread = results.values().stream().anyMatch(Results::several)
                ? " Mean over the seeds, shaded: one standard deviation to either side."
                : "";
    }

    /** Whether direct feedback alignment has the numbers of feedback alignment, as it must with one hidden layer. */
    private static boolean alike(Map<Rule, Results> results) {
        Results direct = results.get(Rule.DIRECT_FEEDBACK_ALIGNMENT);
        Results feedback = results.get(Rule.FEEDBACK_ALIGNMENT);
        return direct != null
                && feedback != null
                && Arrays.equals(
                        direct.course(Outcome::losses).mean(),
                        feedback.course(Outcome::losses).mean());
    }

    /** The first ten images in training order. */
    void examples(LabelledImages images, int... order) throws IOException {
        ImageGrid grid = ImageGrid.of(EXAMPLES);
        for (int i = 0; i < Math.min(EXAMPLES, order.length); i++) {
            double[] pixels = images.inputs(order[i]).toDoubles();
            grid.image(String.valueOf(images.label(order[i])), pixels, images.rows(), images.columns());
        }
        run.figure("examples", "The first ten training images in shuffled order, each under its class.", grid);
    }

    void tutorial() throws IOException {
        if (results.isEmpty()) {
            return;
        }
        // Of two lines that are one, the upper would hide the lower.
        List<Rule> all = results.keySet().stream()
                .filter(rule -> !(alike && rule == Rule.DIRECT_FEEDBACK_ALIGNMENT))
                .toList();
        String hidden = alike
                ? " Direct feedback alignment has the line of feedback alignment: with one hidden layer they are the same."
                : "";
        losses("loss", "The loss of each batch before its update, for every rule that was run." + hidden, all);
        perEpoch(
                "accuracy",
                "Share of the test images that are recognised after each epoch; a guess is right for one in ten." + hidden,
                "test images recognised (%)",
                Outcome::accuracies,
                all);
        perEpoch(
                "cosine",
                "How well the hidden layer's gradient on the test images agrees in direction with that of backprop: 1 is the"
                        + " same direction, 0 a right angle." + hidden,
                "cosine to the backprop gradient",
                Outcome::cosines,
                all);
        signalToNoise(List.copyOf(results.keySet()));
        losses("loss-weight-perturbation", "Section 1: weight perturbation.", List.of(Rule.WEIGHT_PERTURBATION));
        losses(
                "loss-perturbation",
                "Section 2: weight and node perturbation, with noise of the same deviation.",
                List.of(Rule.WEIGHT_PERTURBATION, Rule.NODE_PERTURBATION));
        losses(
                "loss-perturbation-backprop",
                "Section 3: both beside backprop, which takes steps of half the batch size times theirs.",
                List.of(Rule.BACKPROP, Rule.WEIGHT_PERTURBATION, Rule.NODE_PERTURBATION));
        losses(
                "loss-feedback-alignment",
                "Section 4: errors go back through the transposed weights, or through random ones.",
                List.of(Rule.BACKPROP, Rule.FEEDBACK_ALIGNMENT));
        losses(
                "loss-kolen-pollack",
                "Section 5: the same, with feedback weights that learn.",
                List.of(Rule.BACKPROP, Rule.FEEDBACK_ALIGNMENT, Rule.KOLEN_POLLACK));
    }

    private void losses(String name, String caption, List<Rule> rules) throws IOException {
        if (!results.keySet().containsAll(rules)) {
            return;
        }
        Plot plot = plot("update", LOSS);
        for (Rule rule : rules) {
            add(plot, rule, Outcome::losses, 0);
        }
        run.figure(name, caption + spread, plot);
    }

    private void perEpoch(
            String name, String caption, String quantity, Function<Outcome, double[]> numbers, List<Rule> rules)
            throws IOException {
        Plot plot = plot("epoch", quantity);
        for (Rule rule : rules) {
            add(plot, rule, numbers, 1);
        }
        run.figure(name, caption + spread, plot);
    }

    /** Every rule has the same colour in every figure. */
    private static Plot plot(String x, String y) {
        return Plot.of(x, y).palette(Arrays.stream(Rule.values()).map(Rule::title).toArray(String[]::new));
    }

    private void add(Plot plot, Rule rule, Function<Outcome, double[]> numbers, int first) {
        Results own = results.get(rule);
        if (own == null) {
            return;
        }
        Results.Course course = own.course(numbers);
        double[] xs = IntStream.range(first, first + course.mean().length).asDoubleStream().toArray();
        if (own.several()) {
            plot.meanAndSpread(rule.title(), xs, course.mean(), course.deviation());
        } else {
            plot.line(rule.title(), xs, course.mean());
        }
        if (xs.length < 10) {
            plot.points(rule.title(), xs, course.mean());
        }
    }

    private void signalToNoise(List<Rule> rules) throws IOException {
        List<Double> values = new ArrayList<>();
        List<Double> deviations = new ArrayList<>();
        for (Rule rule : rules) {
            Results own = results.get(rule);
            if (own != null) {
                values.add(own.mean(Outcome::snr));
                deviations.add(own.deviation(Outcome::snr));
            }
        }
        Plot plot = Plot.of("learning rule", "signal-to-noise ratio")
                .categories(rules.stream().map(Rule::title).toArray(String[]::new))
                .noLegend();
        double[] bars = values.stream().mapToDouble(Double::doubleValue).toArray();
        run.figure(
                "snr",
                "How clear the gradient of a single image is before learning: |mean| / (deviation + 0.001) over the test"
                        + " images, averaged over the weights and biases of the hidden layer." + spread,
                spread.isEmpty()
                        ? plot.bars("signal-to-noise ratio", bars)
                        : plot.bars(
                                "signal-to-noise ratio",
                                bars,
                                deviations.stream().mapToDouble(Double::doubleValue).toArray()));
    }
}
