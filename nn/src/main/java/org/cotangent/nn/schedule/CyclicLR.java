package org.cotangent.nn.schedule;

import java.util.function.DoubleUnaryOperator;
import org.cotangent.nn.optim.Optimizer;
import org.cotangent.nn.optim.ParameterGroup;

/**
 * Lets the rate go up and down between two bounds along straight lines, and the momentum the other way.
 *
 * <p>Smith, "Cyclical learning rates for training neural networks", WACV 2017. One step is usually one batch.
 */
public final class CyclicLR extends Schedule {
    /** How the height of the cycles changes. */
    public enum Mode {
        /** Not at all. */
        TRIANGULAR,
        /** Every cycle is half as high as the one before. */
        TRIANGULAR2,
        /** It is multiplied by gamma at every step. */
        EXP_RANGE
    }

    /**
     * The settings of {@link CyclicLR}.
     *
     * @param baseLr the lower bound, with which it begins
     * @param maxLr the upper bound
     * @param stepSizeUp how many steps it goes up
     * @param stepSizeDown how many steps it goes down
     * @param mode how the height of the cycles changes
     * @param gamma the factor of {@link Mode#EXP_RANGE}
     * @param cycleMomentum whether the momentum cycles, too
     * @param baseMomentum its lower bound
     * @param maxMomentum its upper bound, with which it begins
     */
    public record Options(
            double baseLr,
            double maxLr,
            int stepSizeUp,
            int stepSizeDown,
            Mode mode,
            double gamma,
            boolean cycleMomentum,
            double baseMomentum,
            double maxMomentum) {
        /** Checks the settings. */
        public Options {
            check(stepSizeUp > 0 && stepSizeDown > 0, "CyclicLR", "stepSize " + stepSizeUp + ", " + stepSizeDown,
                    "it goes up for one step or more, and down");
        }

        /**
         * These settings with another length of the cycles.
         *
         * @param up how many steps it goes up
         * @param down how many steps it goes down
         * @return a copy
         */
        public Options stepSizes(int up, int down) {
            return new Options(baseLr, maxLr, up, down, mode, gamma, cycleMomentum, baseMomentum, maxMomentum);
        }

        /**
         * These settings with another mode.
         *
         * @param value the setting
         * @return a copy
         */
        public Options mode(Mode value) {
            return new Options(
                    baseLr, maxLr, stepSizeUp, stepSizeDown, value, gamma, cycleMomentum, baseMomentum, maxMomentum);
        }

        /**
         * These settings with a height that is multiplied at every step.
         *
         * @param value the factor
         * @return a copy in the mode {@link Mode#EXP_RANGE}
         */
        public Options gamma(double value) {
            return new Options(
                    baseLr,
                    maxLr,
                    stepSizeUp,
                    stepSizeDown,
                    Mode.EXP_RANGE,
                    value,
                    cycleMomentum,
                    baseMomentum,
                    maxMomentum);
        }

        /**
         * These settings with other bounds of the momentum.
         *
         * @param base the lower
         * @param max the upper
         * @return a copy
         */
        public Options momentum(double base, double max) {
            return new Options(baseLr, maxLr, stepSizeUp, stepSizeDown, mode, gamma, true, base, max);
        }

        /**
         * These settings, leaving the momentum alone.
         *
         * @return a copy
         */
        public Options withoutMomentum() {
            return new Options(
                    baseLr, maxLr, stepSizeUp, stepSizeDown, mode, gamma, false, baseMomentum, maxMomentum);
        }
    }

    private final Options options;

    /**
     * The usual settings, to be refined.
     *
     * @param baseLr the lower bound
     * @param maxLr the upper bound
     * @return cycles of 2000 steps up and 2000 down, the momentum between 0.8 and 0.9
     */
    public static Options options(double baseLr, double maxLr) {
        return new Options(baseLr, maxLr, 2000, 2000, Mode.TRIANGULAR, 1, true, 0.8, 0.9);
    }

    /**
     * A rate that goes up and down.
     *
     * @param optimizer whose rates are set
     * @param options how
     * @throws IllegalStateException when the momentum shall cycle and the optimizer has none
     */
    public CyclicLR(Optimizer<?> optimizer, Options options) {
        super(optimizer);
        this.options = options;
        for (ParameterGroup<?> group : optimizer.groups()) {
            group.initialLr(options.baseLr());
            if (options.cycleMomentum()) {
                group.momentum(options.baseMomentum());
            }
        }
        begin();
    }

    @Override
    double rate(ParameterGroup<?> group) {
        double total = options.stepSizeUp() + options.stepSizeDown();
        double turn = options.stepSizeUp() / total;
        double cycle = Math.floor(1 + epoch() / total);
        double x = 1 + epoch() / total - cycle;
        double height = x <= turn ? x / turn : (x - 1) / (turn - 1);
        double scale = scale().applyAsDouble(options.mode() == Mode.EXP_RANGE ? epoch() : cycle);
        if (options.cycleMomentum()) {
            double range = (options.maxMomentum() - options.baseMomentum()) * height;
            group.momentum(options.maxMomentum() - range * scale);
        }
        return options.baseLr() + (options.maxLr() - options.baseLr()) * height * scale;
    }

    private DoubleUnaryOperator scale() {
        return switch (options.mode()) {
            case TRIANGULAR -> cycle -> 1;
            case TRIANGULAR2 -> cycle -> 1 / Math.pow(2, cycle - 1);
            case EXP_RANGE -> step -> Math.pow(options.gamma(), step);
        };
    }
}
