package org.cotangent.nn.optim;

import java.util.function.DoubleFunction;
import org.cotangent.Tensor;

/**
 * A search along a line for a step that lowers the loss enough and flattens its slope enough.
 *
 * <p>A step t is good when {@code f(t) <= f(0) + c1 t f'(0)} and {@code |f'(t)| <= -c2 f'(0)}. First the step grows until
 * it is good or a good one must lie between the last two; then that bracket is narrowed. New steps come from the cubic
 * through the values and slopes at two points. Nocedal and Wright, "Numerical optimization", 2006, algorithms 3.5 and 3.6,
 * in PyTorch's form of them.
 */
final class StrongWolfe {
    private static final double C1 = 1e-4;
    private static final double C2 = 0.9;
    private static final int MOST_TRIALS = 25;

    /** A bracket shorter than this, in parameters, is not narrowed: PyTorch's number, whatever the optimizer's tolerances. */
    private static final double SHORTEST = 1e-9;

    /**
     * What is known at one step.
     *
     * @param step how far along the line
     * @param loss the value there
     * @param gradient of all parameters, flat
     * @param slope the derivative along the line
     */
    record Point(double step, double loss, Tensor gradient, double slope) {}

    private final Point start;
    private final double longest;
    private final DoubleFunction<Point> probe;
    private int trials;
    private int evaluations;

    /**
     * A search.
     *
     * @param start step 0
     * @param longest the largest element of the direction
     * @param probe computes the loss at a step
     */
    StrongWolfe(Point start, double longest, DoubleFunction<Point> probe) {
        this.start = start;
        this.longest = longest;
        this.probe = probe;
    }

    /** How often the loss was computed. */
    int evaluations() {
        return evaluations;
    }

    /** The best step that was found, beginning with the given one. */
    Point from(double first) {
        Point before = start;
        Point now = at(first);
        while (trials < MOST_TRIALS) {
            if (tooHigh(now) || (trials > 1 && now.loss() >= before.loss())) {
                return narrow(before, now);
            }
            if (flat(now)) {
                return now;
            }
            if (now.slope() >= 0) {
                return narrow(before, now);
            }
            double next = lowest(before, now, now.step() + 0.01 * (now.step() - before.step()), now.step() * 10);
            before = now;
            now = at(next);
            trials++;
        }
        return start.loss() <= now.loss() ? start : now;
    }

    private Point at(double step) {
        evaluations++;
        return probe.apply(step);
    }

    private boolean tooHigh(Point point) {
        return point.loss() > start.loss() + C1 * point.step() * start.slope();
    }

    private boolean flat(Point point) {
        return Math.abs(point.slope()) <= -C2 * start.slope();
    }

    /** A good step lies between the two; the better one is kept in {@code low}. */
    private Point narrow(Point one, Point other) {
        boolean ordered = one.loss() <= other.loss();
        Point low = ordered ? one : other;
        Point high = ordered ? other : one;
        // which of the two stands first decides between equal losses
        boolean lowFirst = ordered;
        boolean nearEdge = false;
        while (trials < MOST_TRIALS && Math.abs(high.step() - low.step()) * longest >= SHORTEST) {
            double left = Math.min(low.step(), high.step());
            double right = Math.max(low.step(), high.step());
            double step = lowest(low, high, left, right);
            double margin = 0.1 * (right - left);
            if (Math.min(right - step, step - left) < margin) {
                if (nearEdge || step >= right || step <= left) {
                    step = Math.abs(step - right) < Math.abs(step - left) ? right - margin : left + margin;
                    nearEdge = false;
                } else {
                    nearEdge = true;
                }
            } else {
                nearEdge = false;
            }
            Point found = at(step);
            trials++;
            if (tooHigh(found) || found.loss() >= low.loss()) {
                high = found;
                boolean swap = lowFirst ? low.loss() > high.loss() : high.loss() <= low.loss();
                if (swap) {
                    Point better = high;
                    high = low;
                    low = better;
                    lowFirst = !lowFirst;
                }
            } else {
                boolean done = flat(found);
                if (!done && found.slope() * (high.step() - low.step()) >= 0) {
                    high = low;
                }
                low = found;
                if (done) {
                    break;
                }
            }
        }
        return low;
    }

    /** Where the cubic through two points is lowest, within bounds; their middle when it has no lowest point. */
    private static double lowest(Point a, Point b, double from, double to) {
        double chord = a.slope() + b.slope() - 3 * (a.loss() - b.loss()) / (a.step() - b.step());
        double square = chord * chord - a.slope() * b.slope();
        if (!(square >= 0)) {
            return (from + to) / 2;
        }
        double root = Math.sqrt(square);
        Point near = a.step() <= b.step() ? a : b;
        Point far = a.step() <= b.step() ? b : a;
        double step = far.step()
                - (far.step() - near.step())
                        * ((far.slope() + root - chord) / (far.slope() - near.slope() + 2 * root));
        return Math.min(Math.max(step, from), to);
    }
}
