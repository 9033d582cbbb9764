package org.cotangent.check;

import java.util.HashSet;
import java.util.Set;

/**
 * Compares random projections {@code u^T J v}, one for each argument and one for all of them together, and a sample of
 * elements by themselves.
 */
final class ProjectionCheck {
    private final Case question;
    private final int sample;
    private long comparisons;

    ProjectionCheck(Case question, int sample) {
        this.question = question;
        this.sample = sample;
    }

    long comparisons() {
        return comparisons;
    }

    /** Whether everything agrees. When something does not, or the rule fails, the check in full says what. */
    boolean agrees() {
        try {
            return compare();
        } catch (RuntimeException failure) {
            return false;
        }
    }

    private boolean compare() {
        double[][] x = question.x();
        Subject.Recorded here = question.subject().record(x);
        PullBack pullBack = new PullBack(question, here);
        if (pullBack.strange() != null) {
            return false;
        }
        double[][] pulled = pullBack.gradients();
        Subject weighted = new Weighted(question.subject(), pullBack.cotangent());
        Differences differences =
                new Differences(weighted, x, weighted.value(x), question.allowsForFloat32(here));
        for (int k = -1; k < x.length; k++) {
            double[][] direction = new double[x.length][];
            double expected = 0;
            for (int i = 0; i < x.length; i++) {
                direction[i] = k < 0 || k == i ? question.normals(x[i].length) : new double[x[i].length];
                for (int e = 0; e < direction[i].length; e++) {
                    expected += pulled[i][e] * direction[i][e];
                }
            }
            comparisons++;
            if (!question.agree(expected, differences.along(direction))
                    && !question.agree(expected, differences.bestAlong(direction))) {
                return false;
            }
        }
        for (Place place : sampled()) {
            comparisons++;
            Differences.Estimate[] slope = differences.column(place.input(), place.element());
            if (!question.agree(pulled[place.input()][place.element()], slope[0])) {
                return false;
            }
        }
        return true;
    }

    /** Of each argument the smallest, the largest and the one nearest to zero, and others at random. */
    private Set<Place> sampled() {
        Set<Place> places = new HashSet<>();
        for (int k = 0; k < question.x().length; k++) {
            double[] values = question.x()[k];
            if (values.length == 0 || sample == 0) {
                continue;
            }
            int low = 0;
            int high = 0;
            int zero = 0;
            for (int i = 1; i < values.length; i++) {
                low = values[i] < values[low] ? i : low;
                high = values[i] > values[high] ? i : high;
                zero = Math.abs(values[i]) < Math.abs(values[zero]) ? i : zero;
            }
            for (int i : new int[] {low, high, zero}) {
                places.add(new Place(k, i));
            }
            for (int n = 0; n < Math.min(sample, values.length); n++) {
                places.add(new Place(k, question.random().nextInt(values.length)));
            }
        }
        return places;
    }
}
