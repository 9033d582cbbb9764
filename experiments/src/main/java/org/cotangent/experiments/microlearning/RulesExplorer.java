package org.cotangent.experiments.microlearning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.cotangent.experiments.Failure;
import org.cotangent.experiments.Tutorial;
import org.cotangent.experiments.explore.Explorer;
import org.cotangent.experiments.explore.Sketch;
import org.cotangent.experiments.result.Numbers;
import org.cotangent.experiments.result.Results;
import org.cotangent.experiments.result.ResultsFile;

/**
 * Loss, accuracy and alignment of the learning rules over training, from a recorded run of {@link Microlearning}: the one
 * that is shipped, or one of the user's.
 *
 * <p>The shipped one is the {@code results.json} of {@code cotangent run microlearning --glance-every 10}, as it was written;
 * every reference row in it is ok.
 */
public final class RulesExplorer extends Explorer {
    static final String SHIPPED = "recorded-run.json";
    private static final String FILE = "results.json";
    private static final int DIGITS = 6;

    private final Optional<Path> folder;

    /**
     * The page of a run.
     *
     * @param folder where {@code cotangent run microlearning --glance-every N --out} put its results; none for the shipped
     *     ones
     */
    public RulesExplorer(Optional<Path> folder) {
        super(
                "rules-explorer",
                Tutorial.W2D3.toString(),
                "Learning rules side by side",
                "Backprop, weight and node perturbation, feedback alignment and Kolen-Pollack learn the digits of MNIST: loss,"
                        + " accuracy, and the angle between each rule's update and backprop's gradient.");
        this.folder = folder;
    }

    static Results shipped() throws IOException {
        try (InputStream in = RulesExplorer.class.getResourceAsStream(SHIPPED)) {
            if (in == null) {
                throw new IllegalStateException(SHIPPED + " is not on the class path");
            }
            return ResultsFile.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), Path.of(SHIPPED));
        }
    }

    private Results results() throws IOException {
        if (folder.isEmpty()) {
            return shipped();
        }
        Path file = folder.get().resolve(FILE);
        if (!Files.isRegularFile(file)) {
            throw refusal("there is no " + FILE);
        }
        try {
            return ResultsFile.read(file);
        } catch (IOException e) {
            throw refusal(e.getMessage() == null ? "it cannot be read" : e.getMessage().lines().findFirst().orElse(""));
        }
    }

    private Failure refusal(String why) {
        String place = folder.map(Path::toString).orElse(SHIPPED);
        return new Failure(
                "explore the run in " + place,
                why,
                "",
                "cotangent run microlearning --glance-every 10 --out DIR, then cotangent explore --from DIR");
    }

    @Override
    protected JsonNode data() throws IOException {
        Results results = results();
        if (!results.experiment().equals("microlearning")) {
            throw refusal("it is a run of " + results.experiment());
        }
        List<Rule> rules = new ArrayList<>(List.of(Rule.values()));
        rules.removeIf(rule -> !results.series().containsKey(rule.key() + ".glance.update"));
        if (rules.isEmpty()) {
            throw refusal("nobody looked at the networks while they learned");
        }
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        data.put("about", about(results));
        data.put("notes", notes(rules));
        data.put("command", command(results));
        ArrayNode all = data.putArray("rules");
        for (Rule rule : rules) {
            add(all, rule, rules, results);
        }
        return data;
    }

    @Override
    protected Sketch sketch() throws IOException {
        Results results = results();
        Sketch sketch = new Sketch();
        for (Rule rule : Rule.values()) {
            if (results.series().containsKey(rule.key() + ".glance.update")) {
                sketch.line(array(series(results, rule, "glance.update")), array(series(results, rule, "glance.accuracy")));
            }
        }
        return sketch;
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private void add(ArrayNode all, Rule rule, List<Rule> rules, Results results) {
        ObjectNode node = all.addObject();
        node.put("key", rule.key());
        node.put("title", rule.title());
        for (Rule earlier : rules.subList(0, rules.indexOf(rule))) {
            if (series(results, earlier, "loss").equals(series(results, rule, "loss"))) {
                node.put("sameAs", earlier.title());
            }
        }
        numbers(node.putArray("updates"), series(results, rule, "glance.update"));
        numbers(node.putArray("batchLoss"), series(results, rule, "loss"));
        for (String name : List.of("loss", "accuracy", "angle", "wholeAngle")) {
            numbers(node.putArray(name), series(results, rule, "glance." + name));
        }
    }

    private List<Double> series(Results results, Rule rule, String name) {
        List<Double> series = results.series().get(rule.key() + "." + name);
        if (series == null) {
            throw refusal("it has no series " + rule.key() + "." + name);
        }
        return series;
    }

    private static void numbers(ArrayNode array, List<Double> values) {
        for (double value : values) {
            if (Double.isFinite(value)) {
                array.add(new BigDecimal(value).round(new MathContext(DIGITS)).doubleValue());
            } else {
                array.addNull();
            }
        }
    }

    private static String about(Results results) {
        Map<String, Object> parameters = results.parameters();
        return "One network of 784 inputs, " + Numbers.text(parameters.get("hidden")) + " hidden "
                + parameters.get("activation") + " units and 10 outputs learns the digits of MNIST by each rule, in "
                + parameters.get("epochs") + " passes over "
                + String.format(Locale.ROOT, "%,d", (Long) parameters.get("trainingImages")) + " images.";
    }

    private static String notes(List<Rule> rules) {
        return "The angle is measured on the test images, with one draw of noise for a rule that draws any; noise comes from"
                + " a copy of the stream, so that looking changes nothing. Feedback alignment begins at a right angle to backprop"
                + " and turns towards it, because the weights learn to match the random feedback."
                + (rules.contains(Rule.DIRECT_FEEDBACK_ALIGNMENT)
                        ? " With one hidden layer, direct feedback alignment is feedback alignment: its line is dashed upon it."
                        : "");
    }

    private static String command(Results results) {
        return "cotangent run microlearning --glance-every " + results.parameters().get("glanceEvery") + " --epochs "
                + results.parameters().get("epochs") + " --seed " + results.seed();
    }
}
