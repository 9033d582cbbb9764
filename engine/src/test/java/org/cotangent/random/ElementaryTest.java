package org.cotangent.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** The logarithm, sine and cosine behind the normals, on the arguments that uniforms of 53 bits give them. */
class ElementaryTest {
    private static final MathContext DIGITS = new MathContext(50);

    /** Correctly rounded: the exact value, by its series in 50 digits, has no nearer double. */
    @Property(tries = 300)
    void sineAndCosineAreRoundedCorrectly(@ForAll @LongRange(max = (1L << 53) - 1) long draw) {
        double x = 2 * Math.PI * (draw * 0x1p-53);
        assertEquals(taylor(x, 1).doubleValue(), Elementary.sin(x));
        assertEquals(taylor(x, 0).doubleValue(), Elementary.cos(x));
    }

    /** Correctly rounded: exp of the ends of the interval that rounds to the result encloses x. */
    @Property(tries = 300)
    void logIsRoundedCorrectly(@ForAll @LongRange(max = (1L << 53) - 1) long draw) {
        double x = 1 - draw * 0x1p-53;
        double y = Elementary.log(x);
        assertTrue(exp(middle(y, Math.nextDown(y))).compareTo(new BigDecimal(x)) <= 0, () -> "log " + x);
        assertTrue(exp(middle(y, Math.nextUp(y))).compareTo(new BigDecimal(x)) >= 0, () -> "log " + x);
    }

    @Property(tries = 300)
    void log1pErrsByLessThanOneUnit(@ForAll @LongRange(max = (1L << 53) - 1) long draw) {
        double x = -draw * 0x1p-53;
        double exact = StrictMath.log1p(x);
        assertEquals(exact, Log1p.of(x), Math.ulp(exact));
    }

    /** Where glibc 2.36 and the JDK round differently, and where the branches of the method meet. */
    @Test
    void log1pRoundsAsGlibc() {
        assertEquals(0.0, Log1p.of(0.0));
        assertEquals(-0x1p-53, Log1p.of(-0x1p-53));
        assertEquals(-0x1.62e42fefa39efp-1, Log1p.of(-0.5));
        assertEquals(-0x1.3e26b125413d5p-2, Log1p.of(-0x1.1178c29dc85d0p-2));
        assertEquals(-0x1.1b3bb6ca10f00p+0, Log1p.of(-0x1.56a7643258913p-1));
        assertEquals(-0x1.83558335c46c8p-2, Log1p.of(-0x1.4280e537e75a2p-2));
        assertEquals(-0x1.b1dbe42a0f62ap-3, Log1p.of(-0x1.86fbda26e1b60p-3));
        assertEquals(-0x1.2896662b8d1e1p-2, Log1p.of(-0x1.017fd3c8492eap-2));
        assertEquals(-0x1.62e4420e1ff10p-2, Log1p.of(-0x1.2bec400000000p-2));
        assertEquals(-0x1.62e4420e1ff0fp-2, Log1p.of(-0x1.2bec3ffffffffp-2));
        assertEquals(-0x1.62e42ff15b6cfp-1, Log1p.of(-0x1.00000000dbe70p-1));
        assertEquals(-0x1.62e42fedebd0fp-1, Log1p.of(-0x1.fffffffe48320p-2));
        assertEquals(-0x1.25e4f7b2737fap+5, Log1p.of(-0x1.fffffffffffffp-1));
        assertEquals(-0x1.62e42ff3133afp+1, Log1p.of(-0x1.e0000000dbe70p-1));
        assertEquals(-0x1.0000000400000p-29, Log1p.of(-0x1.0000000000000p-29));
        assertEquals(-0x1.0000000200000p-30, Log1p.of(-0x1.0000000000000p-30));
    }

    private static BigDecimal taylor(double x, int odd) {
        BigDecimal z = new BigDecimal(x).pow(2, DIGITS);
        BigDecimal term = odd == 1 ? new BigDecimal(x) : BigDecimal.ONE;
        BigDecimal sum = BigDecimal.ZERO;
        for (int k = odd; k < 90; k += 2) {
            sum = sum.add(term, DIGITS);
            term = term.multiply(z, DIGITS).divide(BigDecimal.valueOf((k + 1L) * (k + 2)), DIGITS).negate();
        }
        return sum;
    }

    private static BigDecimal middle(double a, double b) {
        return new BigDecimal(a).add(new BigDecimal(b)).divide(BigDecimal.TWO);
    }

    private static BigDecimal exp(BigDecimal y) {
        BigDecimal eighth = y.divide(BigDecimal.valueOf(256));
        BigDecimal term = BigDecimal.ONE;
        BigDecimal sum = BigDecimal.ZERO;
        for (int k = 1; k < 50; k++) {
            sum = sum.add(term, DIGITS);
            term = term.multiply(eighth, DIGITS).divide(BigDecimal.valueOf(k), DIGITS);
        }
        return sum.pow(256, DIGITS);
    }
}
