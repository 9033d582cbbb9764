package org.cotangent.experiments;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.cotangent.experiments.figure.Plot;
import org.cotangent.nn.train.Health;
import org.cotangent.nn.train.Reading;
import org.cotangent.nn.train.Vital;

/** The health of a training as figures. */
public final class HealthCharts {
    private static final double RULE_OF_THUMB = 1e-3;

    private HealthCharts() {}

    /**
     * Draws {@code health-gradients.svg}, {@code health-updates.svg} and, where there are activations that can die, {@code
     * health-units.svg}.
     *
     * @param run whose figures they become
     * @param health with two readings at least; with fewer nothing is drawn
     * @throws IOException when a figure cannot be written
     */
    public static void show(Run run, Health health) throws IOException {
        List<Reading> readings = health.readings();
        if (readings.size() < 2) {
            return;
        }
        double[] steps = readings.stream().mapToDouble(Reading::step).toArray();
        List<String> paths = List.copyOf(readings.getFirst().parameters().keySet());
        Plot gradients = Plot.of("step", "norm of the gradient").logY();
        Plot updates = Plot.of("step", "size of the update / size of the weights").logY();
        updates.reference(
                "rule of thumb: 1e-3",
                new double[] {steps[0], steps[steps.length - 1]},
                new double[] {RULE_OF_THUMB, RULE_OF_THUMB});
        for (String path : paths) {
            gradients.line(path, steps, over(readings, path, Vital::gradientNorm));
            updates.line(path, steps, over(readings, path, Vital::updateRatio));
        }
        run.figure(
                "health-gradients",
                "How long the gradient of each parameter is. Where one vanishes, nothing is learned there; where one grows"
                        + " without end, the steps are too large.",
                gradients);
        run.figure(
                "health-updates",
                "How far a step moves each parameter, beside how large it is: about a thousandth is a rule of thumb.",
                updates);
        List<String> layers = new ArrayList<>(readings.getFirst().deadUnits().keySet());
        if (!layers.isEmpty()) {
            Plot units = Plot.of("step", "dead units (%)");
            for (String layer : layers) {
                units.line(
                        layer,
                        steps,
                        readings.stream()
                                .mapToDouble(each -> 100 * each.deadUnits().getOrDefault(layer, Double.NaN))
                                .toArray());
            }
            run.figure(
                    "health-units",
                    "The share of units whose activation has no slope for any sample of the batch, so that nothing reaches"
                            + " their weights.",
                    units);
        }
    }

    /** One line; what a logarithmic axis cannot show is left out. */
    private static double[] over(List<Reading> readings, String path, ToDoubleFunction<Vital> what) {
        return readings.stream()
                .mapToDouble(each -> {
                    Vital vital = each.parameters().get(path);
                    double value = vital == null ? Double.NaN : what.applyAsDouble(vital);
                    return value > 0 && Double.isFinite(value) ? value : Double.NaN;
                })
                .toArray();
    }
}
