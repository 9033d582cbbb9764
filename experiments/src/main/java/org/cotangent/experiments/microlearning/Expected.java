package org.cotangent.experiments.microlearning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import org.cotangent.experiments.Run;
import org.cotangent.experiments.result.Tolerance;

/**
 * What numpy computes with the tutorial's code, for its own settings and seed 12345: shipped with the program as numbers,
 * not as the recording of a run of ours.
 *
 * @param numbers of one network
 */
record Expected(JsonNode numbers) {
    private static final String FILE = "expected.json";
    private static final String SOURCE = "the tutorial in numpy 1.24.2";
    private static final Tolerance FLOAT64 = Tolerance.relative(1e-9);

    /** Backprop with its weights drawn from the generator that node perturbation has used. */
    static final String BACKPROP_FROM_USED_GENERATOR = "backpropFromUsedGenerator";

    /** Backprop with the tutorial's ReLU. */
    static final String BACKPROP_RELU_AS_PUBLISHED = "backpropReluAsPublished";

    /** The numbers of a network, by the key of its rule or one of the names above. */
    static Expected of(String name) throws IOException {
        try (InputStream in = Expected.class.getResourceAsStream(FILE)) {
            JsonNode numbers = in == null ? null : new ObjectMapper().readTree(in).get(name);
            if (numbers == null) {
                throw new IllegalStateException(FILE + " has nothing about " + name);
            }
            return new Expected(numbers);
        }
    }

    /** One row for each kind of number. */
    void compare(Run run, String title, Outcome ours) {
        run.reference(title + ": accuracy after each epoch (%)", ours.accuracies(), array("accuracies"), SOURCE, Tolerance.exact());
        run.reference(title + ": accuracy on all test images (%)", ours.allTest(), number("allTest"), SOURCE, Tolerance.exact());
        run.reference(title + ": loss before each update", ours.losses(), array("losses"), SOURCE, FLOAT64);
        run.reference(title + ": cosine to backprop after each epoch", ours.cosines(), array("cosines"), SOURCE, FLOAT64);
        run.reference(title + ": signal-to-noise ratio", ours.snr(), number("snr"), SOURCE, FLOAT64);
        run.reference(title + ": state of the random stream at the end", ours.stream().state().toString(), numbers.get("stream").asText(), SOURCE);
    }

    private double number(String name) {
        return numbers.get(name).isNull() ? Double.NaN : numbers.get(name).asDouble();
    }

    private double[] array(String name) {
        JsonNode list = numbers.get(name);
        double[] values = new double[list.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = list.get(i).isNull() ? Double.NaN : list.get(i).asDouble();
        }
        return values;
    }
}
