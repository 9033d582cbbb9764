package org.cotangent.experiments.result;

import org.cotangent.shape.Complaint;

/**
 * How far our number may lie from the reference.
 *
 * @param kind what the value means
 * @param value the bound; 0 for {@link Kind#EXACT}
 */
public record Tolerance(Kind kind, double value) {

    /** What a tolerance is measured against. */
    public enum Kind {
        /** Equal, to the last bit. */
        EXACT,
        /** |ours - reference| &lt;= value. */
        ABSOLUTE,
        /** |ours - reference| &lt;= value |reference|. */
        RELATIVE
    }

    /** Checks that the bound is a bound. */
    public Tolerance {
        if (!(value >= 0) || value == Double.POSITIVE_INFINITY) {
            throw Complaint.about("tolerance " + value)
                    .because("everything or nothing would pass")
                    .hint("a finite bound of 0 or more")
                    .argument();
        }
    }

    /**
     * For counts, accuracies, spike times, texts.
     *
     * @return equality
     */
    public static Tolerance exact() {
        return new Tolerance(Kind.EXACT, 0);
    }

    /**
     * |ours - reference| &lt;= bound.
     *
     * @param bound in the unit of the number
     * @return the tolerance
     */
    public static Tolerance absolute(double bound) {
        return new Tolerance(Kind.ABSOLUTE, bound);
    }

    /**
     * |ours - reference| &lt;= bound |reference|.
     *
     * @param bound as a share of the reference
     * @return the tolerance
     */
    public static Tolerance relative(double bound) {
        return new Tolerance(Kind.RELATIVE, bound);
    }

    /**
     * Whether a number is near enough; NaN is near NaN alone.
     *
     * @param ours our number
     * @param reference the number it should be
     * @return true if it holds
     */
    public boolean holds(double ours, double reference) {
        if (Double.isNaN(ours) || Double.isNaN(reference)) {
            return Double.isNaN(ours) && Double.isNaN(reference);
        }
        if (ours == reference) {
            return true;
        }
        return excess(ours, reference) <= 0;
    }

    /** By how much the bound is passed; the worst of several rows has the largest. */
    double excess(double ours, double reference) {
        double distance = Math.abs(ours - reference);
        double bound = kind == Kind.RELATIVE ? value * Math.abs(reference) : value;
        double excess = kind == Kind.EXACT ? distance : distance - bound;
        return Double.isNaN(excess) ? Double.POSITIVE_INFINITY : excess;
    }

    @Override
    public String toString() {
        return switch (kind) {
            case EXACT -> "exact";
            case ABSOLUTE -> Numbers.text(value) + " absolute";
            case RELATIVE -> Numbers.text(value) + " relative";
        };
    }
}
