package org.cotangent.experiments;

import java.util.List;
import java.util.Optional;
import org.cotangent.experiments.decoding.Decoding;
import org.cotangent.experiments.decoding.DecodingVariants;
import org.cotangent.experiments.decoding.Xor;
import org.cotangent.experiments.gradient.ChainRule;
import org.cotangent.experiments.gradient.Descent;
import org.cotangent.experiments.gradient.GradientField;
import org.cotangent.experiments.gradient.Neuron;
import org.cotangent.experiments.gradient.WideRegression;
import org.cotangent.experiments.microlearning.Derivations;
import org.cotangent.experiments.microlearning.Microlearning;
import org.cotangent.experiments.mlp.CrossEntropy;
import org.cotangent.experiments.mlp.Lif;
import org.cotangent.experiments.mlp.LifTransfer;
import org.cotangent.experiments.mlp.Mlp;
import org.cotangent.experiments.mlp.ReluApproximation;
import org.cotangent.experiments.mlp.Spiral;

/**
 * All experiments, in the order of the tutorials.
 *
 * @param experiments what can be run
 */
record Catalogue(List<Experiment> experiments) {

    /** The experiments of the project. A new one is added here. */
    static Catalogue standard() {
        return new Catalogue(List.of(
                new GradientField(),
                new ChainRule(),
                new Neuron(),
                new WideRegression(),
                new Descent(),
                new ReluApproximation(),
                new CrossEntropy(),
                new Mlp(),
                new Spiral(),
                new Lif(),
                new LifTransfer(),
                new Decoding(),
                new DecodingVariants(),
                new Xor(),
                new Derivations(),
                new Microlearning()));
    }

    Optional<Experiment> find(String name) {
        return experiments.stream()
                .filter(experiment -> experiment.name().equals(name))
                .findFirst();
    }
}
