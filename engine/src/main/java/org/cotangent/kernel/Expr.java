package org.cotangent.kernel;

import java.util.List;
import org.cotangent.kernel.Program.Code;
import org.cotangent.kernel.Program.Step;

/**
 * A value in a {@link Recipe}: every method writes one step down and returns its result.
 *
 * <p>It stands for a float32 or a float64 ({@link #isSingle()} tells), for a mask, or for the bits of a number. Constants
 * are given as double and rounded to the type.
 */
public final class Expr {
    /** What a value is. */
    public enum Kind {
        /** A float32 or float64. */
        REAL,
        /** True or false. */
        MASK,
        /** A 32-bit integer in a float32 recipe, a 64-bit one in a float64 recipe. */
        BITS
    }

    private final List<Step> steps;
    private final boolean single;
    private final Kind kind;
    private final int index;

    private Expr(List<Step> steps, boolean single, Kind kind, int index) {
        this.steps = steps;
        this.single = single;
        this.kind = kind;
        this.index = index;
    }

    static Expr operand(List<Step> steps, boolean single, Kind kind, int number) {
        steps.add(new Step(Code.OPERAND, kind, number, 0, 0, 0, 0));
        return new Expr(steps, single, kind, number);
    }

    int index() {
        return index;
    }

    /**
     * Whether the recipe is being written for float32.
     *
     * @return false for float64
     */
    public boolean isSingle() {
        return single;
    }

    /**
     * Picks the constant, or the whole polynomial, that belongs to the type.
     *
     * @param forFloat32 used for float32
     * @param forFloat64 used for float64
     * @return one of the two
     * @param <T> of what
     */
    public <T> T choose(T forFloat32, T forFloat64) {
        return single ? forFloat32 : forFloat64;
    }

    private Expr write(Code code, Kind made, int a, int b, int c, double constant, long bits) {
        Step step = new Step(code, made, a, b, c, constant, bits);
        int known = code == Code.OPERAND ? -1 : steps.lastIndexOf(step); // the same value is computed once
        if (known < 0) {
            known = steps.size();
            steps.add(step);
        }
        return new Expr(steps, single, made, known);
    }

    private Expr write(Code code, Kind made, Kind wanted, Expr... arguments) {
        for (Expr argument : arguments) {
            if (argument.kind != wanted || argument.steps != steps) {
                throw new IllegalArgumentException(code + " in a recipe takes " + wanted + ", not " + argument.kind);
            }
        }
        return write(
                code,
                made,
                arguments[0].index,
                arguments.length > 1 ? arguments[1].index : 0,
                arguments.length > 2 ? arguments[2].index : 0,
                0,
                0);
    }

    /**
     * A constant number.
     *
     * @param value rounded to the type
     * @return the constant
     */
    public Expr constant(double value) {
        return write(Code.CONSTANT, Kind.REAL, 0, 0, 0, single ? (float) value : value, 0);
    }

    /**
     * A constant integer, for work on bits.
     *
     * @param value 32 or 64 bits of it, by the type
     * @return the constant
     */
    public Expr bits(long value) {
        return write(Code.CONSTANT, Kind.BITS, 0, 0, 0, 0, single ? (int) value : value);
    }

    /**
     * The sum.
     *
     * @param other a number
     * @return this + other
     */
    public Expr add(Expr other) {
        return write(Code.ADD, Kind.REAL, Kind.REAL, this, other);
    }

    /**
     * The sum with a constant.
     *
     * @param other a constant
     * @return this + other
     */
    public Expr add(double other) {
        return add(constant(other));
    }

    /**
     * The difference.
     *
     * @param other a number
     * @return this - other
     */
    public Expr sub(Expr other) {
        return write(Code.SUB, Kind.REAL, Kind.REAL, this, other);
    }

    /**
     * The difference with a constant.
     *
     * @param other a constant
     * @return this - other
     */
    public Expr sub(double other) {
        return sub(constant(other));
    }

    /**
     * The product.
     *
     * @param other a number
     * @return this * other
     */
    public Expr mul(Expr other) {
        return write(Code.MUL, Kind.REAL, Kind.REAL, this, other);
    }

    /**
     * The product with a constant.
     *
     * @param other a constant
     * @return this * other
     */
    public Expr mul(double other) {
        return mul(constant(other));
    }

    /**
     * The quotient.
     *
     * @param other a number
     * @return this / other
     */
    public Expr div(Expr other) {
        return write(Code.DIV, Kind.REAL, Kind.REAL, this, other);
    }

    /**
     * The fused multiply-add: one rounding.
     *
     * @param factor a number
     * @param summand a number
     * @return this * factor + summand
     */
    public Expr fma(Expr factor, Expr summand) {
        return write(Code.FMA, Kind.REAL, Kind.REAL, this, factor, summand);
    }

    /**
     * The fused multiply-add with a constant summand: one step of Horner's scheme.
     *
     * @param factor a number
     * @param summand a constant
     * @return this * factor + summand
     */
    public Expr fma(Expr factor, double summand) {
        return fma(factor, constant(summand));
    }

    /**
     * A polynomial by Horner's scheme with fused multiply-adds.
     *
     * @param highestFirst the coefficients from the highest power down to the constant term
     * @return the value of the polynomial at this
     */
    public Expr polynomial(double... highestFirst) {
        Expr sum = constant(highestFirst[0]);
        for (int i = 1; i < highestFirst.length; i++) {
            sum = sum.fma(this, highestFirst[i]);
        }
        return sum;
    }

    /**
     * The negative.
     *
     * @return -this
     */
    public Expr neg() {
        return write(Code.NEG, Kind.REAL, Kind.REAL, this);
    }

    /**
     * The absolute value.
     *
     * @return |this|
     */
    public Expr abs() {
        return write(Code.ABS, Kind.REAL, Kind.REAL, this);
    }

    /**
     * The square root, correctly rounded.
     *
     * @return NaN below zero
     */
    public Expr sqrt() {
        return write(Code.SQRT, Kind.REAL, Kind.REAL, this);
    }

    /**
     * The smaller of two, as {@link Math#min(double, double)}.
     *
     * @param other a number
     * @return NaN when either is
     */
    public Expr min(Expr other) {
        return write(Code.MIN, Kind.REAL, Kind.REAL, this, other);
    }

    /**
     * The larger of two, as {@link Math#max(double, double)}.
     *
     * @param other a number
     * @return NaN when either is
     */
    public Expr max(Expr other) {
        return write(Code.MAX, Kind.REAL, Kind.REAL, this, other);
    }

    /**
     * Compares.
     *
     * @param other a number
     * @return the mask this &lt; other, false when either is NaN
     */
    public Expr less(Expr other) {
        return write(Code.LESS, Kind.MASK, Kind.REAL, this, other);
    }

    /**
     * Compares with a constant.
     *
     * @param other a constant
     * @return the mask this &lt; other
     */
    public Expr less(double other) {
        return less(constant(other));
    }

    /**
     * Compares.
     *
     * @param other a number
     * @return the mask this &lt;= other, false when either is NaN
     */
    public Expr lessEqual(Expr other) {
        return write(Code.LESS_EQUAL, Kind.MASK, Kind.REAL, this, other);
    }

    /**
     * Compares.
     *
     * @param other a number
     * @return the mask this == other, false when either is NaN
     */
    public Expr equal(Expr other) {
        return write(Code.EQUAL, Kind.MASK, Kind.REAL, this, other);
    }

    /**
     * Whether this is a NaN.
     *
     * @return the mask
     */
    public Expr isNaN() {
        return equal(this).not();
    }

    /**
     * Both masks.
     *
     * @param other a mask
     * @return this and other
     */
    public Expr and(Expr other) {
        return write(Code.AND, Kind.MASK, Kind.MASK, this, other);
    }

    /**
     * Either mask.
     *
     * @param other a mask
     * @return this or other
     */
    public Expr or(Expr other) {
        return write(Code.OR, Kind.MASK, Kind.MASK, this, other);
    }

    /**
     * The opposite mask.
     *
     * @return not this
     */
    public Expr not() {
        return write(Code.NOT, Kind.MASK, Kind.MASK, this);
    }

    /**
     * Chooses by this mask, lane by lane. Both sides are computed; neither can raise an error.
     *
     * @param whenTrue a number
     * @param whenFalse a number
     * @return this ? whenTrue : whenFalse
     */
    public Expr select(Expr whenTrue, Expr whenFalse) {
        if (kind != Kind.MASK || whenTrue.kind != Kind.REAL || whenFalse.kind != Kind.REAL) {
            throw new IllegalArgumentException("select in a recipe takes a mask and two numbers");
        }
        return write(Code.SELECT, Kind.REAL, index, whenTrue.index, whenFalse.index, 0, 0);
    }

    /**
     * The bits of this number.
     *
     * @return an integer of the same width
     */
    public Expr toBits() {
        return write(Code.TO_BITS, Kind.BITS, Kind.REAL, this);
    }

    /**
     * The number with these bits.
     *
     * @return a number
     */
    public Expr fromBits() {
        return write(Code.FROM_BITS, Kind.REAL, Kind.BITS, this);
    }

    /**
     * Integer sum, wrapping around.
     *
     * @param other bits
     * @return this + other
     */
    public Expr bitsAdd(Expr other) {
        return write(Code.BITS_ADD, Kind.BITS, Kind.BITS, this, other);
    }

    /**
     * Integer difference, wrapping around.
     *
     * @param other bits
     * @return this - other
     */
    public Expr bitsSub(Expr other) {
        return write(Code.BITS_SUB, Kind.BITS, Kind.BITS, this, other);
    }

    /**
     * Bitwise and.
     *
     * @param other bits
     * @return this and other
     */
    public Expr bitsAnd(Expr other) {
        return write(Code.BITS_AND, Kind.BITS, Kind.BITS, this, other);
    }

    /**
     * Bitwise or.
     *
     * @param other bits
     * @return this or other
     */
    public Expr bitsOr(Expr other) {
        return write(Code.BITS_OR, Kind.BITS, Kind.BITS, this, other);
    }

    /**
     * Bitwise exclusive or.
     *
     * @param other bits
     * @return this xor other
     */
    public Expr bitsXor(Expr other) {
        return write(Code.BITS_XOR, Kind.BITS, Kind.BITS, this, other);
    }

    /**
     * Shifts left.
     *
     * @param places 0 to 31, or 63
     * @return the shifted bits
     */
    public Expr shiftLeft(int places) {
        return shift(Code.BITS_SHL, places);
    }

    /**
     * Shifts right and keeps the sign.
     *
     * @param places 0 to 31, or 63
     * @return the shifted bits
     */
    public Expr shiftRight(int places) {
        return shift(Code.BITS_SHR, places);
    }

    private Expr shift(Code code, int places) {
        if (kind != Kind.BITS) {
            throw new IllegalArgumentException(code + " in a recipe takes BITS, not " + kind);
        }
        return write(code, Kind.BITS, index, 0, 0, 0, places);
    }
}
