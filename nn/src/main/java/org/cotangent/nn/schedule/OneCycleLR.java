package org.cotangent.nn.schedule;

import org.cotangent.nn.optim.Optimizer;
import org.cotangent.nn.optim.ParameterGroup;
import org.cotangent.shape.Complaint;

/**
 * Lets the rate go up once and then far down, and the momentum the other way.
 *
 * <p>The rate begins at {@code maxLr / divFactor}, reaches maxLr after the share pctStart of the steps and ends at
 * {@code maxLr / divFactor / finalDivFactor}. Smith and Topin, "Super-convergence: very fast training of neural networks
 * using large learning rates", 2018. One step is usually one batch.
 */
public final class OneCycleLR extends Schedule {
    /** Along what the rate goes from one value to the next. */
    public enum Anneal {
        /** Half a cosine. */
        COSINE,
        /** A straight line. */
        LINEAR
    }

    /**
     * The settings of {@link OneCycleLR}.
     *
     * @param maxLr the highest rate
     * @param totalSteps how many steps there are
     * @param pctStart the share of the steps that goes up, from 0 to 1
     * @param anneal along what
     * @param cycleMomentum whether the momentum changes, too
     * @param baseMomentum its lower bound
     * @param maxMomentum its upper bound, with which it begins
     * @param divFactor how many times lower than maxLr the rate begins
     * @param finalDivFactor how many times lower than that it ends
     * @param threePhase whether it first comes back to where it began
     */
    public record Options(
            double maxLr,
            int totalSteps,
            double pctStart,
            Anneal anneal,
            boolean cycleMomentum,
            double baseMomentum,
            double maxMomentum,
            double divFactor,
            double finalDivFactor,
            boolean threePhase) {
        /** Checks the settings. */
        public Options {
            check(totalSteps > 0, "OneCycleLR", "totalSteps " + totalSteps, "there must be one step at least");
            check(pctStart >= 0 && pctStart <= 1, "OneCycleLR", "pctStart " + pctStart, "a share is from 0 to 1");
        }

        /**
         * These settings with another share of steps that goes up.
         *
         * @param value the setting
         * @return a copy
         */
        public Options pctStart(double value) {
            return new Options(
                    maxLr,
                    totalSteps,
                    value,
                    anneal,
                    cycleMomentum,
                    baseMomentum,
                    maxMomentum,
                    divFactor,
                    finalDivFactor,
                    threePhase);
        }

        /**
         * These settings along another curve.
         *
         * @param value the setting
         * @return a copy
         */
        public Options anneal(Anneal value) {
            return new Options(
                    maxLr,
                    totalSteps,
                    pctStart,
                    value,
                    cycleMomentum,
                    baseMomentum,
                    maxMomentum,
                    divFactor,
                    finalDivFactor,
                    threePhase);
        }

        /**
         * These settings with other bounds of the momentum.
         *
         * @param base the lower
         * @param max the upper
         * @return a copy
         */
        public Options momentum(double base, double max) {
            return new Options(
                    maxLr,
                    totalSteps,
                    pctStart,
                    anneal,
                    true,
                    base,
                    max,
                    divFactor,
                    finalDivFactor,
                    threePhase);
        }

        /**
         * These settings, leaving the momentum alone.
         *
         * @return a copy
         */
        public Options withoutMomentum() {
            return new Options(
                    maxLr,
                    totalSteps,
                    pctStart,
                    anneal,
                    false,
                    baseMomentum,
                    maxMomentum,
                    divFactor,
                    finalDivFactor,
                    threePhase);
        }

        /**
         * These settings with another beginning and end.
         *
         * @param div how many times lower than maxLr the rate begins
         * @param finalDiv how many times lower than that it ends
         * @return a copy
         */
        public Options divFactors(double div, double finalDiv) {
            return new Options(
                    maxLr,
                    totalSteps,
                    pctStart,
                    anneal,
                    cycleMomentum,
                    baseMomentum,
                    maxMomentum,
                    div,
                    finalDiv,
                    threePhase);
        }

        /**
         * These settings with or without a phase back to where the rate began.
         *
         * @param value the setting
         * @return a copy
         */
        public Options threePhase(boolean value) {
            return new Options(
                    maxLr,
                    totalSteps,
                    pctStart,
                    anneal,
                    cycleMomentum,
                    baseMomentum,
                    maxMomentum,
                    divFactor,
                    finalDivFactor,
                    value);
        }
    }

    /** From one rate and momentum to others, until a step that need not be whole. */
    private record Phase(double end, double fromLr, double toLr, double fromMomentum, double toMomentum) {}

    private final Options options;
    private final Phase[] phases;

    /**
     * The usual settings, to be refined.
     *
     * @param maxLr the highest rate
     * @param totalSteps how many steps there are
     * @return 30 % up, along cosines, the momentum between 0.85 and 0.95, factors 25 and 10,000, two phases
     */
    public static Options options(double maxLr, int totalSteps) {
        return new Options(maxLr, totalSteps, 0.3, Anneal.COSINE, true, 0.85, 0.95, 25, 1e4, false);
    }

    /**
     * A rate that goes up once.
     *
     * @param optimizer whose rates are set
     * @param options how
     * @throws IllegalStateException when the momentum shall change and the optimizer has none
     */
    public OneCycleLR(Optimizer<?> optimizer, Options options) {
        super(optimizer);
        this.options = options;
        double begin = options.maxLr() / options.divFactor();
        double end = begin / options.finalDivFactor();
        double low = options.baseMomentum();
        double high = options.maxMomentum();
        int steps = options.totalSteps();
        Phase up = new Phase(options.pctStart() * steps - 1, begin, options.maxLr(), high, low);
        this.phases = options.threePhase()
                ? new Phase[] {
                    up,
                    new Phase(2 * options.pctStart() * steps - 2, options.maxLr(), begin, low, high),
                    new Phase(steps - 1, begin, end, high, high)
                }
                : new Phase[] {up, new Phase(steps - 1, options.maxLr(), end, low, high)};
        optimizer.groups().forEach(group -> group.initialLr(begin));
        begin();
    }

    @Override
    double rate(ParameterGroup<?> group) {
        if (epoch() > options.totalSteps()) {
            throw Complaint.about("step " + epoch() + " of OneCycleLR")
                    .because("it was made for " + options.totalSteps() + " steps")
                    .hint("totalSteps = epochs times batches of an epoch")
                    .state();
        }
        double start = 0;
        int i = 0;
        while (epoch() > phases[i].end() && i < phases.length - 1) {
            start = phases[i].end();
            i++;
        }
        Phase phase = phases[i];
        double share = (epoch() - start) / (phase.end() - start);
        if (options.cycleMomentum()) {
            group.momentum(between(phase.fromMomentum(), phase.toMomentum(), share));
        }
        return between(phase.fromLr(), phase.toLr(), share);
    }

    private double between(double from, double to, double share) {
        return options.anneal() == Anneal.LINEAR
                ? (to - from) * share + from
                : to + (from - to) / 2 * (Math.cos(Math.PI * share) + 1);
    }
}
