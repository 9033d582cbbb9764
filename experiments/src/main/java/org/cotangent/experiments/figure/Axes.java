package org.cotangent.experiments.figure;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.text.FieldPosition;
import java.text.NumberFormat;
import java.text.ParsePosition;
import java.util.ArrayList;
import java.util.List;
import org.jfree.chart.axis.AxisState;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTick;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.axis.TickType;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.TextAnchor;
import org.jspecify.annotations.Nullable;

/** JFreeChart's axes with our ticks: few, round, never crowded. */
final class Axes {

    private Axes() {}

    /** A linear axis over [from, to], drawn reversed when from is the larger, with at most {@code ticks} steps. */
    static ValueAxis linear(@Nullable String label, double from, double to, int ticks) {
        NumberAxis axis = Style.dress(new NumberAxis(label));
        axis.setAutoRangeIncludesZero(false);
        axis.setInverted(from > to);
        axis.setRange(Math.min(from, to), Math.max(from, to));
        double step = Style.niceStep(Math.abs(to - from), ticks);
        axis.setTickUnit(new NumberTickUnit(step, new StepFormat(step)), false, true);
        return axis;
    }

    /** A logarithmic axis over [from, to], both positive. */
    static ValueAxis logarithmic(@Nullable String label, double from, double to) {
        LogAxis axis = Style.dress(new DecadeAxis(label));
        axis.setSmallestValue(Math.min(from, 1e-300));
        axis.setRange(from, to);
        return axis;
    }

    /** An axis with a name at 0, 1, 2, ...; the names are turned when they would not fit side by side. */
    static ValueAxis categories(@Nullable String label, List<String> names, boolean turned) {
        NumberAxis axis = Style.dress(new NameAxis(label, names, turned));
        axis.setRange(-0.5, names.size() - 0.5);
        axis.setTickMarksVisible(false);
        return axis;
    }

    private static String tickText(double value, double step) {
        return Style.number(value, step); // NumberFormat has a Style of its own, so it cannot say this
    }

    private static final class StepFormat extends NumberFormat {
        private final double step;

        StepFormat(double step) {
            this.step = step;
        }

        @Override
        public StringBuffer format(double value, StringBuffer to, FieldPosition position) {
            return to.append(tickText(value, step));
        }

        @Override
        public StringBuffer format(long value, StringBuffer to, FieldPosition position) {
            return format((double) value, to, position);
        }

        @Override
        public Number parse(String text, ParsePosition position) {
            throw new UnsupportedOperationException("tick labels are written, not read");
        }
    }

    /** Labels at the decades, and at 2 and 5 between them when there are fewer than two decades. */
    private static final class DecadeAxis extends LogAxis {
        DecadeAxis(@Nullable String label) {
            super(label);
        }

        @Override
        @SuppressWarnings("rawtypes") // as JFreeChart declares it
        public List refreshTicks(Graphics2D g, AxisState state, Rectangle2D area, RectangleEdge edge) {
            double low = getRange().getLowerBound();
            double high = getRange().getUpperBound();
            TextAnchor anchor = RectangleEdge.isLeftOrRight(edge) ? TextAnchor.CENTER_RIGHT : TextAnchor.TOP_CENTER;
            double decades = Math.log10(high / low);
            int every = Math.max(1, (int) Math.ceil(decades / 7));
            List<NumberTick> ticks = new ArrayList<>();
            for (int e = (int) Math.floor(Math.log10(low)); e <= Math.ceil(Math.log10(high)); e++) {
                for (int m = 1; m <= 9; m++) {
                    double value = m * Math.pow(10, e);
                    if (value < low * (1 - 1e-9) || value > high * (1 + 1e-9)) {
                        continue;
                    }
                    boolean named = m == 1 ? Math.floorMod(e, every) == 0 : decades < 2 && (m == 2 || m == 5);
                    TickType type = named ? TickType.MAJOR : TickType.MINOR;
                    String text = named ? text(value, m, e) : "";
                    ticks.add(new NumberTick(type, value, text, anchor, TextAnchor.CENTER, 0));
                }
            }
            return ticks;
        }

        private static String text(double value, int m, int e) {
            return e < -4 || e > 5 ? m + "e" + e : Style.number(value, Math.pow(10, Math.min(e, 0)));
        }
    }

    private static final class NameAxis extends NumberAxis {
        private static final double TURN = -Math.toRadians(28);
        private final List<String> names;
        private final boolean turned;

        NameAxis(@Nullable String label, List<String> names, boolean turned) {
            super(label);
            this.names = names;
            this.turned = turned;
        }

        @Override
        @SuppressWarnings("rawtypes") // as JFreeChart declares it
        public List refreshTicks(Graphics2D g, AxisState state, Rectangle2D area, RectangleEdge edge) {
            List<NumberTick> ticks = new ArrayList<>();
            for (int i = 0; i < names.size(); i++) {
                TextAnchor anchor = turned ? TextAnchor.TOP_RIGHT : TextAnchor.TOP_CENTER;
                ticks.add(new NumberTick(i, names.get(i), anchor, anchor, turned ? TURN : 0));
            }
            return ticks;
        }
    }
}
