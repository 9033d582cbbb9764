package org.cotangent;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.stream.IntStream;
import org.cotangent.kernel.DType;
import org.cotangent.kernel.Storage;

/**
 * How the elements of one tensor are written: all in one style and padded to one width, which depend on all that are shown.
 *
 * <p>The rules are PyTorch's: four digits after the point; none when all are whole; an exponent when the largest is above
 * 10^8 or 1000 times the smallest, or the smallest below 10^-4. Digits are those of the exact binary value, ties to even.
 */
final class ElementText {
    private static final int PRECISION = 4;

    private enum Style {
        INTEGER,
        BOOL,
        WHOLE,
        FIXED,
        EXPONENT
    }

    private final Storage storage;
    private final Style style;
    private final int width;

    /** The style for the elements that are shown: their places in the storage. */
    ElementText(Storage storage, int[] shown) {
        this.storage = storage;
        this.style = style(storage.type(), IntStream.of(shown).mapToDouble(storage::getDouble).toArray());
        int widest = 1;
        for (int place : shown) {
            double value = storage.getDouble(place);
            // zeros and non-finite numbers take no part, and stick out when they are wider
            if (!storage.type().isFloating() || (value != 0 && Double.isFinite(value))) {
                widest = Math.max(widest, plain(place).length());
            }
        }
        width = widest;
    }

    private static Style style(DType type, double[] shown) {
        if (!type.isFloating()) {
            return type == DType.BOOL ? Style.BOOL : Style.INTEGER;
        }
        double smallest = Double.POSITIVE_INFINITY;
        double largest = 0;
        boolean whole = true;
        for (double value : shown) {
            if (value != 0 && Double.isFinite(value)) {
                smallest = Math.min(smallest, Math.abs(value));
                largest = Math.max(largest, Math.abs(value));
                whole &= value == Math.rint(value);
            }
        }
        if (largest == 0) {
            return Style.WHOLE;
        }
        boolean wide = largest / smallest > 1000 || largest > 1e8 || (!whole && smallest < 1e-4);
        return wide ? Style.EXPONENT : whole ? Style.WHOLE : Style.FIXED;
    }

    /** The width that every element is padded to. */
    int width() {
        return width;
    }

    /** The element at a place in the storage, padded on the left. */
    String at(int place) {
        String text = plain(place);
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }

    private String plain(int place) {
        if (style == Style.INTEGER) {
            return Long.toString(storage.getLong(place));
        }
        double value = storage.getDouble(place);
        if (Double.isNaN(value)) {
            return "nan";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        return switch (style) {
            case INTEGER, BOOL -> value == 0 ? "False" : "True";
            case WHOLE -> sign(value) + fixed(value, 0) + ".";
            case FIXED -> sign(value) + fixed(value, PRECISION);
            case EXPONENT -> sign(value) + exponent(value);
        };
    }

    private static String sign(double value) {
        return Double.doubleToRawLongBits(value) < 0 ? "-" : "";
    }

    private static String fixed(double value, int digits) {
        return new BigDecimal(Math.abs(value))
                .setScale(digits, RoundingMode.HALF_EVEN)
                .toPlainString();
    }

    private static String exponent(double value) {
        if (value == 0) {
            return String.format(Locale.ROOT, "%.4fe+00", 0.0);
        }
        BigDecimal rounded =
                new BigDecimal(Math.abs(value)).round(new MathContext(PRECISION + 1, RoundingMode.HALF_EVEN));
        int power = rounded.precision() - rounded.scale() - 1;
        String digits = rounded.movePointLeft(power).setScale(PRECISION).toPlainString();
        return String.format(Locale.ROOT, "%se%+03d", digits, power);
    }
}
