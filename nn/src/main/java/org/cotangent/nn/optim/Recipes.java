package org.cotangent.nn.optim;

import java.util.Collections;
import java.util.List;
import org.cotangent.kernel.Expr;
import org.cotangent.kernel.Recipe;

/**
 * The steps that several optimizers share.
 *
 * <p>Each rounds where PyTorch 1.13 rounds on a CPU with FMA: {@code mul_} and the following {@code add_} or {@code
 * addcmul_} are two kernels, and the second fuses its product with the sum.
 */
final class Recipes {
    /** {@code a + factor b}, fused. */
    static final Recipe AXPY = of("axpy", 3, in -> in[1].fma(in[2], in[0]));

    /** A running mean of what comes second, with the numbers kept and new. */
    static final Recipe MEAN = Recipe.inPlace(
            "running mean", 2, 2, (in, number) -> List.of(mean(in[0], in[1], number[0], number[1])));

    /** A running mean of the square of what comes second, with the numbers kept and new. */
    static final Recipe MEAN_SQUARE = Recipe.inPlace(
            "running mean square", 2, 2, (in, number) -> List.of(meanSquare(in[0], in[1], number[0], number[1])));

    /** {@code p + factor a / b}. */
    static final Recipe ADD_QUOTIENT = of("step along a quotient", 4, in -> in[0].add(in[3].mul(in[1]).div(in[2])));

    private Recipes() {}

    /** {@code mean kept + fresh g}. */
    static Expr mean(Expr mean, Expr g, Expr kept, Expr fresh) {
        return g.fma(fresh, mean.mul(kept));
    }

    /** {@code mean kept + (fresh g) g}. */
    static Expr meanSquare(Expr mean, Expr g, Expr kept, Expr fresh) {
        return fresh.mul(g).fma(g, mean.mul(kept));
    }

    /** A recipe of that many numbers. */
    static Recipe of(String name, int operands, Recipe.Body body) {
        return Recipe.of(name, Collections.nCopies(operands, Expr.Kind.REAL), body);
    }
}
