package org.cotangent;

import org.cotangent.kernel.DType;
import org.cotangent.shape.Complaint;

/**
 * The division of integers, rounded down: {@code a = b quotient + rest}, and the rest has the sign of b.
 *
 * <p>Kernels divide floating-point numbers alone. So float64 guesses the quotient, and once more that of what is left, which
 * products and differences of int64 tell exactly, even where the way there overflows. After the second guess the quotient
 * is at most 1 off.
 */
record IntegerDivision(Tensor quotient, Tensor rest) {
    /** Whether two operands meet as integers. */
    static boolean isFor(Tensor a, Tensor b) {
        return !a.dtype().isFloating() && !b.dtype().isFloating();
    }

    static IntegerDivision of(String asked, Tensor dividend, Tensor divisor) {
        Tensor a = dividend.to(DType.INT64);
        Tensor b = divisor.to(DType.INT64);
        if (a.size() > 0 && b.eq(0).any(false).item() != 0) {
            throw Complaint.about(asked + " of " + dividend.describe() + " by " + divisor.describe())
                    .because("a divisor is 0, and integers have no infinity")
                    .hint("to(DType.FLOAT64) on one of them, or divisors other than 0")
                    .argument();
        }
        Tensor guess = guess(a, b);
        Tensor left = a.sub(guess.mul(b));
        Tensor quotient = guess.add(guess(left, b));
        Tensor rest = a.sub(quotient.mul(b));
        Tensor positive = b.gt(0);
        Tensor above = positive.where(rest.ge(b), rest.le(b)).to(DType.INT64);
        Tensor below = positive.where(rest.lt(0), rest.gt(0)).to(DType.INT64);
        Tensor change = above.sub(below);
        return new IntegerDivision(quotient.add(change), rest.sub(change.mul(b)));
    }

    private static Tensor guess(Tensor a, Tensor b) {
        return a.to(DType.FLOAT64).div(b.to(DType.FLOAT64)).floor().to(DType.INT64);
    }

    /** The same, rounded towards 0: the rest has the sign of the dividend. */
    IntegerDivision towardsZero(Tensor dividend, Tensor divisor) {
        Tensor wrong = rest.ne(0).logicalAnd(dividend.lt(0).ne(divisor.lt(0))).to(DType.INT64);
        return new IntegerDivision(quotient.add(wrong), rest.sub(wrong.mul(divisor.to(DType.INT64))));
    }
}
