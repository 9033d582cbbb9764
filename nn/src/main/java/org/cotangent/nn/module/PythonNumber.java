package org.cotangent.nn.module;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A number written as Python writes it, for the texts that are to look as PyTorch's do.
 *
 * <p>Both languages print the shortest digits that give the number back; they differ in when they use an exponent.
 */
public final class PythonNumber {
    private PythonNumber() {}

    /**
     * Writes a floating-point number, such as {@code 0.1}, {@code 1e-08} or {@code inf}.
     *
     * @param value the number
     * @return as {@code repr} of a Python float
     */
    public static String of(double value) {
        if (Double.isNaN(value)) {
            return "nan";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0.0" : "0.0";
        }
        BigDecimal digits = shortest(value);
        int exponent = digits.precision() - digits.scale() - 1;
        if (exponent >= -4 && exponent < 16) {
            String plain = digits.toPlainString();
            return plain.contains(".") ? plain : plain + ".0";
        }
        String unscaled = digits.unscaledValue().abs().toString();
        String mantissa = unscaled.length() == 1 ? unscaled : unscaled.charAt(0) + "." + unscaled.substring(1);
        return String.format(Locale.ROOT, "%s%se%+03d", value < 0 ? "-" : "", mantissa, exponent);
    }

    /** A number as it is usually written in Python source: a whole one without a point. */
    static String given(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15 ? String.valueOf((long) value) : of(value);
    }

    /** Whole numbers as Python writes a tuple of them. */
    static String tuple(int... values) {
        return Arrays.stream(values).mapToObj(String::valueOf).collect(Collectors.joining(
                ", ", "(", values.length == 1 ? ",)" : ")"));
    }

    /** A single number as it is, several as a tuple. */
    static String numberOrTuple(int... values) {
        return values.length == 1 ? String.valueOf(values[0]) : tuple(values);
    }

    /** As Python writes a truth value. */
    static String flag(boolean value) {
        return value ? "True" : "False";
    }

    /** Java's shortest decimal has two digits at least; near the smallest number one digit can be enough. */
    private static BigDecimal shortest(double value) {
        BigDecimal digits = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        BigDecimal single = digits.round(new MathContext(1));
        return single.doubleValue() == value ? single.stripTrailingZeros() : digits;
    }
}
