package org.cotangent.experiments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cotangent.experiments.result.Results;
import org.cotangent.experiments.result.ResultsFile;

/** Runs experiments in this process as the command line would, and reads what they leave. */
final class Exhibits {
    private Exhibits() {}

    /** Runs an experiment that must end well: exit code 0, every reference row ok, nothing on standard error. */
    static Results ok(Path folder, Experiment experiment, String... more) throws IOException {
        List<String> args = new ArrayList<>(List.of("run", experiment.name(), "--out", folder.toString()));
        args.addAll(List.of(more));
        Frame frame = new Frame(experiment);
        assertEquals(0, frame.execute(args.toArray(String[]::new)), frame.err.toString());
        assertEquals("", frame.err.toString());
        Results results = ResultsFile.read(folder.resolve("results.json"));
        assertTrue(results.ok());
        return results;
    }

    /** A metric that is a list. */
    static double[] numbers(Results results, String metric) {
        return ((List<?>) results.metrics().get(metric))
                .stream().mapToDouble(value -> ((Number) value).doubleValue()).toArray();
    }
}
