package org.cotangent.experiments.gradient;

import java.math.BigDecimal;
import java.math.MathContext;
import org.cotangent.experiments.result.Numbers;

/** Numbers short enough for a figure or a table that people read. */
final class Digits {
    private Digits() {}

    /** Four significant digits. */
    static String four(double value) {
        return Double.isFinite(value)
                ? Numbers.text(new BigDecimal(value).round(new MathContext(4)).doubleValue())
                : Numbers.text(value);
    }
}
