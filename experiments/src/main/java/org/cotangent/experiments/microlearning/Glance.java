package org.cotangent.experiments.microlearning;

/**
 * How a network stands while it learns.
 *
 * @param update how many updates it has had
 * @param loss squared error per test image
 * @param accuracy percent of the test images that are recognised
 * @param angle between the rule's gradient of the hidden layers on the test images and that of backprop, in degrees
 * @param wholeAngle the same over all weights and biases
 */
record Glance(int update, double loss, double accuracy, double angle, double wholeAngle) {

    /** The angle that has this cosine; rounding errors may have taken it beyond 1. */
    static double degrees(double cosine) {
        return Math.toDegrees(Math.acos(Math.clamp(cosine, -1, 1)));
    }
}
