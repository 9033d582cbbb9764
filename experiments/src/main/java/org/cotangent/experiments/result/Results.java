package org.cotangent.experiments.result;

import java.math.BigInteger;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of one run. Two runs with the same settings give equal results, but for {@link #seconds}; metrics and
 * series hold no timings.
 *
 * @param experiment its name
 * @param seed the seed as it was given; null for an experiment that draws no random numbers
 * @param device where it was computed: {@code cpu} or {@code cuda}
 * @param backend by what: {@code scalar}, {@code simd}, {@code cuda}
 * @param threads by how many threads
 * @param dtype in which precision: {@code float32} or {@code float64}
 * @param parameters every setting's value, by name, in the order of the help: numbers, texts, truth values, lists
 * @param metrics single numbers (or short lists) by name, in the order of recording
 * @param series numbers over time by name, in the order of recording
 * @param references the rows that compare with known numbers; empty when these settings have no reference
 * @param seconds wall-clock time of the run
 * @param partial whether the run was interrupted, so that some numbers are missing
 */
public record Results(
        String experiment,
        @Nullable BigInteger seed,
        String device,
        String backend,
        int threads,
        String dtype,
        Map<String, Object> parameters,
        Map<String, Object> metrics,
        Map<String, List<Double>> series,
        List<Reference> references,
        double seconds,
        boolean partial) {

    /** Copies the collections; the order of the keys stays. */
    public Results {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
        series = Collections.unmodifiableMap(new LinkedHashMap<>(series));
        references = List.copyOf(references);
    }

    /**
     * Whether every reference row is ok.
     *
     * @return true also when there are none
     */
    public boolean ok() {
        return references.stream().allMatch(Reference::ok);
    }
}
