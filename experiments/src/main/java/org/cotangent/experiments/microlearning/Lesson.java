package org.cotangent.experiments.microlearning;

import java.util.List;

/**
 * What every rule is given.
 *
 * @param hidden widths of the hidden layers
 * @param unit what a unit computes
 * @param sigma deviation of the initial weights
 * @param noise deviation of the noise of perturbation rules
 * @param lr learning rate
 * @param batchSize images of an update
 * @param epochs passes over the batches
 * @param glanceEvery updates from one {@link Glance} to the next; 0 for none
 * @param asPublished with the tutorial's slips
 */
record Lesson(
        List<Integer> hidden,
        Unit unit,
        double sigma,
        double noise,
        double lr,
        int batchSize,
        int epochs,
        int glanceEvery,
        boolean asPublished) {}
