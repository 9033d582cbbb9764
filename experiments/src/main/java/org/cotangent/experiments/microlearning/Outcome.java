package org.cotangent.experiments.microlearning;

import java.util.List;
import org.cotangent.random.NumpyGenerator;

/**
 * What became of a network.
 *
 * @param losses before each update
 * @param accuracies after each epoch, in percent of the chosen test images
 * @param cosines after each epoch: the rule's gradient against that of backprop
 * @param glances at the network while it learned; none unless the lesson asks for them
 * @param snr signal-to-noise ratio of the rule's gradients before learning
 * @param allTest percent of all test images, at the end
 * @param validation percent of the validation images, at the end; NaN where there are none
 * @param stream the state of the random stream afterwards
 */
record Outcome(
        double[] losses,
        double[] accuracies,
        double[] cosines,
        List<Glance> glances,
        double snr,
        double allTest,
        double validation,
        NumpyGenerator.State stream) {
    Outcome {
        glances = List.copyOf(glances);
    }

    double lastLoss() {
        return losses[losses.length - 1];
    }

    double lastAccuracy() {
        return accuracies[accuracies.length - 1];
    }

    double lastCosine() {
        return cosines[cosines.length - 1];
    }
}
