package org.cotangent.experiments.result;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Values as people read them in tables: nine significant digits, no trailing zeros. */
public final class Numbers {

    private Numbers() {}

    /**
     * A value of a metric, a parameter or a reference row as text.
     *
     * @param value a number, a text, a truth value, a list of such, or null
     * @return for people; {@link ResultsFile} has every bit
     */
    public static String text(@Nullable Object value) {
        return switch (value) {
            case null -> "none";
            case Double d -> text(d.doubleValue());
            case Float f -> text(f.doubleValue());
            case List<?> list -> list.stream().map(Numbers::text).collect(Collectors.joining(", "));
            default -> String.valueOf(value);
        };
    }

    private static String text(double value) {
        if (!Double.isFinite(value) || value == 0) {
            return Double.isNaN(value) ? "NaN" : Double.isInfinite(value) ? (value > 0 ? "inf" : "-inf") : "0";
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(9)).stripTrailingZeros();
        int exponent = rounded.precision() - rounded.scale() - 1;
        if (exponent >= -5 && exponent < 12) {
            return rounded.toPlainString();
        }
        return rounded.movePointLeft(exponent).toPlainString() + "e" + exponent;
    }
}
