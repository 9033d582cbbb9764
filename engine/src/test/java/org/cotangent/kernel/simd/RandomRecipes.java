package org.cotangent.kernel.simd;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.cotangent.kernel.Expr;
import org.cotangent.kernel.Expr.Kind;
import org.cotangent.kernel.Program.Code;
import org.cotangent.kernel.Recipe;

/** Straight-line programs of any codes, for properties. */
final class RandomRecipes {
    private RandomRecipes() {}

    /** One code and which of the values so far it takes; the numbers wrap around. */
    record Line(Code code, int a, int b, int c, double constant) {}

    static Arbitrary<Recipe> any() {
        Arbitrary<Line> line = Combinators.combine(
                        Arbitraries.of(Code.values()),
                        Arbitraries.integers().between(0, 999),
                        Arbitraries.integers().between(0, 999),
                        Arbitraries.integers().between(0, 999),
                        Arbitraries.of(0.0, -0.0, 1.0, -1.0, 0.5, 3.25, -17.0, 1e-40, 1e30, Double.POSITIVE_INFINITY))
                .as(Line::new);
        Arbitrary<List<Kind>> operands =
                Arbitraries.of(Kind.REAL, Kind.REAL, Kind.MASK).list().ofMinSize(1).ofMaxSize(5);
        return Combinators.combine(operands, line.list().ofMinSize(0).ofMaxSize(40))
                .as((kinds, lines) -> Recipe.of(lines.toString(), kinds, in -> write(in, kinds, lines)));
    }

    private static Expr write(Expr[] in, List<Kind> kinds, List<Line> lines) {
        List<Expr> reals = new ArrayList<>();
        List<Expr> masks = new ArrayList<>();
        List<Expr> bits = new ArrayList<>();
        for (int i = 0; i < in.length; i++) {
            (kinds.get(i) == Kind.MASK ? masks : reals).add(in[i]);
        }
        if (lines.isEmpty()) {
            return in[0];
        }
        if (reals.isEmpty()) {
            reals.add(masks.getFirst().select(number(in[0], 2.5), number(in[0], -0.75)));
        }
        if (masks.isEmpty()) {
            masks.add(reals.getFirst().less(0.25));
        }
        bits.add(cleanBits(reals.getFirst()));
        Expr last = reals.getFirst();
        for (Line line : lines) {
            last = write(line, reals, masks, bits);
        }
        // Bits cannot be a result: look at them as a number.
        return bits.getLast() == last ? last.fromBits() : last;
    }

    private static Expr number(Expr any, double value) {
        return any.constant(value);
    }

    /** The sign and the payload of a NaN are not defined in Java arithmetic, so no recipe may look at them. */
    private static Expr cleanBits(Expr x) {
        return x.isNaN().select(x.constant(1.5), x).toBits();
    }

    private static Expr write(Line line, List<Expr> reals, List<Expr> masks, List<Expr> bits) {
        Expr x = reals.get(line.a % reals.size());
        Expr y = reals.get(line.b % reals.size());
        Expr z = reals.get(line.c % reals.size());
        Expr m = masks.get(line.a % masks.size());
        Expr k = masks.get(line.b % masks.size());
        Expr p = bits.get(line.a % bits.size());
        Expr q = bits.get(line.b % bits.size());
        int places = line.c % 32;
        return switch (line.code) {
            case OPERAND -> x;
            case CONSTANT -> line.a % 3 == 0
                    ? kept(bits, x.bits(line.a * 0x9E3779B97F4A7C15L))
                    : kept(reals, x.constant(line.constant));
            case ADD -> kept(reals, x.add(y));
            case SUB -> kept(reals, x.sub(y));
            case MUL -> kept(reals, x.mul(y));
            case DIV -> kept(reals, x.div(y));
            case FMA -> kept(reals, x.fma(y, z));
            case NEG -> kept(reals, x.neg());
            case ABS -> kept(reals, x.abs());
            case SQRT -> kept(reals, x.sqrt());
            case MIN -> kept(reals, x.min(y));
            case MAX -> kept(reals, x.max(y));
            case LESS -> kept(masks, x.less(y));
            case LESS_EQUAL -> kept(masks, x.lessEqual(y));
            case EQUAL -> kept(masks, x.equal(y));
            case AND -> kept(masks, m.and(k));
            case OR -> kept(masks, m.or(k));
            case NOT -> kept(masks, m.not());
            case SELECT -> kept(reals, m.select(y, z));
            case TO_BITS -> kept(bits, cleanBits(x));
            case FROM_BITS -> kept(reals, p.fromBits());
            case BITS_ADD -> kept(bits, p.bitsAdd(q));
            case BITS_SUB -> kept(bits, p.bitsSub(q));
            case BITS_AND -> kept(bits, p.bitsAnd(q));
            case BITS_OR -> kept(bits, p.bitsOr(q));
            case BITS_XOR -> kept(bits, p.bitsXor(q));
            case BITS_SHL -> kept(bits, p.shiftLeft(places));
            case BITS_SHR -> kept(bits, p.shiftRight(places));
        };
    }

    private static Expr kept(List<Expr> values, Expr value) {
        values.add(value);
        return value;
    }
}
