package org.cotangent.experiments.microlearning;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.cotangent.experiments.Run;

/** What became of the networks of one rule, one for each seed. */
final class Results {
    /**
     * A number over time, of several networks.
     *
     * @param mean over the networks
     * @param deviation of the networks around it; zeros for one network
     */
    record Course(double[] mean, double[] deviation) {}

    private final List<Outcome> outcomes = new ArrayList<>();

    void add(Outcome outcome) {
        outcomes.add(outcome);
    }

    /** In the order of the seeds. */
    List<Outcome> outcomes() {
        return List.copyOf(outcomes);
    }

    boolean several() {
        return outcomes.size() > 1;
    }

    double mean(ToDoubleFunction<Outcome> number) {
        return outcomes.stream().mapToDouble(number).sum() / outcomes.size();
    }

    double deviation(ToDoubleFunction<Outcome> number) {
        double mean = mean(number);
        return Math.sqrt(mean(outcome -> Math.pow(number.applyAsDouble(outcome) - mean, 2)));
    }

    Course course(Function<Outcome, double[]> numbers) {
        int length = numbers.apply(outcomes.getFirst()).length;
        double[] means = new double[length];
        double[] deviations = new double[length];
        for (int i = 0; i < length; i++) {
            int at = i;
            means[i] = mean(outcome -> numbers.apply(outcome)[at]);
            deviations[i] = deviation(outcome -> numbers.apply(outcome)[at]);
        }
        return new Course(means, deviations);
    }

    /** Metrics and series; of several networks, the means, and beside them the values of each. */
    void record(Run run, Rule rule) {
        metric(run, rule, "accuracy", Outcome::lastAccuracy);
        metric(run, rule, "cosine", Outcome::lastCosine);
        metric(run, rule, "loss", Outcome::lastLoss);
        metric(run, rule, "snr", Outcome::snr);
        metric(run, rule, "allTestAccuracy", Outcome::allTest);
        if (!Double.isNaN(outcomes.getFirst().validation())) {
            metric(run, rule, "validationAccuracy", Outcome::validation);
        }
        series(run, rule, "loss", Outcome::losses);
        series(run, rule, "accuracy", Outcome::accuracies);
        series(run, rule, "cosine", Outcome::cosines);
        if (!outcomes.getFirst().glances().isEmpty()) {
            glances(run, rule, "update", Glance::update);
            glances(run, rule, "loss", Glance::loss);
            glances(run, rule, "accuracy", Glance::accuracy);
            glances(run, rule, "angle", Glance::angle);
            glances(run, rule, "wholeAngle", Glance::wholeAngle);
        }
    }

    private void metric(Run run, Rule rule, String name, ToDoubleFunction<Outcome> number) {
        run.metric(rule.key() + "." + name, mean(number));
        if (several()) {
            run.metric(
                    rule.key() + "." + name + ".ofSeeds",
                    outcomes.stream().mapToDouble(number).toArray());
        }
    }

    private void glances(Run run, Rule rule, String name, ToDoubleFunction<Glance> number) {
        series(run, rule, "glance." + name, outcome -> outcome.glances().stream()
                .mapToDouble(number)
                .toArray());
    }

    private void series(Run run, Rule rule, String name, Function<Outcome, double[]> numbers) {
        Course course = course(numbers);
        run.series(rule.key() + "." + name, course.mean());
        if (several()) {
            run.series(rule.key() + "." + name + ".deviation", course.deviation());
        }
    }
}
