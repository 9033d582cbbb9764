package org.cotangent.nn.schedule;

import java.util.Map;
import org.cotangent.nn.optim.Optimizer;
import org.cotangent.nn.optim.ParameterGroup;
import org.cotangent.shape.Complaint;

/** Lowers the rate when a number, such as the validation loss, has not become better for some steps. */
public final class ReduceLROnPlateau extends Schedule {
    private static final String BEST = "best";
    private static final String BAD = "num_bad_epochs";
    private static final String COOLDOWN = "cooldown_counter";

    /** Which numbers are better. */
    public enum Mode {
        /** Smaller ones. */
        MIN,
        /** Larger ones. */
        MAX
    }

    /** How the threshold is meant. */
    public enum Threshold {
        /** As a share of the best number. */
        RELATIVE,
        /** As a difference. */
        ABSOLUTE
    }

    /**
     * The settings of {@link ReduceLROnPlateau}.
     *
     * @param mode which numbers are better
     * @param factor by which the rate is multiplied, below 1
     * @param patience how many steps without an improvement are borne
     * @param threshold how much better a number must be
     * @param thresholdMode how that is meant
     * @param cooldown how many steps after a change are not judged
     * @param minLr the rate does not become lower than this
     * @param eps a smaller change of the rate is not made
     */
    public record Options(
            Mode mode,
            double factor,
            int patience,
            double threshold,
            Threshold thresholdMode,
            int cooldown,
            double minLr,
            double eps) {
        /** Checks the settings. */
        public Options {
            check(factor < 1, "ReduceLROnPlateau", "factor " + factor, "the rate becomes lower by a factor below 1");
        }

        /**
         * These settings for numbers of the other kind.
         *
         * @param value which are better
         * @return a copy
         */
        public Options mode(Mode value) {
            return new Options(value, factor, patience, threshold, thresholdMode, cooldown, minLr, eps);
        }

        /**
         * These settings with another factor.
         *
         * @param value the setting
         * @return a copy
         */
        public Options factor(double value) {
            return new Options(mode, value, patience, threshold, thresholdMode, cooldown, minLr, eps);
        }

        /**
         * These settings with another patience.
         *
         * @param value the setting
         * @return a copy
         */
        public Options patience(int value) {
            return new Options(mode, factor, value, threshold, thresholdMode, cooldown, minLr, eps);
        }

        /**
         * These settings with another threshold.
         *
         * @param value how much better a number must be
         * @param meant how that is meant
         * @return a copy
         */
        public Options threshold(double value, Threshold meant) {
            return new Options(mode, factor, patience, value, meant, cooldown, minLr, eps);
        }

        /**
         * These settings with another cooldown.
         *
         * @param value the setting
         * @return a copy
         */
        public Options cooldown(int value) {
            return new Options(mode, factor, patience, threshold, thresholdMode, value, minLr, eps);
        }

        /**
         * These settings with another lowest rate.
         *
         * @param value the setting
         * @return a copy
         */
        public Options minLr(double value) {
            return new Options(mode, factor, patience, threshold, thresholdMode, cooldown, value, eps);
        }

        /**
         * These settings with another smallest change.
         *
         * @param value the setting
         * @return a copy
         */
        public Options eps(double value) {
            return new Options(mode, factor, patience, threshold, thresholdMode, cooldown, minLr, value);
        }
    }

    private final Options options;
    private double best;
    private int bad;
    private int cooldown;
    private boolean lower;

    /**
     * The usual settings, to be refined.
     *
     * @return smaller is better, a tenth after 10 steps, threshold 1e-4 relative
     */
    public static Options options() {
        return new Options(Mode.MIN, 0.1, 10, 1e-4, Threshold.RELATIVE, 0, 0, 1e-8);
    }

    /**
     * A rate that is lowered on demand.
     *
     * @param optimizer whose rates are set
     * @param options when and how
     */
    public ReduceLROnPlateau(Optimizer<?> optimizer, Options options) {
        super(optimizer);
        this.options = options;
        this.best = options.mode() == Mode.MIN ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
        begin();
    }

    /**
     * Refuses, but for the first time: the number is missing.
     *
     * @throws IllegalStateException when called after the schedule was made
     */
    @Override
    public void step() {
        if (epoch() >= 0) {
            throw Complaint.about("step() of ReduceLROnPlateau")
                    .because("it judges by a number, and was not given one")
                    .hint("step(validationLoss)")
                    .state();
        }
        super.step();
    }

    /**
     * Goes on by one step, and lowers the rate if it is time.
     *
     * @param metric the number to judge by
     */
    public void step(double metric) {
        if (isBetter(metric)) {
            best = metric;
            bad = 0;
        } else {
            bad++;
        }
        if (cooldown > 0) {
            cooldown--;
            bad = 0;
        }
        lower = bad > options.patience();
        super.step();
        if (lower) {
            cooldown = options.cooldown();
            bad = 0;
            lower = false;
        }
    }

    private boolean isBetter(double metric) {
        boolean relative = options.thresholdMode() == Threshold.RELATIVE;
        return options.mode() == Mode.MIN
                ? metric < (relative ? best * (1 - options.threshold()) : best - options.threshold())
                : metric > (relative ? best * (options.threshold() + 1) : best + options.threshold());
    }

    @Override
    double rate(ParameterGroup<?> group) {
        double next = Math.max(group.lr() * options.factor(), options.minLr());
        return lower && group.lr() - next > options.eps() ? next : group.lr();
    }

    @Override
    void save(Map<String, Double> state) {
        super.save(state);
        state.put(BEST, best);
        state.put(BAD, (double) bad);
        state.put(COOLDOWN, (double) cooldown);
    }

    @Override
    void load(Map<String, Double> state) {
        super.load(state);
        best = number(state, BEST);
        bad = (int) number(state, BAD);
        cooldown = (int) number(state, COOLDOWN);
    }
}
