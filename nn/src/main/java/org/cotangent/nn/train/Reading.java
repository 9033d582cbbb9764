package org.cotangent.nn.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * What was read off a network at one step.
 *
 * @param step from 0
 * @param parameters by their paths
 * @param deadUnits the share of dead units, from 0 to 1, by the name of the activation: {@code relu of mlp.Linear_0}
 */
public record Reading(int step, SequencedMap<String, Vital> parameters, SequencedMap<String, Double> deadUnits) {
    /** Keeps copies of the maps, in their order. */
    public Reading {
        parameters = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(parameters));
        deadUnits = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(deadUnits));
    }
}
