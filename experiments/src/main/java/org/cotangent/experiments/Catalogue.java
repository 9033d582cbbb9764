package org.cotangent.experiments;

import java.util.List;
import java.util.Optional;
import org.cotangent.experiments.microlearning.Derivations;
import org.cotangent.experiments.microlearning.Microlearning;
import org.cotangent.experiments.mlp.Spiral;

/**
 * All experiments, in the order of the tutorials.
 *
 * @param experiments what can be run
 */
record Catalogue(List<Experiment> experiments) {

    /** The experiments of the project. A new one is added here. */
    static Catalogue standard() {
        return new Catalogue(List.of(new Spiral(), new Derivations(), new Microlearning()));
    }

    Optional<Experiment> find(String name) {
        return experiments.stream()
                .filter(experiment -> experiment.name().equals(name))
                .findFirst();
    }
}
