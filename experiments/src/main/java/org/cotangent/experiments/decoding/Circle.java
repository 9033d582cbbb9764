package org.cotangent.experiments.decoding;

import java.util.Arrays;

/** Angles in degrees: 359 and 1 are 2 apart. */
final class Circle {
    private static final double WHOLE = 360;

    private Circle() {}

    /** How far apart two angles are, 0 to 180. */
    static double distance(double a, double b) {
        double turn = (a - b) % WHOLE;
        double positive = turn < 0 ? turn + WHOLE : turn;
        return Math.min(positive, WHOLE - positive);
    }

    /** The distance of each pair. */
    static double[] distances(double[] as, double[] bs) {
        double[] distances = new double[as.length];
        Arrays.setAll(distances, i -> distance(as[i], bs[i]));
        return distances;
    }

    /** The angle of the direction (cosine, sine), 0 to 360. */
    static double angle(double cosine, double sine) {
        double angle = Math.toDegrees(StrictMath.atan2(sine, cosine));
        return angle < 0 ? angle + WHOLE : angle;
    }

    /** The middle value, or the mean of the two in the middle. */
    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
