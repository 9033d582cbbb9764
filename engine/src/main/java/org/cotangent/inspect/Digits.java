package org.cotangent.inspect;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import org.cotangent.kernel.DType;

/** Numbers as text: rounded to significant digits, without zeros at the end, the same in every locale. */
final class Digits {
    private static final int FLOAT64 = 12;
    private static final int FLOAT32 = 9; // what tells two float32 numbers apart
    private static final int SHORT = 4;
    private static final int LARGEST_PLAIN = 15;
    private static final int SMALLEST_PLAIN = -5;

    private Digits() {}

    /** As many digits as a reader who checks the arithmetic needs. */
    static String of(double value, DType type) {
        return rounded(value, type == DType.FLOAT64 ? FLOAT64 : FLOAT32);
    }

    /** All digits: reading them gives the same number. */
    static String exact(double value, DType type) {
        return type == DType.FLOAT32 ? Float.toString((float) value) : Double.toString(value);
    }

    /** For pictures. */
    static String brief(double value) {
        return rounded(value, SHORT);
    }

    private static String rounded(double value, int digits) {
        if (!Double.isFinite(value)) {
            return Double.isNaN(value) ? "NaN" : value > 0 ? "inf" : "-inf";
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0" : "0";
        }
        BigDecimal number =
                new BigDecimal(value).round(new MathContext(digits, RoundingMode.HALF_EVEN)).stripTrailingZeros();
        int power = number.precision() - number.scale() - 1;
        if (power >= SMALLEST_PLAIN && power < LARGEST_PLAIN) {
            return number.toPlainString();
        }
        return number.movePointLeft(power).stripTrailingZeros().toPlainString() + "e" + (power < 0 ? "" : "+") + power;
    }
}
